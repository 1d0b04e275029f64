//! Texts of unknown origin, made fit for a book: Unicode in NFC, without control characters, not too long.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// How a text may be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lines {
    /// On one line: white space around it is dropped, line ends and tabs in it become spaces.
    One,
    /// On many lines, kept as written.
    Many,
}

/// A text that is fit, and what had to be done for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cleaned<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether bytes or characters were replaced or removed.
    pub(crate) repaired: bool,
    /// How many characters were cut off the end.
    pub(crate) cut: usize,
}

/// Replaces what is no UTF-8, removes control characters and keeps the first `limit` characters.
pub(crate) fn clean(bytes: &[u8], lines: Lines, limit: usize) -> Cleaned<'_> {
    let mut text = String::from_utf8_lossy(bytes);
    let mut repaired = matches!(text, Cow::Owned(_));
    if lines == Lines::One {
        text = apply(text, str::trim);
    }
    if text.chars().any(|c| replacement(c, lines) != Some(c)) {
        text = Cow::Owned(text.chars().filter_map(|c| replacement(c, lines)).collect());
        repaired = true;
    }
    if is_nfc_quick(text.chars()) != IsNormalized::Yes {
        text = Cow::Owned(text.nfc().collect());
    }
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return Cleaned { text, repaired, cut: 0 };
    };
    let cut = text[end..].chars().count();
    let text = apply(text, |text| &text[..end]);
    Cleaned { text, repaired, cut }
}

/// What stands for a character: itself, a space, or nothing.
fn replacement(c: char, lines: Lines) -> Option<char> {
    match (c, lines) {
        ('\t' | '\n' | '\r', Lines::One) => Some(' '),
        ('\t' | '\n' | '\r', Lines::Many) => Some(c),
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

fn apply(text: Cow<'_, str>, part: impl Fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}

/// A text as a remark may show it: by its length alone.
pub(crate) fn measure(bytes: &[u8]) -> String {
    format!("a text of {} characters", String::from_utf8_lossy(bytes).chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fit_texts_are_borrowed_as_they_are() {
        let cleaned = clean("صلاة".as_bytes(), Lines::Many, 4);
        assert_eq!(cleaned, Cleaned { text: Cow::Borrowed("صلاة"), repaired: false, cut: 0 });
        assert!(matches!(cleaned.text, Cow::Borrowed(_)));
        assert_eq!(clean(b" a\tb\r\nc ", Lines::Many, 10).text, " a\tb\r\nc ");
    }

    #[test]
    fn one_line_is_one_line() {
        let cleaned = clean(b"\n a\tb\r\nc ", Lines::One, 10);
        assert_eq!(cleaned, Cleaned { text: Cow::Borrowed("a b  c"), repaired: true, cut: 0 });
        assert!(!clean(b"\n a\n", Lines::One, 10).repaired);
    }

    #[test]
    fn characters_are_cut_not_bytes() {
        let cleaned = clean("صلاة".as_bytes(), Lines::One, 3);
        assert_eq!(cleaned, Cleaned { text: Cow::Borrowed("صلا"), repaired: false, cut: 1 });
        assert_eq!(clean(b"abc", Lines::One, 0).cut, 3);
    }

    #[test]
    fn what_a_book_composes_is_composed_before_it_is_measured() {
        assert_eq!(clean("e\u{301}".as_bytes(), Lines::One, 1), clean("\u{e9}".as_bytes(), Lines::One, 1));
        assert_eq!(clean("\u{958}".as_bytes(), Lines::One, 1).cut, 1, "NFC makes two characters of this one");
    }

    #[test]
    fn control_characters_and_broken_bytes_are_told() {
        let cleaned = clean(b"a\0b\xff\x1bc", Lines::Many, 3);
        assert_eq!(cleaned.text, "ab\u{fffd}");
        assert!(cleaned.repaired);
        assert_eq!(cleaned.cut, 1);
        assert_eq!(measure(b"a\xff"), "a text of 2 characters");
    }
}
