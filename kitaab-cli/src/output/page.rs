//! The page that an answer is set on.

use super::style::{FAINT, PLAIN, STRONG};
use super::table::{Table, broken_at_spaces, painted};

/// Text under way, with the width that it should fit.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, text: String::new() }
    }

    /// What is on it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// An empty line, unless the page is empty or ends with one.
    pub(crate) fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading, set apart from what is before it.
    pub(crate) fn heading(&mut self, text: &str) {
        self.space();
        self.push(&painted(text, STRONG));
    }

    /// A heading with words beside it that explain.
    pub(crate) fn heading_with(&mut self, text: &str, beside: &str) {
        self.space();
        let gap = if beside.is_empty() { "" } else { "  " };
        self.push(&format!("{}{gap}{}", painted(text, STRONG), painted(beside, FAINT)));
    }

    /// Words, broken into lines that fit.
    pub(crate) fn line(&mut self, text: &str) {
        self.paragraph(text, 0, PLAIN);
    }

    /// Words that may be passed over.
    pub(crate) fn faint(&mut self, text: &str) {
        self.paragraph(text, 0, FAINT);
    }

    /// Words set in from the margin, in a style. Their own line breaks are kept.
    pub(crate) fn paragraph(&mut self, text: &str, indent: usize, style: anstyle::Style) {
        let margin = " ".repeat(indent);
        for line in textwrap::wrap(text, broken_at_spaces(self.width.saturating_sub(indent).max(20))) {
            self.push(format!("{margin}{}", painted(&line, style)).trim_end());
        }
    }

    /// An outline: each line keeps its own depth where it has to be broken.
    pub(crate) fn outline(&mut self, text: &str, indent: usize, style: anstyle::Style) {
        for line in text.lines() {
            let depth = indent + line.len() - line.trim_start().len();
            let room = self.width.saturating_sub(depth).max(20);
            let hanging = broken_at_spaces(room).subsequent_indent("  ");
            for part in textwrap::wrap(line.trim_start(), hanging) {
                self.push(&format!("{:depth$}{}", "", painted(&part, style)));
            }
        }
    }

    /// A table.
    pub(crate) fn table(&mut self, table: &Table) {
        for line in table.lines(self.width) {
            self.push(&line);
        }
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}
