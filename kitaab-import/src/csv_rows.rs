//! CSV files of unknown origin, record by record.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

use crate::ImportError;
use crate::remark::{Finding, Findings, shown_name};

/// Put after the last byte: if it does not come back as a record of its own, a quote was opened and never closed, and
/// the rows after it would have gone into one field unseen.
const END: &[u8] = b"\x01end\x01";
const TAIL: &[u8] = b"\n\x01end\x01\n";

/// The records of one file. Records may differ in length; blank lines are passed over.
pub(crate) struct CsvRows<R> {
    reader: csv::Reader<io::Chain<R, &'static [u8]>>,
    record: ByteRecord,
    place: String,
}

impl<R: Read> CsvRows<R> {
    /// Reads `input`; `place` names it in messages.
    pub(crate) fn new(input: R, place: impl Into<String>) -> Self {
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input.chain(TAIL));
        Self { reader, record: ByteRecord::new(), place: place.into() }
    }

    /// The next record and its line.
    pub(crate) fn next(&mut self) -> Result<Option<(i64, &ByteRecord)>, ImportError> {
        if !self.advance()? {
            return Err(ImportError::corrupt(&*self.place, "a quote is opened and never closed"));
        }
        if self.record.len() == 1 && self.record.get(0) == Some(END) {
            if self.advance()? {
                return Err(ImportError::corrupt(&*self.place, "it goes on after its end"));
            }
            return Ok(None);
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        Ok(Some((i64::try_from(line).unwrap_or(i64::MAX), &self.record)))
    }

    fn advance(&mut self) -> Result<bool, ImportError> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => ImportError::from_reading(&self.place, error),
            other => ImportError::corrupt(&*self.place, format!("{other:?}")),
        })
    }
}

/// Where a header has its columns.
#[derive(Debug)]
pub(crate) struct Header(ByteRecord);

impl Header {
    /// Takes a record as the header. A column that is there twice can't be read for sure.
    pub(crate) fn new(record: &ByteRecord, place: &str) -> Result<Self, ImportError> {
        let header = Self(record.clone());
        for (index, name) in record.iter().enumerate() {
            let twice =
                record.iter().take(index).any(|before| before.trim_ascii().eq_ignore_ascii_case(name.trim_ascii()));
            if twice && !name.trim_ascii().is_empty() {
                return Err(ImportError::invalid(place, format!("column {} has the name of another one", index + 1)));
            }
        }
        Ok(header)
    }

    /// Says that columns of other names than these are not read.
    pub(crate) fn report_rest(&self, known: &[&str], findings: &mut Findings) {
        for name in &self.0 {
            let name = name.trim_ascii();
            if !name.is_empty() && !known.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
                findings.add(Finding::UnknownField, None, || shown_name(&String::from_utf8_lossy(name)));
            }
        }
    }

    /// The place of the column of this name, whatever its case.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rows(bytes: &[u8]) -> Result<Vec<(i64, Vec<String>)>, ImportError> {
        let mut rows = CsvRows::new(bytes, "a.csv");
        let mut found = Vec::new();
        while let Some((line, record)) = rows.next()? {
            found.push((line, record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect()));
        }
        Ok(found)
    }

    #[test]
    fn quotes_blank_lines_and_a_byte_order_mark() {
        let found = rows(b"\xef\xbb\xbfa,\"b\nc\"\r\n\r\n\"say \"\"hi\"\"\"\n5\" nail,x").unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].1, ["a", "b\nc"]);
        assert_eq!(found[1].1, ["say \"hi\""]);
        assert_eq!(found[2].1, ["5\" nail", "x"]);
        assert_eq!(found[0].0, 1);
    }

    #[test]
    fn nothing_is_no_rows() {
        assert!(rows(b"").unwrap().is_empty());
        assert!(rows(b"\n\n").unwrap().is_empty());
    }

    #[test]
    fn an_open_quote_swallows_no_rows_unseen() {
        assert_eq!(rows(b"a,b\nc,\"d\ne,f\n").unwrap_err().code(), "corrupt");
        assert_eq!(rows(b"a,\"").unwrap_err().code(), "corrupt");
    }

    #[test]
    fn the_mark_of_the_end_hides_no_rows() {
        assert_eq!(rows(b"a\n\x01end\x01\nb\n").unwrap_err().code(), "corrupt");
    }

    #[test]
    fn a_header_names_each_column_once() {
        let header = |names: &[&str]| Header::new(&ByteRecord::from(names.to_vec()), "a.csv");
        let found = header(&["Date", " value ", "", ""]).unwrap();
        assert_eq!((found.find("date"), found.find("Value"), found.find("Notes")), (Some(0), Some(1), None));
        assert_eq!(header(&["Date", "date"]).unwrap_err().code(), "invalid");
    }
}
