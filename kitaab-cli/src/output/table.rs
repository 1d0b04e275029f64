//! Aligned columns.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::{FAINT, PLAIN};

/// The space between two columns.
const GAP: usize = 2;
/// The last column is broken into lines only if it is at least this wide.
const NARROWEST: usize = 24;

/// One cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    /// Plain text.
    #[allow(clippy::needless_pass_by_value, reason = "days and numbers are passed as they are")]
    pub(crate) fn new(text: impl ToString) -> Self {
        Self { text: text.to_string(), style: PLAIN, right: false }
    }

    /// Text that may be passed over.
    pub(crate) fn faint(text: impl ToString) -> Self {
        Self::new(text).styled(FAINT)
    }

    /// In a style.
    pub(crate) const fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Set to the right of its column, as numbers are.
    pub(crate) const fn right(mut self) -> Self {
        self.right = true;
        self
    }
}

/// Rows whose cells stand under each other. Each column is as wide as its widest cell; the last one is
/// broken into lines where it does not fit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    indent: usize,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Without rows, at the left margin.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Set in from the margin.
    pub(crate) fn indented(indent: usize) -> Self {
        Self { indent, rows: Vec::new() }
    }

    /// One more row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> &mut Self {
        self.rows.push(cells.into_iter().collect());
        self
    }

    /// Whether it has no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Its lines, to fit a width where that can be done.
    pub(crate) fn lines(&self, width: usize) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|c| self.rows.iter().filter_map(|row| row.get(c)).map(|cell| cell.text.width()).max().unwrap_or(0))
            .collect();
        self.rows.iter().flat_map(|row| row_lines(row, &widths, self.indent, width)).collect()
    }
}

fn row_lines(row: &[Cell], widths: &[usize], indent: usize, width: usize) -> Vec<String> {
    let Some((last, before)) = row.split_last() else { return vec![String::new()] };
    let mut line = " ".repeat(indent);
    let mut column = indent;
    for (cell, cell_width) in before.iter().zip(widths) {
        let space = " ".repeat(cell_width.saturating_sub(cell.text.width()));
        let (left, right) = if cell.right { (space.as_str(), "") } else { ("", space.as_str()) };
        line = format!("{line}{left}{}{right}{:GAP$}", painted(&cell.text, cell.style), "");
        column += cell_width + GAP;
    }
    let room = width.saturating_sub(column);
    let text = match widths.get(before.len()) {
        Some(w) if last.right => format!("{}{}", " ".repeat(w.saturating_sub(last.text.width())), last.text),
        _ => last.text.clone(),
    };
    let parts: Vec<String> = if room >= NARROWEST {
        textwrap::wrap(&text, broken_at_spaces(room)).into_iter().map(std::borrow::Cow::into_owned).collect()
    } else {
        text.lines().map(str::to_owned).collect()
    };
    let mut lines = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        let start = if place == 0 { std::mem::take(&mut line) } else { " ".repeat(column) };
        lines.push(format!("{start}{}", painted(part, last.style)).trim_end().to_owned());
    }
    if lines.is_empty() { vec![line.trim_end().to_owned()] } else { lines }
}

/// Lines are broken at spaces alone: an id that is cut in two can't be copied.
pub(super) fn broken_at_spaces(room: usize) -> textwrap::Options<'static> {
    textwrap::Options::new(room)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
}

/// Text in a style, without codes where there is nothing to paint.
pub(super) fn painted(text: &str, style: Style) -> String {
    if text.is_empty() || style == PLAIN { text.to_owned() } else { format!("{style}{text}{style:#}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let mut table = Table::indented(2);
        table.row([Cell::new("Fajr"), Cell::new("on time")]);
        table.row([Cell::new("Qur\u{2019}an"), Cell::new("7").right(), Cell::new("pages")]);
        assert_eq!(table.lines(80), ["  Fajr    on time", "  Qur\u{2019}an        7  pages"]);
    }

    #[test]
    fn wide_letters_take_their_room() {
        let mut table = Table::new();
        table.row([Cell::new("漢字"), Cell::new("x")]);
        table.row([Cell::new("abcd"), Cell::new("y")]);
        assert_eq!(table.lines(80), ["漢字  x", "abcd  y"]);
    }

    #[test]
    fn the_last_column_is_broken_under_itself() {
        let mut table = Table::new();
        table.row([Cell::new("note"), Cell::new("one two three four five six seven eight")]);
        assert_eq!(table.lines(36), ["note  one two three four five six", "      seven eight"]);
    }
}
