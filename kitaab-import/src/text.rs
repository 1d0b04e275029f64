//! Texts of unknown origin, made fit for a book: UTF-8, without NUL, not too long.

use std::borrow::Cow;

/// A text that is fit, and what had to be done for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cleaned<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Whether bytes were replaced or removed.
    pub(crate) repaired: bool,
    /// How many characters were cut off the end.
    pub(crate) cut: usize,
}

/// Replaces what is no UTF-8, removes NUL and keeps the first `limit` characters.
pub(crate) fn clean(bytes: &[u8], limit: usize) -> Cleaned<'_> {
    let mut text = String::from_utf8_lossy(bytes);
    let mut repaired = matches!(text, Cow::Owned(_));
    if text.contains('\0') {
        text = Cow::Owned(text.replace('\0', ""));
        repaired = true;
    }
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return Cleaned { text, repaired, cut: 0 };
    };
    let cut = text[end..].chars().count();
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    };
    Cleaned { text, repaired, cut }
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
        let cleaned = clean("صلاة".as_bytes(), 4);
        assert_eq!(cleaned, Cleaned { text: Cow::Borrowed("صلاة"), repaired: false, cut: 0 });
        assert!(matches!(cleaned.text, Cow::Borrowed(_)));
    }

    #[test]
    fn characters_are_cut_not_bytes() {
        assert_eq!(clean("صلاة".as_bytes(), 3), Cleaned { text: Cow::Borrowed("صلا"), repaired: false, cut: 1 });
        assert_eq!(clean(b"abc", 0).cut, 3);
    }

    #[test]
    fn nul_and_broken_bytes_are_told() {
        let cleaned = clean(b"a\0b\xffc", 3);
        assert_eq!(cleaned.text, "ab\u{fffd}");
        assert!(cleaned.repaired);
        assert_eq!(cleaned.cut, 1);
        assert_eq!(measure(b"a\xff"), "a text of 2 characters");
    }
}
