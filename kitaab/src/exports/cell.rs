//! Cells that a spreadsheet must not take for a formula.

use std::borrow::Cow;

/// What makes a spreadsheet read a cell as a formula, at its beginning (OWASP, *CSV Injection*), with the full-width
/// forms that some read alike.
const STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// What is put before such a cell: spreadsheets take the rest as text. A cell that begins with it gets one more, so
/// that it can be taken off again.
const GUARD: char = '\'';

/// A text as a cell that no spreadsheet takes for a formula.
///
/// ```
/// use kitaab::{defused, restored};
/// assert_eq!(defused("=2+5"), "'=2+5");
/// assert_eq!(defused("'tis"), "''tis");
/// assert_eq!(defused("Fajr"), "Fajr");
/// assert_eq!(restored("'=2+5"), "=2+5");
/// ```
pub fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(STARTS) || text.starts_with(GUARD) {
        Cow::Owned(format!("{GUARD}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that [`defused`] made.
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix(GUARD).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_and_each_reads_back() {
        let alphabet = ['=', '+', '-', '@', '\t', '\r', '\n', '\'', '"', ',', 'a', ' ', '＝', '＠', 'ص'];
        let mut texts: Vec<String> = vec![String::new()];
        for _ in 0..3 {
            let longer = texts.iter().flat_map(|text| alphabet.iter().map(move |letter| format!("{text}{letter}")));
            texts = texts.iter().cloned().chain(longer).collect();
        }
        for text in texts {
            let cell = defused(&text);
            assert!(!cell.starts_with(STARTS), "{text:?}");
            assert_eq!(restored(&cell), text);
            // What needs no guard is left as it is.
            assert_eq!(*cell == text, !text.starts_with(STARTS) && !text.starts_with(GUARD), "{text:?}");
        }
    }
}
