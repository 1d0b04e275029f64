//! Exports of several files: a zip archive or a folder. Entries are only ever read in place, never unpacked, so that
//! their names can't lead anywhere.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::LimitHit;
use crate::format::place_of;
use crate::{ImportError, Limits};

/// The first bytes of a zip archive with entries, and of one without.
pub(crate) const MAGICS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// Before so many bytes an entry's ratio says nothing: a short run of one letter compresses well, too.
const RATIO_GRACE: u64 = 1 << 20;

/// How many folders below the given one are looked into: that of an export, and those of its habits.
const FOLDERS: u8 = 2;

trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// The files of an export.
pub(crate) struct Files<'a> {
    source: Source<'a>,
    names: Vec<String>,
    limits: &'a Limits,
    total: u64,
    place: String,
}

enum Source<'a> {
    Zip(ZipArchive<Metered<'a>>),
    Folder(PathBuf),
}

impl<'a> Files<'a> {
    /// The entries of an archive on disk.
    pub(crate) fn zip_file(path: &Path, limits: &'a Limits) -> Result<Self, ImportError> {
        let place = place_of(path);
        let file = File::open(path).map_err(|error| ImportError::unavailable(&*place, error))?;
        Self::zip(Box::new(io::BufReader::new(file)), place, limits)
    }

    /// The entries of an archive in memory.
    pub(crate) fn zip_bytes(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ImportError> {
        Self::zip(Box::new(io::Cursor::new(bytes)), "the archive".to_owned(), limits)
    }

    fn zip(mut input: Box<dyn ReadSeek + 'a>, place: String, limits: &'a Limits) -> Result<Self, ImportError> {
        let size = input.seek(SeekFrom::End(0)).map_err(|error| ImportError::unavailable(&*place, error))?;
        if size > limits.archive_bytes {
            let reason = format!("{size} bytes, more than the {} that are read", limits.archive_bytes);
            return Err(ImportError::invalid(place, reason));
        }
        // The list of entries is read whole, and an archive can list far more than it holds.
        let left = Rc::new(Cell::new(limits.directory_bytes));
        let archive =
            ZipArchive::new(Metered { input, left: Rc::clone(&left) }).map_err(|error| sort(&place, error))?;
        left.set(u64::MAX);
        if archive.len() > limits.entries {
            let reason = format!("{} entries, more than the {} that are read", archive.len(), limits.entries);
            return Err(ImportError::invalid(place, reason));
        }
        if archive.has_duplicate_names() {
            return Err(ImportError::corrupt(place, "two entries have the same name"));
        }
        let name = |raw: &[u8]| String::from_utf8_lossy(raw).replace('\\', "/");
        let names = archive.file_names_raw().map(name).collect();
        Ok(Self { source: Source::Zip(archive), names, limits, total: 0, place })
    }

    /// The files of a folder. Links are not followed.
    pub(crate) fn folder(path: &Path, limits: &'a Limits) -> Result<Self, ImportError> {
        let place = place_of(path);
        let names = list(path, limits.entries).map_err(|error| ImportError::from_reading(&place, error))?;
        Ok(Self { source: Source::Folder(path.to_owned()), names, limits, total: 0, place })
    }

    /// The name of the archive or folder, for messages.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// The entries' names, `/` between their parts, in the order of the archive or of the alphabet.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Opens the entry at this place among the names.
    pub(crate) fn open(&mut self, index: usize) -> Result<Guarded<'_>, ImportError> {
        let name = self.names.get(index).map_or("", String::as_str);
        let (input, compressed): (Box<dyn Read + '_>, _) = match &mut self.source {
            Source::Zip(archive) => {
                let entry = archive.by_index(index).map_err(|error| sort(name, error))?;
                let compressed = entry.compressed_size();
                (Box::new(entry), Some(compressed))
            }
            Source::Folder(root) => {
                let file = File::open(root.join(name)).map_err(|error| ImportError::unavailable(name, error))?;
                (Box::new(file), None)
            }
        };
        let limits = self.limits;
        Ok(Guarded { input, limits, total: &mut self.total, read: 0, line: 0, compressed })
    }
}

/// The files below `root`, so many folders deep.
fn list(root: &Path, most: usize) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut folders = vec![(String::new(), root.to_owned(), FOLDERS)];
    let mut seen = 0_usize;
    while let Some((prefix, path, deeper)) = folders.pop() {
        for entry in fs::read_dir(path)? {
            seen += 1;
            if seen > most {
                return Err(LimitHit(format!("more than {most} files")).into());
            }
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            if kind.is_file() {
                names.push(name);
            } else if kind.is_dir() && deeper > 0 {
                folders.push((format!("{name}/"), entry.path(), deeper - 1));
            }
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// The raw bytes of an archive, metered while its list of entries is read.
struct Metered<'a> {
    input: Box<dyn ReadSeek + 'a>,
    left: Rc<Cell<u64>>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left.set(left.ok_or_else(|| LimitHit("its list of entries is too long".to_owned()))?);
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

/// The uncompressed bytes of one entry, counted against the limits as they come: what an entry says of its own size is
/// not believed.
pub(crate) struct Guarded<'a> {
    input: Box<dyn Read + 'a>,
    limits: &'a Limits,
    total: &'a mut u64,
    read: u64,
    line: u64,
    compressed: Option<u64>,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read += count as u64;
        *self.total += count as u64;
        let limits = self.limits;
        if self.read > limits.entry_bytes {
            return Err(LimitHit(format!("more than {} bytes", limits.entry_bytes)).into());
        }
        if *self.total > limits.total_bytes {
            return Err(LimitHit(format!("more than {} bytes in all files together", limits.total_bytes)).into());
        }
        if let Some(compressed) = self.compressed
            && self.read > RATIO_GRACE
            && self.read > compressed.saturating_mul(limits.ratio)
        {
            return Err(LimitHit(format!("compressed more than {}-fold", limits.ratio)).into());
        }
        for &byte in buffer.iter().take(count) {
            self.line = if byte == b'\n' { 0 } else { self.line + 1 };
            if self.line > limits.line_bytes {
                return Err(LimitHit(format!("a line of more than {} bytes", limits.line_bytes)).into());
            }
        }
        Ok(count)
    }
}

fn sort(place: &str, error: ZipError) -> ImportError {
    match error {
        ZipError::Io(error) => ImportError::from_reading(place, error),
        ZipError::UnsupportedArchive(reason) => ImportError::unsupported(place, reason),
        ZipError::CompressionMethodNotSupported(method) => {
            ImportError::unsupported(place, format!("compressed by method {method}"))
        }
        ZipError::InvalidPassword => ImportError::unsupported(place, "encrypted"),
        error => {
            ImportError::Corrupt { place: place.to_owned(), reason: error.to_string(), source: Some(Box::new(error)) }
        }
    }
}
