//! Exports that are one text file: a table of comma-separated values, or a JSON document.

use std::fs::{self, File};
use std::io::{self, Chain, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::error::LimitHit;
use crate::format::place_of;
use crate::{ImportError, Limits};

/// How many bytes of a file are looked at to tell what it is.
pub(crate) const HEAD_BYTES: u64 = 4_096;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the text is laid out, as far as its first bytes tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Lines.
    Table,
    /// One object.
    Json,
}

/// A file that can be read from its beginning more than once.
pub(crate) struct TextFile<'a> {
    source: Source<'a>,
    limits: &'a Limits,
    place: String,
}

enum Source<'a> {
    Path(PathBuf),
    Bytes(&'a [u8]),
}

impl<'a> TextFile<'a> {
    /// The file on disk.
    pub(crate) fn at(path: &Path, limits: &'a Limits) -> Result<Self, ImportError> {
        let place = place_of(path);
        let size = fs::metadata(path).map_err(|error| ImportError::unavailable(&*place, error))?.len();
        let file = Self { source: Source::Path(path.to_owned()), limits, place };
        file.check(size)?;
        Ok(file)
    }

    /// The file in memory.
    pub(crate) fn bytes(bytes: &'a [u8], place: &str, limits: &'a Limits) -> Result<Self, ImportError> {
        let file = Self { source: Source::Bytes(bytes), limits, place: place.to_owned() };
        file.check(bytes.len() as u64)?;
        Ok(file)
    }

    fn check(&self, size: u64) -> Result<(), ImportError> {
        if size > self.limits.text_file_bytes {
            let reason = format!("{size} bytes, more than the {} that are read", self.limits.text_file_bytes);
            return Err(ImportError::invalid(&*self.place, reason));
        }
        Ok(())
    }

    /// The file's name, for messages.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Within which it is read.
    pub(crate) fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Its text from the beginning, without a byte order mark.
    pub(crate) fn open(&self, layout: Layout) -> Result<Text<'_>, ImportError> {
        let mut input: Box<dyn Read + '_> = match &self.source {
            Source::Path(path) => {
                Box::new(File::open(path).map_err(|error| ImportError::unavailable(&*self.place, error))?)
            }
            Source::Bytes(bytes) => Box::new(*bytes),
        };
        let mut start = Vec::with_capacity(BYTE_ORDER_MARK.len());
        (&mut input)
            .take(BYTE_ORDER_MARK.len() as u64)
            .read_to_end(&mut start)
            .map_err(|error| ImportError::from_reading(&self.place, error))?;
        if start == BYTE_ORDER_MARK {
            start.clear();
        }
        let (run_most, run) = match layout {
            Layout::Table => (self.limits.line_bytes, Run::Line),
            Layout::Json => (self.limits.cell_bytes.unsigned_abs().into(), Run::Outside),
        };
        let input = Cursor::new(start).chain(input);
        Ok(Text { input, left: self.limits.text_file_bytes, run, run_bytes: 0, run_most })
    }
}

/// The bytes of a text, counted against the limits as they come: all of them, and those of one line or string, which
/// its reader keeps whole.
pub(crate) struct Text<'a> {
    input: Chain<Cursor<Vec<u8>>, Box<dyn Read + 'a>>,
    left: u64,
    run: Run,
    run_bytes: u64,
    run_most: u64,
}

/// What the byte before belonged to.
#[derive(Clone, Copy)]
enum Run {
    /// A line of a table.
    Line,
    /// Anything of a JSON document but a string.
    Outside,
    /// A string of a JSON document.
    Inside,
    /// The same, after a backslash.
    Escaped,
}

impl Read for Text<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or_else(|| LimitHit("it grew past what is read while it was read".to_owned()))?;
        for &byte in buffer.iter().take(count) {
            let (run, ends) = match (self.run, byte) {
                (Run::Line, b'\n') => (Run::Line, true),
                (Run::Line, _) => (Run::Line, false),
                (Run::Outside, b'"') => (Run::Inside, true),
                (Run::Outside, _) => (Run::Outside, false),
                (Run::Inside, b'\\') => (Run::Escaped, false),
                (Run::Inside, b'"') => (Run::Outside, true),
                (Run::Inside | Run::Escaped, _) => (Run::Inside, false),
            };
            self.run = run;
            self.run_bytes = if ends || matches!(run, Run::Outside) { 0 } else { self.run_bytes + 1 };
            if self.run_bytes > self.run_most {
                let what = if matches!(run, Run::Line) { "line" } else { "text" };
                return Err(LimitHit(format!("a {what} of more than {} bytes", self.run_most)).into());
            }
        }
        Ok(count)
    }
}

/// What a file is by its first bytes: nothing if they are no text at all.
///
/// # Errors
/// `unsupported` for text in another encoding than UTF-8, as far as its first bytes tell.
pub(crate) fn layout_of(head: &[u8], place: &str) -> Result<Option<Layout>, ImportError> {
    let utf_16 = head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || matches!(head, [0, b' '..=b'~', 0, ..] | [b' '..=b'~', 0, b' '..=b'~', 0, ..]);
    if utf_16 {
        return Err(ImportError::unsupported(place, "text in UTF-16; save it as UTF-8"));
    }
    if head.contains(&0) {
        return Ok(None);
    }
    let text = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head).trim_ascii_start();
    Ok(Some(if text.starts_with(b"{") { Layout::Json } else { Layout::Table }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn text(bytes: &[u8], layout: Layout, limits: &Limits) -> Result<String, io::Error> {
        let file = TextFile::bytes(bytes, "a file", limits).unwrap();
        io::read_to_string(file.open(layout).unwrap())
    }

    #[test]
    fn the_first_bytes_tell_the_layout() {
        let layout = |head: &[u8]| layout_of(head, "a file").map_err(|error| error.code());
        assert_eq!(layout(b"a,b\n"), Ok(Some(Layout::Table)));
        assert_eq!(layout(b"\xef\xbb\xbf \r\n{}"), Ok(Some(Layout::Json)));
        assert_eq!(layout(b"a,\0\n"), Ok(None));
        for utf_16 in [&b"\xff\xfea\0"[..], b"\xfe\xff\0a", b"a\0,\0", b"\0a\0,"] {
            assert_eq!(layout(utf_16), Err("unsupported"));
        }
    }

    #[test]
    fn lines_and_strings_are_bounded() {
        let limits = Limits { line_bytes: 4, cell_bytes: 4, ..Limits::default() };
        assert_eq!(text(b"\xef\xbb\xbfabcd\nabcd", Layout::Table, &limits).unwrap(), "abcd\nabcd");
        assert!(text(b"abcde", Layout::Table, &limits).unwrap_err().to_string().contains("a line"));
        let json = br#"["abcd",     "a\"bc" , 12345678]"#;
        let json_error = text(br#"["abcde"]"#, Layout::Json, &limits).unwrap_err();
        assert!(json_error.to_string().contains("a text of more than 4 bytes"), "{json_error}");
        assert!(text(json, Layout::Json, &Limits { cell_bytes: 5, ..limits }).is_ok());
    }

    #[test]
    fn a_file_is_bounded_before_it_is_read() {
        let limits = Limits { text_file_bytes: 3, ..Limits::default() };
        assert_eq!(TextFile::bytes(b"abcd", "a file", &limits).map(drop).unwrap_err().code(), "invalid");
    }
}
