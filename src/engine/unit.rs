//! What a figure is measured in, and which sums of figures make sense.

/// The base quantities whose powers make up a unit.
const BASES: usize = 7;

/// How a pure number is written; it does not take part in the check of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// As it is.
    Plain,
    /// A fraction shown as a percentage.
    Percent,
    /// A fraction off a price, which Chinese speakers also type as 折.
    Discount,
    /// A factor: 5.0×.
    Multiple,
    /// Points on a scale.
    Score,
}

/// Powers of money, items, hours, days, months, years and periods, with the face of a pure number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    powers: [i8; BASES],
    face: Face,
}

const fn base(index: usize) -> Unit {
    let mut powers = [0; BASES];
    powers[index] = 1;
    Unit { powers, face: Face::Plain }
}

const fn pure(face: Face) -> Unit {
    Unit { powers: [0; BASES], face }
}

/// A pure number.
pub const NUMBER: Unit = pure(Face::Plain);
/// A fraction, shown as a percentage.
pub const PERCENT: Unit = pure(Face::Percent);
/// A fraction off a price.
pub const DISCOUNT: Unit = pure(Face::Discount);
/// A factor.
pub const MULTIPLE: Unit = pure(Face::Multiple);
/// Points on a scale.
pub const SCORE: Unit = pure(Face::Score);
/// An amount of money.
pub const MONEY: Unit = base(0);
/// A number of things: units, leads, deals, customers.
pub const COUNT: Unit = base(1);
/// Working or elapsed hours.
pub const HOURS: Unit = base(2);
/// Days.
pub const DAYS: Unit = base(3);
/// Months.
pub const MONTHS: Unit = base(4);
/// Years.
pub const YEARS: Unit = base(5);
/// Periods of a length the person decides.
pub const PERIODS: Unit = base(6);
/// Money for one thing.
pub const PRICE: Unit = MONEY.per(COUNT);

impl Unit {
    /// The unit of a product.
    #[must_use]
    pub const fn times(self, other: Self) -> Self {
        self.combine(other, 1)
    }

    /// The unit of a quotient.
    #[must_use]
    pub const fn per(self, other: Self) -> Self {
        self.combine(other, -1)
    }

    const fn combine(self, other: Self, sign: i8) -> Self {
        let mut powers = self.powers;
        let mut index = 0;
        while index < BASES {
            powers[index] += sign * other.powers[index];
            index += 1;
        }
        Self { powers, face: Face::Plain }
    }

    /// Whether figures of the two units can be added, compared or said to be equal.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        self.powers == other.powers
    }

    /// Whether this is a pure number.
    #[must_use]
    pub fn is_pure(self) -> bool {
        self.agrees_with(NUMBER)
    }

    /// How a pure number is written.
    #[must_use]
    pub const fn face(self) -> Face {
        self.face
    }

    /// Whether figures of this unit are shown in the currency: money, or money per something.
    #[must_use]
    pub fn is_money(self) -> bool {
        self.powers[0] == 1 && self.powers[1..].iter().all(|power| *power <= 0)
    }

    /// The words of the unit for programs: `money/item`, `percent`, `day`, `item^2`.
    #[must_use]
    pub fn name(self) -> String {
        const NAMES: [&str; BASES] = ["money", "item", "hour", "day", "month", "year", "period"];
        let part = |wanted: fn(i8) -> bool| {
            let found = NAMES.iter().zip(self.powers).filter(|(_, power)| wanted(*power));
            let named = found.map(|(name, power)| match power.abs() {
                1 => (*name).to_owned(),
                power => format!("{name}^{power}"),
            });
            named.collect::<Vec<_>>()
        };
        let (above, below) = (part(|power| power > 0).join("·"), part(|power| power < 0).join("·"));
        match (above.is_empty(), below.is_empty()) {
            (true, true) => match self.face {
                Face::Plain => "number",
                Face::Percent => "percent",
                Face::Discount => "discount",
                Face::Multiple => "multiple",
                Face::Score => "score",
            }
            .to_owned(),
            (false, true) => above,
            (_, false) => format!("{}/{below}", if above.is_empty() { "1" } else { &above }),
        }
    }
}
