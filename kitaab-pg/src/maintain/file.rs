//! Files that archives are kept in, and lists that outlast a restore.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use kitaab_core::{Error, Kind};
use kitaab_store::StoreError;
use sha2::{Digest as _, Sha256};

use crate::error::{Fault, Result};

/// How much of a file is read at a time.
const PIECE: usize = 1 << 18;

/// A file that takes its place when it is whole, and until then has a name beside it.
#[derive(Debug)]
pub(super) struct Draft<'p> {
    place: &'p Path,
    beside: PathBuf,
    file: io::BufWriter<File>,
    hash: Sha256,
    lines: u64,
}

impl<'p> Draft<'p> {
    pub(super) fn of(place: &'p Path) -> Result<Self> {
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(".draft");
        let beside = place.with_file_name(name);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // What people recorded is nobody else's on this machine.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&beside).map_err(|error| unusable(&beside, error))?;
        Ok(Self { place, beside, file: io::BufWriter::new(file), hash: Sha256::new(), lines: 0 })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.lines += bytes.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.file.write_all(bytes).map_err(|error| unusable(&self.beside, error))
    }

    /// Writes down what it holds, for good; it has its place still to take.
    pub(super) fn finish(self) -> Result<Whole<'p>> {
        let Self { place, beside, file, hash, lines } = self;
        let failed = |error| unusable(place, error);
        file.into_inner().map_err(|error| failed(error.into_error()))?.sync_all().map_err(failed)?;
        Ok(Whole { place, beside, hash: hash.finalize().into(), lines })
    }

    /// Puts it in its place, for good; tells the hash of what it holds, and how many lines it has.
    pub(super) fn keep(self) -> Result<([u8; 32], u64)> {
        let whole = self.finish()?;
        whole.take_place()?;
        Ok((whole.hash, whole.lines))
    }
}

/// A file that is whole, and still has the name beside its own.
#[derive(Debug)]
pub(super) struct Whole<'p> {
    place: &'p Path,
    beside: PathBuf,
    /// Of what it holds.
    pub(super) hash: [u8; 32],
    pub(super) lines: u64,
}

impl Whole<'_> {
    pub(super) fn take_place(&self) -> Result<()> {
        fs::rename(&self.beside, self.place).map_err(|error| unusable(self.place, error))?;
        keep_names(self.place)
    }

    /// Leaves what is in its place there.
    pub(super) fn discard(self) -> Result<()> {
        fs::remove_file(&self.beside).map_err(|error| unusable(&self.beside, error))
    }
}

/// Deletes a file, for good.
pub(super) fn delete(place: &Path) -> Result<()> {
    fs::remove_file(place).map_err(|error| unusable(place, error))?;
    keep_names(place)
}

/// The names in a folder, too, have to last.
fn keep_names(place: &Path) -> Result<()> {
    let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| unusable(place, error))
}

/// Goes through the lines of a file, each with its end; tells the hash of the whole.
pub(super) fn lines(path: &Path, mut line: impl FnMut(&[u8]) -> Result<()>) -> Result<[u8; 32]> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path).map_err(|error| unusable(path, error))?);
    let mut hash = Sha256::new();
    let mut read = Vec::new();
    loop {
        read.clear();
        if file.read_until(b'\n', &mut read).map_err(|error| unusable(path, error))? == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&read);
        line(&read)?;
    }
}

/// The bytes of a file, piece by piece.
pub(super) fn pieces(path: &Path) -> Result<impl Iterator<Item = Result<Vec<u8>>> + Send + use<>> {
    let mut file = File::open(path).map_err(|error| unusable(path, error))?;
    let path = path.to_owned();
    Ok(std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match (&mut file).take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece)),
            Err(error) => Some(Err(unusable(&path, error))),
        }
    }))
}

pub(super) fn unusable(path: &Path, error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Error::not_found(Kind::File, path.display()).into(),
        _ => Fault::Store(StoreError::unavailable(format!("the file {} can't be used", path.display()), error)),
    }
}
