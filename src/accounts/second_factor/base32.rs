//! Base32 without padding (RFC 4648, section 6): how authenticator apps take a secret.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The text of some bytes.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let mut block = [0; 5];
        for (place, byte) in block.iter_mut().zip(chunk) {
            *place = *byte;
        }
        let bits = block.iter().fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
        let letters = (chunk.len() * 8).div_ceil(5);
        text.extend((0..letters).map(|at| letter(bits >> (35 - 5 * at))));
    }
    text
}

/// The letter of the last five bits.
fn letter(bits: u64) -> char {
    usize::try_from(bits & 31).ok().and_then(|at| ALPHABET.get(at)).map_or('A', |letter| char::from(*letter))
}

/// The bytes of a text in which spaces do not count; nothing for any other sign.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u64, 0_u32);
    for sign in text.bytes().filter(|sign| !sign.is_ascii_whitespace()) {
        let value = ALPHABET.iter().position(|letter| *letter == sign)?;
        bits = ((bits << 5) | u64::try_from(value).ok()?) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10, without the padding.
    #[test]
    fn texts_are_those_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("MZXW 6YTB OI").as_deref(), Some("foobar".as_bytes()));
        assert_eq!((decode("MZXW1"), decode("mzxw")), (None, None));
    }
}
