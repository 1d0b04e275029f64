//! The revisions that records had before a commit, as stores keep them beside it.

use crate::error::{Error, Result};
use crate::varint::{put_varint, take_varint};

/// For each change of a commit, the revisions that its records had before: one, or as many as a column
/// has entries. Written as LEB128 numbers: how many, then each; none for a change all of whose records
/// are new.
#[derive(Debug, Default)]
pub struct Previous {
    bytes: Vec<u8>,
    any: bool,
}

impl Previous {
    /// Notes the revisions for the next change; 0 for a record that is new.
    pub fn push(&mut self, revisions: &[i64]) {
        if revisions.iter().all(|revision| *revision == 0) {
            self.bytes.push(0);
            return;
        }
        self.any = true;
        put_varint(&mut self.bytes, revisions.len() as u64);
        for revision in revisions {
            put_varint(&mut self.bytes, revision.unsigned_abs());
        }
    }

    /// What to keep; nothing where all are 0.
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        self.any.then_some(self.bytes)
    }

    /// The revision that the record at a place within the change at an index had before, from what [`Previous::into_bytes`]
    /// gave, or what the database of a store wrote in the same form.
    ///
    /// # Errors
    /// `corrupt` for bytes that are no such list, or a shorter one.
    pub fn at(mut bytes: &[u8], index: usize, place: usize) -> Result<u64> {
        let mut next = || take_varint(&mut bytes).ok_or_else(|| Error::corrupt("a commit's list of earlier revisions"));
        for _ in 0..index {
            for _ in 0..next()? {
                next()?;
            }
        }
        if next()? == 0 {
            return Ok(0);
        }
        for _ in 0..place {
            next()?;
        }
        next()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn earlier_revisions_are_found_by_change_and_place() {
        let mut previous = Previous::default();
        previous.push(&[7]);
        previous.push(&[0, 300, 1 << 39]);
        previous.push(&[0; 1_000]);
        previous.push(&[]);
        previous.push(&[5]);
        let bytes = previous.into_bytes().unwrap();
        assert_eq!(bytes.len(), 2 + 1 + 1 + 2 + 6 + 1 + 1 + 2);
        for (index, place, revision) in
            [(0, 0, 7), (1, 0, 0), (1, 1, 300), (1, 2, 1 << 39), (2, 999, 0), (3, 0, 0), (4, 0, 5)]
        {
            assert_eq!(Previous::at(&bytes, index, place).unwrap(), revision, "{index} {place}");
        }
        assert!(Previous::at(&bytes, 5, 0).is_err());
        let mut new = Previous::default();
        new.push(&[0]);
        assert_eq!(new.into_bytes(), None);
    }

    #[test]
    fn any_bytes_are_answered() {
        for bytes in [&[][..], &[0xff], &[1], &[0xff; 20], &[2, 1]] {
            let _ = Previous::at(bytes, 0, 1);
            let _ = Previous::at(bytes, 3, 1);
        }
    }
}
