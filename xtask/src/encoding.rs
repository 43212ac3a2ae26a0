//! Bytes to text, in the encodings that YAML 1.2 (section 5.2) and JSON (RFC 4627, section 3) know: UTF-8, UTF-16 and UTF-32,
//! with a byte order mark or without one. Editors and shells on Windows still write UTF-16.

/// Why bytes are no text: the place of the first one that isn't, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoText {
    /// The line.
    pub line: usize,
    /// The column, in letters.
    pub column: usize,
}

/// The text of a file; of a byte order mark only that of UTF-8 stays, which readers of YAML and JSON know.
///
/// # Errors
///
/// When the bytes are not text in the encoding that they begin in.
pub fn text(bytes: Vec<u8>) -> Result<String, NoText> {
    // What a document begins with is ASCII, so zeros tell how wide its units are.
    match bytes.as_slice() {
        [0, 0, 0xFE, 0xFF, rest @ ..] => wide(rest, u32::from_be_bytes, char::from_u32),
        [0xFF, 0xFE, 0, 0, rest @ ..] => wide(rest, u32::from_le_bytes, char::from_u32),
        all @ [0, 0, 0, first, ..] if *first != 0 => wide(all, u32::from_be_bytes, char::from_u32),
        all @ [first, 0, 0, 0, ..] if *first != 0 => wide(all, u32::from_le_bytes, char::from_u32),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        all @ [0, first, ..] if *first != 0 => utf16(all, u16::from_be_bytes),
        all @ [first, 0, ..] if *first != 0 => utf16(all, u16::from_le_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            NoText::after(&String::from_utf8_lossy(&error.as_bytes()[..valid]))
        }),
    }
}

impl NoText {
    /// The place that follows a text.
    fn after(text: &str) -> Self {
        let last = text.rsplit('\n').next().unwrap_or_default();
        Self {
            line: text.matches('\n').count() + 1,
            column: last.chars().count() + 1,
        }
    }
}

/// Text in units of a fixed size, each of which is a letter.
fn wide<const N: usize, U>(
    bytes: &[u8],
    unit: fn([u8; N]) -> U,
    letter: fn(U) -> Option<char>,
) -> Result<String, NoText> {
    let (units, rest) = bytes.as_chunks::<N>();
    let mut text = String::with_capacity(bytes.len() / N);
    for bytes in units {
        match letter(unit(*bytes)) {
            Some(letter) => text.push(letter),
            None => return Err(NoText::after(&text)),
        }
    }
    whole(text, rest)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NoText> {
    let (units, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    for letter in char::decode_utf16(units.iter().map(|bytes| unit(*bytes))) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(_) => return Err(NoText::after(&text)),
        }
    }
    whole(text, rest)
}

/// The text, if nothing is left of its last unit.
fn whole(text: String, rest: &[u8]) -> Result<String, NoText> {
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(NoText::after(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::{NoText, text};

    const TEXT: &str = "openapi: 3.1.0\ninfo: {title: Größe 鍵 🔑}\n";

    fn units<const N: usize, U>(
        text: impl IntoIterator<Item = U>,
        bytes: fn(U) -> [u8; N],
    ) -> Vec<u8> {
        text.into_iter().flat_map(bytes).collect()
    }

    #[test]
    fn a_text_is_the_same_in_every_encoding() {
        let letters = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
        let marked = format!("\u{feff}{TEXT}");
        for source in [TEXT, &marked] {
            for bytes in [
                units(source.encode_utf16(), u16::to_be_bytes),
                units(source.encode_utf16(), u16::to_le_bytes),
                units(letters(source), u32::to_be_bytes),
                units(letters(source), u32::to_le_bytes),
            ] {
                assert_eq!(text(bytes).as_deref(), Ok(TEXT));
            }
        }
        assert_eq!(text(TEXT.into()).as_deref(), Ok(TEXT));
        assert_eq!(text(Vec::new()).as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_text_has_a_place() {
        let place = |line, column| Err(NoText { line, column });
        assert_eq!(text(b"a: 1\nb: \xE4\n".into()), place(2, 4));
        // Half of a pair, and half of a unit.
        assert_eq!(text(b"\xFF\xFEa\0\n\0\x3D\xD8b\0".into()), place(2, 1));
        assert_eq!(text(b"\xFE\xFF\0a\0".into()), place(1, 2));
        assert_eq!(text(b"\0\0\0a\0\x11\0\0".into()), place(1, 2));
    }
}
