//! Files that an operation writes: whole, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use kitaab::{DomainError, Kind, StoreError};

use crate::error::Result;
use crate::scalar::Text;

/// A new file, written beside its place until it is there as a whole.
pub(crate) struct NewFile {
    place: PathBuf,
    beside: PathBuf,
    /// None once it is in its place.
    file: Option<BufWriter<File>>,
}

impl NewFile {
    /// Begins a file.
    ///
    /// # Errors
    /// `conflict` if there is one, `unavailable` if it can't be written.
    pub(crate) fn begin(path: &Text) -> Result<Self> {
        let path: &str = path.as_ref();
        let place = PathBuf::from(path);
        if place.exists() {
            return Err(DomainError::conflict(Kind::File, "there is one already: name another").into());
        }
        let beside = PathBuf::from(format!("{path}.part"));
        let file = File::create(&beside).map_err(unwritable)?;
        Ok(Self { place, beside, file: Some(BufWriter::new(file)) })
    }

    /// Puts it in its place, durably.
    pub(crate) fn keep(mut self) -> Result<()> {
        if let Some(file) = self.file.take() {
            let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
            file.sync_all().map_err(unwritable)?;
            fs::rename(&self.beside, &self.place).map_err(unwritable)?;
        }
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What is left of a file that was given up; there is nobody to tell if it can't be removed.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

fn unwritable(error: io::Error) -> kitaab::Error {
    StoreError::unavailable("the file can't be written", error).into()
}
