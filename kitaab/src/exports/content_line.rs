//! Content lines of iCalendar (RFC 5545, section 3.1): folded, escaped, ended by CRLF.
//!
//! Not by the `icalendar` crate: it reads the clock and makes up random ids for alarms (its version 0.17), and an export
//! must be the same whenever it is made of the same book at the same moment.

use std::io::{self, Write};

use kitaab_core::{Day, Timestamp};

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// Writes content lines.
pub(super) struct Lines<W> {
    writer: W,
}

impl<W: Write> Lines<W> {
    pub(super) const fn new(writer: W) -> Self {
        Self { writer }
    }

    /// A line as it is: its name with parameters, and a value that needs no escaping.
    pub(super) fn line(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let mut rest = line.as_str();
        let mut room = LONGEST;
        while rest.len() > room {
            // No character is parted, though RFC 5545 would allow it.
            let cut = (1..=room).rev().find(|cut| rest.is_char_boundary(*cut)).unwrap_or(rest.len());
            let (now, later) = rest.split_at(cut);
            write!(self.writer, "{now}\r\n ")?;
            rest = later;
            // The space that marks a folded line counts.
            room = LONGEST - 1;
        }
        write!(self.writer, "{rest}\r\n")
    }

    /// A line whose value is text.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.line(name, &escaped(text))
    }

    /// A line whose value is a date.
    pub(super) fn date(&mut self, name: &str, day: Day) -> io::Result<()> {
        self.line(&format!("{name};VALUE=DATE"), &date(day))
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Text as a value: RFC 5545, section 3.3.11.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => value.push_str("\\n"),
            _ => value.push(letter),
        }
    }
    value
}

/// A date as a value.
fn date(day: Day) -> String {
    day.date().format("%Y%m%d").to_string()
}

/// A time of a day by the clocks of wherever it is read, as a value.
pub(super) fn local(day: Day, minute: u16) -> String {
    format!("{}T{:02}{:02}00", date(day), minute / 60, minute % 60)
}

/// An instant as a value.
pub(super) fn utc(at: Timestamp) -> String {
    at.date_time().format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn written(name: &str, text: &str) -> String {
        let mut bytes = Vec::new();
        Lines::new(&mut bytes).text(name, text).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(written("SUMMARY", "a,b;c\\d\r\ne\nf\rg:h"), "SUMMARY:a\\,b\\;c\\\\d\\ne\\nf\\ng:h\r\n");
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        for letter in ["x", "é", "ص", "🌙"] {
            for length in [0, 1, 30, 66, 67, 68, 75, 76, 200, 1_000] {
                let text = letter.repeat(length);
                let folded = written("SUMMARY", &text);
                for line in folded.trim_end_matches("\r\n").split("\r\n") {
                    assert!(line.len() <= LONGEST, "{} octets", line.len());
                }
                assert_eq!(folded.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
            }
        }
    }
}
