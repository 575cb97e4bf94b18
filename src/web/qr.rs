//! A QR code as the shape of one SVG path: templates draw it, so that no markup is made anywhere else.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around it, without which no camera finds it (ISO/IEC 18004).
const QUIET: usize = 4;

/// A drawn QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Modules of one side, the white around it included: width and height of the `viewBox`.
    pub side: usize,
    /// The dark modules, each one unit wide: the `d` of a path.
    pub path: String,
}

impl Qr {
    /// The code of a text; nothing for one that is too long for any.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        // A quarter of a sheet that was folded, wetted or drawn on may be lost.
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let width = code.width();
        let colours = code.to_colors();
        let mut path = String::new();
        for (y, row) in colours.chunks(width).enumerate() {
            for (x, length) in runs(row) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }
}

/// Where dark modules of a row begin, and how many stand there side by side.
fn runs(row: &[Color]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
        match found.last_mut() {
            Some((start, length)) if *start + *length == x => *length += 1,
            _ => found.push((x, 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a camera would see: the modules that the path paints.
    fn painted(qr: &Qr) -> Vec<bool> {
        let mut modules = vec![false; qr.side * qr.side];
        for run in qr.path.split('M').skip(1) {
            let (place, rest) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split('v').next().unwrap().parse().unwrap();
            for module in x..x + length {
                modules[y * qr.side + module] = true;
            }
        }
        modules
    }

    #[test]
    fn the_path_paints_every_module_of_the_code_and_no_other() {
        let text = "https://www.opiq.ee/";
        let (qr, code) = (Qr::of(text).unwrap(), QrCode::with_error_correction_level(text, EcLevel::Q).unwrap());
        assert_eq!(qr.side, code.width() + 8);
        let seen = painted(&qr);
        for y in 0..qr.side {
            for x in 0..qr.side {
                let inside = (4..qr.side - 4).contains(&x) && (4..qr.side - 4).contains(&y);
                let dark = inside && code[(x - 4, y - 4)] == Color::Dark;
                assert_eq!(seen[y * qr.side + x], dark, "{x} {y}");
            }
        }
    }

    #[test]
    fn another_text_is_another_code_and_a_book_is_none() {
        assert_ne!(Qr::of("https://a.example/"), Qr::of("https://b.example/"));
        assert_eq!(Qr::of(&"x".repeat(5_000)), None);
    }
}
