//! What is painted on: the page's canvas, or a picture that leaves it. Plotters sees one backend.

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;

use super::svg::Svg;
use super::units::Refused;

pub(super) enum Backend {
    Canvas(CanvasBackend),
    Svg(Svg),
}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

fn refused<E>(_: E) -> DrawingErrorKind<Refused> {
    DrawingErrorKind::DrawingError(Refused)
}

impl DrawingBackend for Backend {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(canvas) => canvas.get_size(),
            // No element asks for more than it draws.
            Self::Svg(_) => (u32::MAX, u32::MAX),
        }
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_pixel(at, colour).map_err(refused),
            Self::Svg(svg) => {
                svg.rectangle(at, (at.0 + 1, at.1 + 1), &colour, true);
                Ok(())
            }
        }
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_line(from, to, style).map_err(refused),
            Self::Svg(svg) => {
                svg.line(from, to, style);
                Ok(())
            }
        }
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, filled: bool) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_rect(a, b, style, filled).map_err(refused),
            Self::Svg(svg) => {
                svg.rectangle(a, b, style, filled);
                Ok(())
            }
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_path(path, style).map_err(refused),
            Self::Svg(svg) => {
                svg.path(path, style);
                Ok(())
            }
        }
    }

    fn draw_circle<S: BackendStyle>(&mut self, middle: BackendCoord, radius: u32, style: &S, filled: bool) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.draw_circle(middle, radius, style, filled).map_err(refused),
            Self::Svg(svg) => {
                svg.circle(middle, radius, style, filled);
                Ok(())
            }
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        match self {
            Self::Canvas(canvas) => canvas.fill_polygon(corners, style).map_err(refused),
            Self::Svg(svg) => {
                svg.polygon(corners, style);
                Ok(())
            }
        }
    }
}
