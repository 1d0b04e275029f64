//! Drawing: plotters paints, and what it painted becomes part of a page.

use std::io;

use kitaab::words::Direction;
use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea as _};
use plotters::element::{Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{BLACK, Color as _, IntoFont as _, ShapeStyle, TextStyle};

use crate::error::{Error, Result};

/// What is painted on.
pub(crate) type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// What painting may answer.
pub(crate) type Painted = std::result::Result<(), DrawingAreaErrorKind<io::Error>>;

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// The elements within the outermost one.
    pub(crate) elements: String,
}

impl Chart {
    /// Paints in black, which becomes the colour of the text around.
    pub(crate) fn paint(width: u32, height: u32, paint: impl FnOnce(&Canvas<'_>) -> Painted) -> Result<Self> {
        let mut text = String::new();
        {
            let canvas = SVGBackend::with_string(&mut text, (width, height)).into_drawing_area();
            paint(&canvas).and_then(|()| canvas.present()).map_err(|error| Error::Drawing(error.to_string()))?;
        }
        let within = text.split_once('>').map_or("", |(_, rest)| rest).trim();
        let within = within.strip_suffix("</svg>").unwrap_or(within);
        // In texts and attributes quotes are escaped: these are attributes as a whole.
        let elements = within
            .replace("\"#000000\"", "\"currentColor\"")
            .replace(" stroke=\"none\"", "")
            .replace(" opacity=\"1\"", "")
            .replace("/>\n", "/>");
        Ok(Self { width, height, elements })
    }

    /// As a picture in a page, with what it shows in words. It is drawn from left to right, whatever the language: one
    /// that reads from the right is painted so.
    pub(crate) fn picture(&self, class: &str, words: &str) -> Markup {
        html! {
            svg class=(class) viewBox=(format!("0 0 {} {}", self.width, self.height)) width=(self.width)
                height=(self.height) role="img" aria-label=(words) direction="ltr" {
                (PreEscaped(&self.elements))
            }
        }
    }

    /// The same stretched to the width of where it stands; for charts without letters.
    pub(crate) fn strip(&self, class: &str, words: &str) -> Markup {
        html! {
            svg class=(class) viewBox=(format!("0 0 {} {}", self.width, self.height)) preserveAspectRatio="none"
                role="img" aria-label=(words) {
                (PreEscaped(&self.elements))
            }
        }
    }
}

/// A filled box.
pub(crate) fn filled(canvas: &Canvas<'_>, x: i32, y: i32, width: i32, height: i32, opacity: f64) -> Painted {
    canvas.draw(&Rectangle::new([(x, y), (x + width, y + height)], BLACK.mix(opacity).filled()))
}

/// The outline of a box.
pub(crate) fn outlined(canvas: &Canvas<'_>, x: i32, y: i32, width: i32, height: i32, opacity: f64) -> Painted {
    canvas.draw(&Rectangle::new([(x, y), (x + width, y + height)], ShapeStyle::from(BLACK.mix(opacity))))
}

/// How a label stands to its point.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Letters of a height in pixels.
pub(crate) fn letters(height: u32, anchor: Anchor) -> TextStyle<'static> {
    let horizontal = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    // plotters divides by this to make a font size of a height.
    let style: TextStyle<'static> = ("sans-serif", f64::from(height) * 1.24).into_font().into();
    style.pos(Pos::new(horizontal, VPos::Center)).color(&BLACK)
}

/// A label, its middle at a height. One that runs from the right is set so ([`running`]).
pub(crate) fn label(canvas: &Canvas<'_>, text: &str, x: i32, y: i32, height: u32, anchor: Anchor) -> Painted {
    canvas.draw(&Text::new(text.to_owned(), (x, y), letters(height, anchor)))
}

/// Words of a language for a chart, which is drawn from left to right whatever the language: those of one that runs from
/// the right are told to do so.
pub(crate) fn running(words: &str, direction: Direction) -> String {
    match direction {
        Direction::LeftToRight => words.to_owned(),
        Direction::RightToLeft => format!("\u{2067}{words}\u{2069}"),
    }
}

/// A share from 0 to 1 as the percentage of an attribute.
pub(crate) fn percentage(share: f64) -> String {
    format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
}
