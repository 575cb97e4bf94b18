//! A platform's colour, made readable.

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// `#rrggbb` or `rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |range| digits.get(range).and_then(|two| u8::from_str_radix(two, 16).ok());
        Some(Self { red: part(0..2)?, green: part(2..4)?, blue: part(4..6)? })
    }

    /// Six digits.
    pub(super) fn hex(self) -> String {
        format!("{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The style sheet that sets the band's colour and the ink that reads best on it.
    pub(super) fn style_sheet(self) -> String {
        let ink = if self.luminance() > 0.179 { "#0b0c0e" } else { "#ffffff" };
        format!(":root{{--brand:#{};--brand-ink:{ink}}}\n", self.hex())
    }

    /// Relative luminance (WCAG 2.2, "relative luminance"). Black and white ink read equally well at 0.179.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.0722f64.mul_add(linear(self.blue), 0.2126f64.mul_add(linear(self.red), 0.7152 * linear(self.green)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_chosen_by_contrast() {
        for (colour, ink) in [("#ffd200", "#0b0c0e"), ("0a5c36", "#ffffff"), ("000000", "#ffffff")] {
            assert!(Colour::parse(colour).unwrap().style_sheet().contains(&format!("--brand-ink:{ink}")), "{colour}");
        }
    }

    #[test]
    fn nothing_but_six_digits_reaches_a_style_sheet() {
        for text in ["", "#fff", "red", "12345g", "123456;}", "#1234567"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }
}
