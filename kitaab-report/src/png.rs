//! A chart in pixels.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::error::{Error, Result};

/// Pixels for each unit of the drawing: sharp on today's screens and on paper.
const SCALE: f32 = 2.0;

/// A picture in pixels.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Png {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether there was no font on the machine, so that it has no letters.
    pub without_letters: bool,
}

/// Draws an SVG of [`crate::plot`] as PNG, in black on white, at two pixels for each of its units.
///
/// Letters are set in the fonts of this machine. Without any, the picture is drawn without letters, and says so.
///
/// # Errors
/// `unsupported` for what is no SVG.
pub fn png(svg: &str) -> Result<Png> {
    let mut fonts = fontdb::Database::new();
    fonts.load_system_fonts();
    painted(svg, fonts)
}

fn painted(svg: &str, mut fonts: fontdb::Database) -> Result<Png> {
    // What the drawing asks for need not be there: any font is better than no letters.
    let any =
        fonts.faces().find(|face| !face.monospaced && face.style == fontdb::Style::Normal).or(fonts.faces().next());
    let family = any.and_then(|face| face.families.first()).map(|(name, _)| name.clone());
    let without_letters = family.is_none();
    let preferred = ["DejaVu Sans", "Noto Sans", "Liberation Sans", "Arial", "Helvetica"];
    let has = |name: &&str| fonts.faces().any(|face| face.families.iter().any(|(family, _)| family == name));
    let sans = preferred.into_iter().find(|name| has(name)).map(str::to_owned).or(family);
    if let Some(sans) = sans {
        fonts.set_sans_serif_family(sans);
    }
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| Error::Drawing(error.to_string()))?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or_else(too_large)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(too_large)?;
    pixels.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| Error::Drawing(error.to_string()))?;
    Ok(Png { bytes, without_letters })
}

fn too_large() -> Error {
    Error::Drawing("it is too large".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn without_a_font_there_is_a_picture_without_letters() {
        let svg =
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="14">Fajr</text></svg>"#;
        let bare = painted(svg, fontdb::Database::new()).unwrap();
        assert!(bare.without_letters);
        let pixels = Pixmap::decode_png(&bare.bytes).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (80, 40));
        assert!(pixels.pixels().iter().all(|pixel| pixel.red() == 255), "nothing but paper");
        let drawn = svg.replace("<text x=\"2\" y=\"14\">Fajr</text>", "<rect width=\"9\" height=\"9\"/>");
        let pixels = Pixmap::decode_png(&painted(&drawn, fontdb::Database::new()).unwrap().bytes).unwrap();
        assert!(pixels.pixels().iter().any(|pixel| pixel.red() == 0), "what needs no font is there");
    }
}
