//! What a COPY sends, in its binary format.

use crate::error::{Fault, Result};

/// How many days after 1970-01-01 the server begins to count them.
const EPOCH: i32 = 10_957;

/// The rows of a copy as they come in: a date, and bytes.
#[derive(Debug, Default)]
pub(super) struct Rows {
    bytes: Vec<u8>,
    /// How many of them were handed over.
    taken: usize,
    begun: bool,
    ended: bool,
}

impl Rows {
    /// Takes in what came. It may end anywhere.
    pub(super) fn take_in(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// The next row, if it is here as a whole: its date, in days since 1970-01-01, and its bytes.
    pub(super) fn next(&mut self) -> Result<Option<(i32, &[u8])>> {
        let mut rest = Rest(self.bytes.get(self.taken..).unwrap_or_default());
        if !self.begun {
            // A signature, flags, and an extension with its length.
            let Some(head) = rest.take(15) else { return Ok(None) };
            if !head.starts_with(b"PGCOPY\n\xff\r\n\0") {
                return Err(malformed());
            }
            let Some(extension) = rest.field() else { return Ok(None) };
            extension?;
            self.begun = true;
            self.taken = self.bytes.len() - rest.0.len();
        }
        match rest.take(2) {
            None => return Ok(None),
            Some([0, 2]) if !self.ended => {}
            Some([0xff, 0xff]) if !self.ended && rest.0.is_empty() => {
                self.ended = true;
                self.taken = self.bytes.len();
                return Ok(None);
            }
            Some(_) => return Err(malformed()),
        }
        let Some((date, bytes)) = rest.field().zip(rest.field()) else { return Ok(None) };
        let date = i32::from_be_bytes(date?.try_into().map_err(|_| malformed())?);
        let date = date.checked_add(EPOCH).ok_or_else(malformed)?;
        self.taken = self.bytes.len() - rest.0.len();
        Ok(Some((date, bytes?)))
    }

    /// That nothing comes any more: it must have been all.
    pub(super) fn end(&self) -> Result<()> {
        if self.ended && self.taken == self.bytes.len() { Ok(()) } else { Err(malformed()) }
    }
}

/// What is left to read; `None` where not all of it is here yet.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A field with its length before it; nothing in it where it is null.
    fn field(&mut self) -> Option<Result<&'b [u8]>> {
        match i32::from_be_bytes(self.take(4)?.try_into().ok()?) {
            -1 => Some(Ok(&[])),
            length => match usize::try_from(length) {
                Ok(length) => self.take(length).map(Ok),
                Err(_) => Some(Err(malformed())),
            },
        }
    }
}

pub(super) fn malformed() -> Fault {
    sqlx::Error::Protocol("a copy of another form than was asked for".to_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

    fn row(date: i32, bytes: Option<&[u8]>) -> Vec<u8> {
        let mut row = vec![0, 2, 0, 0, 0, 4];
        row.extend(date.to_be_bytes());
        row.extend(bytes.map_or(-1, |bytes| i32::try_from(bytes.len()).unwrap()).to_be_bytes());
        row.extend(bytes.unwrap_or_default());
        row
    }

    fn all(parts: &[&[u8]]) -> Result<Vec<(i32, Vec<u8>)>> {
        let (mut rows, mut found) = (Rows::default(), Vec::new());
        for part in parts {
            rows.take_in(part);
            while let Some((date, bytes)) = rows.next()? {
                found.push((date, bytes.to_vec()));
            }
        }
        rows.end()?;
        Ok(found)
    }

    #[test]
    fn rows_are_read_wherever_the_parts_end() {
        let whole = [HEAD, &row(7, Some(b"abc")), &row(-EPOCH, None), &row(8, Some(b"")), b"\xff\xff"].concat();
        let expected = [(7 + EPOCH, b"abc".to_vec()), (0, vec![]), (8 + EPOCH, vec![])];
        for size in 1..=whole.len() {
            let parts: Vec<&[u8]> = whole.chunks(size).collect();
            assert_eq!(all(&parts).unwrap(), expected, "{size} bytes at a time");
        }
    }

    #[test]
    fn what_is_of_another_form_is_refused() {
        let good = [HEAD, &row(7, Some(b"abc")), b"\xff\xff"].concat();
        assert_eq!(all(&[&good]).unwrap().len(), 1);
        // The signature, how many fields, how long each is, the end.
        for (place, byte) in [(0, b'X'), (20, 3), (24, 3), (24, 9), (29, 0xff), (32, 9), (37, 0)] {
            let mut bad = good.clone();
            bad[place] = byte;
            let read = all(&[&bad]);
            assert!(read.is_err(), "byte {place}: {read:?}");
        }
        for short in 0..good.len() {
            assert!(all(&[&good[..short]]).is_err(), "only {short} bytes");
        }
        assert!(all(&[&good, b"\0"]).is_err(), "more than the end");
    }
}
