//! Each shape of a drawing, by plotters' elements.

use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::{Color, RGBColor, ShapeStyle};

use super::colours::{COLOURS, between};
use super::names::{BESIDE_EACH_OTHER, MOST_LINES, Names};
use super::sheet::{Frame, Sheet};
use super::units::{Drawn, FINE, fine};
use crate::engine::math;
use crate::presentation::chart::{Drawing, Point, Shape};

impl Sheet<'_> {
    /// Paints the shape of its drawing, with one of its stops marked.
    pub fn paint(&self, at: Option<usize>) {
        // A canvas that refuses to draw leaves the table, which says the same.
        let _ = match &self.drawing.shape {
            Shape::Lines { stepped } => self.lines(*stepped),
            Shape::Bars { stacked } => self.bars(*stacked),
            Shape::Stack { ranges } => self.stack(ranges),
            Shape::Funnel => self.funnel(),
            Shape::Map { line, own } => self.map(*line, *own),
            Shape::Heat { cells, low, high } => self.heat(cells, *low, *high),
            Shape::Radar => self.radar(),
        };
        if let Some(stop) = at.and_then(|place| self.drawing.stops.get(place)) {
            let _ = self.cursor(stop.x);
        }
    }

    fn stroke(&self, colour: RGBColor, width: f64) -> ShapeStyle {
        colour.stroke_width((width * self.palette.ratio * FINE).round().max(1.0) as u32)
    }

    fn line(&self, points: Vec<(i32, i32)>, style: ShapeStyle) -> Drawn {
        self.plot(&PathElement::new(points, style))
    }

    fn rectangle(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor) -> Drawn {
        self.plot(&Rectangle::new([fine(from.0, from.1), fine(to.0, to.1)], colour.filled()))
    }

    /// Backend lines with their figures, and the names of the axes.
    fn axes(&self) -> Drawn {
        let frame = &self.frame;
        for (value, _) in &self.drawing.y.ticks {
            let y = frame.y(*value).round();
            let style = self.stroke(if *value == 0.0 { self.palette.strong } else { self.palette.line }, 1.0);
            self.line(vec![fine(frame.left, y + 0.5), fine(frame.right, y + 0.5)], style)?;
        }
        self.axis_texts();
        Ok(())
    }

    /// The figures along both axes and what they are of.
    fn axis_texts(&self) {
        let (frame, palette) = (&self.frame, &self.palette);
        for (value, text) in &self.drawing.y.ticks {
            self.text(text, frame.left - palette.size * 0.4, frame.y(*value).round(), "right", &palette.muted);
        }
        let below = frame.bottom + palette.size;
        for (value, text) in self.drawing.x.ticks.iter().step_by(self.every_tick()) {
            self.text(text, frame.x(*value), below, "center", &palette.muted);
        }
        let label = |text: &str| self.fitted(text, frame.width - palette.size * 0.4);
        self.text(&label(&self.drawing.y.label), palette.size * 0.2, palette.size * 0.8, "left", &palette.muted);
        let (label, lowest) = (label(&self.drawing.x.label), below + frame.names.depth(palette) + palette.size * 1.4);
        let right = frame.right.max(self.measure(&label));
        self.text(&label, right, lowest, "right", &palette.muted);
    }

    /// Every how many figures along the x axis one is written, so that none runs into the next.
    fn every_tick(&self) -> usize {
        let ticks = &self.drawing.x.ticks;
        let widest = ticks.iter().map(|(_, text)| self.measure(text)).fold(0.0, f64::max) + self.palette.size * 0.6;
        let apart = match &ticks[..] {
            [(first, _), (second, _), ..] => self.frame.x(*second) - self.frame.x(*first),
            _ => return 1,
        };
        (1..ticks.len()).find(|every| apart * *every as f64 >= widest).unwrap_or(ticks.len())
    }

    pub(super) fn lines(&self, stepped: bool) -> Drawn {
        self.axes()?;
        if let Some(now) = self.drawing.now {
            let x = self.frame.x(now).round() + 0.5;
            self.line(
                vec![fine(x, self.frame.top), fine(x, self.frame.bottom)],
                self.stroke(self.palette.accent, 1.0),
            )?;
        }
        for (index, series) in self.drawing.series.iter().enumerate() {
            let style = self.stroke(self.palette.series[index % COLOURS], 2.0);
            let mut run: Vec<(i32, i32)> = Vec::new();
            for (x, y) in &series.points {
                let Some(y) = y else {
                    self.line(std::mem::take(&mut run), style)?;
                    continue;
                };
                let point = self.frame.point(*x, *y);
                if let (true, Some(last)) = (stepped, run.last()) {
                    run.push((point.0, last.1));
                }
                run.push(point);
            }
            self.line(run, style)?;
        }
        self.drawing.marks.iter().try_for_each(|mark| self.mark(mark, self.palette.strong))
    }

    fn mark(&self, mark: &Point, colour: RGBColor) -> Drawn {
        let point = self.frame.point(mark.x, mark.y);
        let radius = |pixels: f64| (pixels * self.palette.ratio * FINE) as i32;
        self.plot(&Circle::new(point, radius(6.0), self.palette.background.filled()))?;
        self.plot(&Circle::new(point, radius(4.5), colour.filled()))?;
        self.mark_name(&mark.name, (self.frame.x(mark.x), self.frame.y(mark.y)));
        Ok(())
    }

    /// A name beside its mark: behind it, or where that finds no room, on the side that has more.
    fn mark_name(&self, name: &str, (x, y): (f64, f64)) {
        let gap = self.palette.size * 0.9;
        let (before, behind) = (x - gap, self.frame.width - x - gap);
        let (align, shift, room) = if self.measure(name) <= behind || behind >= before {
            ("left", gap, behind)
        } else {
            ("right", -gap, before)
        };
        self.text_over(&self.fitted(name, room), x + shift, y + gap, align);
    }

    pub(super) fn bars(&self, stacked: bool) -> Drawn {
        self.axes()?;
        let count = self.drawing.categories.len().max(1) as f64;
        let step = (self.frame.right - self.frame.left) / count;
        let series = self.drawing.series.len().max(1) as f64;
        let width = if stacked { step * 0.6 } else { step * 0.72 / series };
        for place in 0..self.drawing.categories.len() {
            let (mut above, mut below) = (0.0, 0.0);
            for (index, series) in self.drawing.series.iter().enumerate() {
                let Some(value) = series.points.get(place).and_then(|(_, value)| *value) else { continue };
                let base: &mut f64 = if value < 0.0 { &mut below } else { &mut above };
                let from = if stacked { *base } else { 0.0 };
                *base = from + value;
                let start = self.frame.left
                    + step * place as f64
                    + if stacked { step * 0.2 } else { step * 0.14 + width * index as f64 };
                let colour = self.palette.series[index % COLOURS];
                self.rectangle((start, self.frame.y(from)), (start + width - 1.0, self.frame.y(from + value)), colour)?;
            }
            self.bar_name(place, step);
        }
        Ok(())
    }

    fn bar_name(&self, place: usize, step: f64) {
        let (name, size) = (&self.drawing.categories[place], self.palette.size);
        let (middle, below) = (self.frame.left + step * (place as f64 + 0.5), self.frame.bottom + size);
        match self.frame.names {
            Names::Level(most) => {
                let lines = self.wrapped(name, step * BESIDE_EACH_OTHER, most);
                let lower = lines.len().saturating_sub(1) as f64 * self.palette.line() / 2.0;
                self.text_lines(&lines, (middle, below + lower), "center");
            }
            Names::Rising(length) => {
                // None begins before the canvas does.
                let room = length.min((middle + size * 0.3) * std::f64::consts::SQRT_2 - size * 0.5);
                self.text_rising(&self.fitted(name, room), (middle + size * 0.3, below - size * 0.2));
            }
        }
    }

    /// A row for each part, with its name before and its figure behind.
    fn row(&self, place: usize) -> (f64, f64, f64) {
        let step = (self.frame.bottom - self.frame.top) / self.drawing.categories.len().max(1) as f64;
        let top = self.frame.top + step * place as f64;
        let most = ((step / self.palette.line()) as usize).max(1);
        let name = self.wrapped(&self.drawing.categories[place], self.frame.left - self.palette.size, most);
        self.text_lines(&name, (self.frame.left - self.palette.size * 0.6, top + step / 2.0), "right");
        if let Some(figure) = self.drawing.labels.get(place) {
            self.text(
                figure,
                self.frame.right + self.palette.size * 0.4,
                top + step / 2.0,
                "left",
                &self.palette.muted,
            );
        }
        (top + step * 0.16, top + step * 0.84, step)
    }

    pub(super) fn stack(&self, ranges: &[(f64, f64, bool)]) -> Drawn {
        let (low, high) = self.frame.y;
        let x = |value: f64| self.frame.left + (value - low) / (high - low) * (self.frame.right - self.frame.left);
        for (place, (from, to, total)) in ranges.iter().enumerate() {
            let (top, bottom, _) = self.row(place);
            let colour = match (total, to >= from) {
                (true, _) => self.palette.series[0],
                (false, true) => self.palette.gain,
                (false, false) => self.palette.loss,
            };
            let (left, right) = (x(from.min(*to)), x(from.max(*to)));
            self.rectangle((left, top), (right.max(left + self.palette.ratio), bottom), colour)?;
        }
        Ok(())
    }

    pub(super) fn funnel(&self) -> Drawn {
        let Some(series) = self.drawing.series.first() else { return Ok(()) };
        let sizes: Vec<f64> = series.points.iter().map(|(_, size)| size.unwrap_or_default().max(0.0)).collect();
        let most = sizes.iter().copied().fold(0.0, f64::max);
        let (middle, width) = (f64::midpoint(self.frame.left, self.frame.right), self.frame.right - self.frame.left);
        for (place, size) in sizes.iter().enumerate() {
            let (top, bottom, _) = self.row(place);
            let half =
                if most > 0.0 { (size / most * width / 2.0).max(self.palette.ratio) } else { self.palette.ratio };
            let share = place as f64 / sizes.len().max(2) as f64;
            let colour = between(self.palette.series[0], self.palette.background, share * 0.45);
            self.rectangle((middle - half, top), (middle + half, bottom), colour)?;
        }
        Ok(())
    }

    pub(super) fn map(&self, line: Option<(f64, f64)>, own: Option<(f64, f64)>) -> Drawn {
        self.axes()?;
        if let Some((intercept, slope)) = line {
            let at = |x: f64| self.frame.point(x, intercept + slope * x);
            self.line(vec![at(self.drawing.x.low), at(self.drawing.x.high)], self.stroke(self.palette.series[1], 1.5))?;
        }
        self.drawing.marks.iter().try_for_each(|mark| {
            let ours = own.is_some_and(|own| own == (mark.x, mark.y));
            self.mark(mark, if ours { self.palette.accent } else { self.palette.series[0] })
        })
    }

    pub(super) fn heat(&self, cells: &[(f64, f64, f64)], low: f64, high: f64) -> Drawn {
        let span = (high - low).max(f64::MIN_POSITIVE);
        // Few cells stand apart; many run together.
        let apart = cells.len() <= 400;
        let gap = if apart { self.palette.ratio } else { 0.0 };
        for Run { x, low: from, high: to, value } in runs(cells, !apart) {
            let share = (value - low) / span;
            let colour =
                between(between(self.palette.background, self.palette.series[0], 0.12), self.palette.series[0], share);
            let top = (self.frame.x(x - 0.5), self.frame.y(to + 0.5));
            let bottom = (self.frame.x(x + 0.5) - gap, self.frame.y(from - 0.5) - gap);
            self.rectangle(top, bottom, colour)?;
        }
        self.axis_texts();
        Ok(())
    }

    pub(super) fn radar(&self) -> Drawn {
        let spokes = self.drawing.categories.len();
        if spokes < 3 {
            return Ok(());
        }
        let pixel = |place: usize, value: f64| {
            let (x, y) = spoke(&self.frame, spokes, place, value);
            fine(x, y)
        };
        let ring = |value: f64| (0..=spokes).map(|place| pixel(place % spokes, value)).collect::<Vec<_>>();
        for (value, _) in self.drawing.y.ticks.iter().filter(|(value, _)| *value > self.drawing.y.low) {
            self.line(ring(*value), self.stroke(self.palette.line, 1.0))?;
        }
        for place in 0..spokes {
            let ends = vec![pixel(place, self.drawing.y.low), pixel(place, self.drawing.y.high)];
            self.line(ends, self.stroke(self.palette.line, 1.0))?;
            self.spoke_name(place, spokes);
        }
        for (index, series) in self.drawing.series.iter().enumerate() {
            let colour = self.palette.series[index % COLOURS];
            let corners: Vec<(i32, i32)> = series
                .points
                .iter()
                .enumerate()
                .map(|(place, (_, value))| pixel(place, value.unwrap_or_default()))
                .collect();
            if index == 0 {
                self.plot(&Polygon::new(corners.clone(), colour.mix(0.12)))?;
            }
            let closed = corners.iter().copied().chain(corners.first().copied()).collect();
            self.line(closed, self.stroke(colour, 2.0))?;
        }
        Ok(())
    }

    /// A name at the end of its spoke, in as many lines as it takes to stay on the canvas.
    fn spoke_name(&self, place: usize, spokes: usize) {
        let (name, size) = (&self.drawing.categories[place], self.palette.size);
        let (x, y) = spoke(&self.frame, spokes, place, self.drawing.y.high);
        let middle = f64::midpoint(self.frame.left, self.frame.right);
        if (x - middle).abs() < size * 2.0 {
            let lift = if y < f64::midpoint(self.frame.top, self.frame.bottom) { -0.8 } else { 0.9 };
            let room = 2.0 * x.min(self.frame.width - x);
            self.text(&self.fitted(name, room), x, y + size * lift, "center", &self.palette.text);
            return;
        }
        let (align, from, room) = if x < middle {
            ("right", x - size * 0.5, x - size * 0.5)
        } else {
            ("left", x + size * 0.5, self.frame.width - x - size * 0.5)
        };
        self.text_lines(&self.wrapped(name, room, MOST_LINES), (from, y), align);
    }

    /// The place that is being read.
    pub(super) fn cursor(&self, x: f64) -> Drawn {
        use crate::presentation::chart::Shape;
        let style = self.stroke(self.palette.strong, 1.0);
        match self.drawing.shape {
            Shape::Lines { .. } | Shape::Map { .. } | Shape::Bars { .. } => {
                let at = self.frame.x(x).round() + 0.5;
                self.line(vec![fine(at, self.frame.top), fine(at, self.frame.bottom)], style)?;
                for series in &self.drawing.series {
                    let found = series.points.iter().find(|point| point.0 == x).and_then(|point| point.1);
                    if let (Some(y), Shape::Lines { .. }) = (found, &self.drawing.shape) {
                        let radius = (3.0 * self.palette.ratio * FINE) as i32;
                        self.plot(&Circle::new(self.frame.point(x, y), radius, self.palette.strong.filled()))?;
                    }
                }
                Ok(())
            }
            Shape::Stack { .. } | Shape::Funnel => {
                let step = (self.frame.bottom - self.frame.top) / self.drawing.categories.len().max(1) as f64;
                let top = self.frame.top + step * x;
                let corners = [fine(self.frame.left, top), fine(self.frame.right, top + step)];
                self.plot(&Rectangle::new(corners, style))
            }
            Shape::Heat { .. } | Shape::Radar => Ok(()),
        }
    }
}

/// Where a figure lies on a spoke; the first spoke points up, the others follow clockwise.
fn spoke(frame: &Frame, spokes: usize, place: usize, value: f64) -> (f64, f64) {
    let (middle_x, middle_y) = (f64::midpoint(frame.left, frame.right), f64::midpoint(frame.top, frame.bottom));
    let reach = (frame.right - frame.left).min(frame.bottom - frame.top) / 2.0;
    let share = (value - frame.y.0) / (frame.y.1 - frame.y.0);
    let angle = std::f64::consts::TAU * place as f64 / spokes as f64;
    (middle_x + reach * share * math::sin(angle), middle_y - reach * share * math::cos(angle))
}

/// How far a point lies from a spoke's end.
pub(super) fn spoke_distance(frame: &Frame, drawing: &Drawing, place: usize, x: f64, y: f64) -> f64 {
    let (at_x, at_y) = spoke(frame, drawing.categories.len(), place, frame.y.1);
    math::hypot(at_x - x, at_y - y)
}

/// Cells of one figure that lie upon each other.
struct Run {
    x: f64,
    low: f64,
    high: f64,
    value: f64,
}

/// The cells of a heat map, each a run of its own or neighbours joined: a tenth of the painting where there are many.
fn runs(cells: &[(f64, f64, f64)], joined: bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, y, value) in cells.iter().copied() {
        match runs.last_mut().filter(|run| joined && run.x == x && run.value == value) {
            Some(run) if y == run.low - 1.0 => run.low = y,
            Some(run) if y == run.high + 1.0 => run.high = y,
            _ => runs.push(Run { x, low: y, high: y, value }),
        }
    }
    runs
}
