//! Computes a formula again from its text, as a person with a pocket calculator would.

use sales_workbench::engine::math;

/// The value of a formula written in plain signs, and the largest figure met on the way (rounding grows with it). What
/// is missing is not a number.
pub fn compute(text: &str) -> (f64, f64) {
    let mut reader = Reader { rest: text, largest: 0.0 };
    let value = reader.comparison();
    assert!(reader.rest.trim().is_empty(), "cannot read {:?} in {text}", reader.rest);
    (value, reader.largest)
}

struct Reader<'a> {
    rest: &'a str,
    largest: f64,
}

impl Reader<'_> {
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn met(&mut self, value: f64) -> f64 {
        self.largest = self.largest.max(value.abs());
        value
    }

    /// Truths are 1 and 0; a comparison with something missing is missing.
    fn comparison(&mut self) -> f64 {
        let mut left = self.sum();
        loop {
            let holds: fn(f64, f64) -> bool = if self.takes("<") {
                |a, b| a < b
            } else if self.takes("≤") {
                |a, b| a <= b
            } else if self.takes("=") {
                |a, b| a == b
            } else if self.takes("∧") {
                |a, b| a != 0.0 && b != 0.0
            } else if self.takes("∨") {
                |a, b| a != 0.0 || b != 0.0
            } else {
                return left;
            };
            let right = self.sum();
            left = if left.is_nan() || right.is_nan() { f64::NAN } else { f64::from(u8::from(holds(left, right))) };
        }
    }

    fn sum(&mut self) -> f64 {
        let mut total = self.product();
        loop {
            if self.takes("+") {
                total += self.product();
            } else if self.takes("-") {
                total -= self.product();
            } else {
                return total;
            }
            self.met(total);
        }
    }

    fn product(&mut self) -> f64 {
        let mut total = self.signed();
        loop {
            if self.takes("*") {
                total *= self.signed();
            } else if self.takes("/") {
                total /= self.signed();
            } else {
                return total;
            }
            self.met(total);
        }
    }

    fn signed(&mut self) -> f64 {
        if self.takes("-") { -self.signed() } else { self.atom() }
    }

    fn atom(&mut self) -> f64 {
        if self.takes("(") {
            let inside = self.comparison();
            assert!(self.takes(")"), "no closing bracket before {:?}", self.rest);
            return inside;
        }
        self.rest = self.rest.trim_start();
        let ends = |part: fn(char) -> bool, text: &str| text.find(|c| !part(c)).unwrap_or(text.len());
        let digits = ends(|c| c.is_ascii_digit() || c == '.', self.rest);
        let letters = ends(|c| c.is_ascii_lowercase() || c == '_', self.rest);
        let (word, rest) = self.rest.split_at(digits.max(letters));
        self.rest = rest;
        match word {
            "missing" => f64::NAN,
            _ if digits > 0 => self.met(word.parse().unwrap()),
            _ => self.function(word),
        }
    }

    fn function(&mut self, name: &str) -> f64 {
        assert!(self.takes("("), "no bracket after {name:?} before {:?}", self.rest);
        let mut parts = Vec::new();
        while !self.takes(")") {
            parts.push(self.comparison());
            self.takes(",");
        }
        let result = applied(name, &parts);
        self.met(result)
    }
}

fn applied(name: &str, parts: &[f64]) -> f64 {
    let best = |better: fn(f64, f64) -> bool| {
        (1..parts.len()).fold(0, |best, place| if better(parts[place], parts[best]) { place } else { best })
    };
    match (name, parts) {
        ("given", [a]) => f64::from(u8::from(!a.is_nan())),
        (_, parts) if parts.iter().any(|part| part.is_nan()) => f64::NAN,
        ("largest", [_, ..]) => parts[best(|a, b| a > b)],
        ("smallest", [_, ..]) => parts[best(|a, b| a < b)],
        ("row_of_largest", [_, ..]) => best(|a, b| a > b) as f64,
        ("row_of_smallest", [_, ..]) => best(|a, b| a < b) as f64,
        ("absolute", [a]) => a.abs(),
        ("exp", [a]) => math::exp(*a),
        ("ln", [a]) => math::ln(*a),
        ("square_root", [a]) => math::sqrt(*a),
        ("rounded_down", [a]) => math::floor(*a),
        ("rounded_up", [a]) => math::ceil(*a),
        ("power", [a, b]) => math::pow(*a, *b),
        _ => panic!("no way to compute {name} of {} figures", parts.len()),
    }
}
