//! Files that an operation writes: whole, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use kitaab::{DomainError, Kind, StoreError};
use tempfile::{NamedTempFile, PersistError};

use crate::error::{KitaabError, Result};
use crate::scalar::FilePath;

/// A path that was given.
///
/// # Errors
/// `invalid` for one that no system has.
pub(crate) fn path(given: impl Into<String>) -> Result<PathBuf> {
    let given: String = given.into();
    if given.contains('\0') {
        let length = format!("{} characters", given.chars().count());
        return Err(KitaabError::invalid("path", "must not hold the character NUL", length));
    }
    Ok(PathBuf::from(given))
}

/// A new file, written beside its place until it is there as a whole. Only its owner may read it, since it may hold notes. Dropped
/// before, it is removed.
pub(crate) struct NewFile {
    place: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Begins a file.
    ///
    /// # Errors
    /// `invalid` for what can't be a file's path, `conflict` if there is one, `unavailable` if it can't be written.
    pub(crate) fn begin(given: FilePath) -> Result<Self> {
        let place = path(given)?;
        // A link that leads nowhere is there, too.
        if fs::symlink_metadata(&place).is_ok() {
            return Err(taken());
        }
        let Some(name) = place.file_name() else {
            return Err(KitaabError::invalid("path", "must name a file", place.display()));
        };
        let mut prefix = name.to_owned();
        prefix.push(".");
        let file = tempfile::Builder::new().prefix(&prefix).suffix(".unfinished").tempfile_in(folder(&place));
        Ok(Self { file: BufWriter::new(file.map_err(unwritable)?), place })
    }

    /// Puts it in its place, durably.
    ///
    /// # Errors
    /// `conflict` if another file has come there meanwhile, `unavailable` if it can't be written.
    pub(crate) fn keep(self) -> Result<()> {
        let Self { place, file } = self;
        let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
        file.as_file().sync_all().map_err(unwritable)?;
        let is_taken =
            |error: &io::Error| error.kind() == ErrorKind::AlreadyExists || fs::symlink_metadata(&place).is_ok();
        let kept = match file.persist_noclobber(&place) {
            // There are file systems that have neither links nor a way to rename without replacing.
            Err(PersistError { error, file }) if !is_taken(&error) => file.persist(&place),
            kept => kept,
        };
        kept.map_err(|PersistError { error, .. }| if is_taken(&error) { taken() } else { unwritable(error).into() })?;
        // Its name is on the disk, too. Not every system can be told to: then it gets there by itself.
        if let Ok(folder) = File::open(folder(&place)) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The folder that a file is in.
fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn taken() -> KitaabError {
    DomainError::conflict(Kind::File, "there is one already: name another").into()
}

fn unwritable(error: io::Error) -> kitaab::Error {
    StoreError::unavailable("the file can't be written", error).into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    /// A folder of its own, removed with the value.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("kitaab-file-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn begin(&self, name: &str) -> NewFile {
            NewFile::begin(self.text(name)).unwrap()
        }

        fn text(&self, name: &str) -> FilePath {
            self.0.join(name).display().to_string().into()
        }

        fn names(&self) -> Vec<String> {
            let entries = fs::read_dir(&self.0).unwrap();
            let mut names: Vec<_> =
                entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn of_two_files_for_one_place_the_first_is_kept_whole() {
        let folder = Folder::new("two");
        let (mut one, mut other) = (folder.begin("book.csv"), folder.begin("book.csv"));
        one.write_all(b"the one").unwrap();
        other.write_all(b"another, which is longer").unwrap();
        one.keep().unwrap();
        assert_eq!(other.keep().unwrap_err().code(), "conflict");
        assert_eq!(fs::read(folder.0.join("book.csv")).unwrap(), b"the one");
        assert_eq!(folder.names(), ["book.csv"]);
        assert_eq!(NewFile::begin(folder.text("book.csv")).err().unwrap().code(), "conflict");
    }

    #[test]
    fn no_file_of_others_is_touched() {
        let folder = Folder::new("others");
        fs::write(folder.0.join("book.csv.part"), "mine").unwrap();
        folder.begin("book.csv").keep().unwrap();
        assert_eq!(fs::read(folder.0.join("book.csv.part")).unwrap(), b"mine");
        assert_eq!(folder.names(), ["book.csv", "book.csv.part"]);
    }

    #[test]
    fn what_is_given_up_or_can_not_be_kept_leaves_nothing() {
        let folder = Folder::new("given-up");
        let mut given_up = folder.begin("book.csv");
        given_up.write_all(b"a note of mine").unwrap();
        assert_eq!(folder.names().len(), 1);
        drop(given_up);
        assert!(folder.names().is_empty());

        let mut kept = folder.begin("book.csv");
        kept.write_all(b"a note of mine").unwrap();
        fs::create_dir(folder.0.join("book.csv")).unwrap();
        assert_eq!(kept.keep().unwrap_err().code(), "conflict");
        assert_eq!(folder.names(), ["book.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("private");
        folder.begin("book.csv").keep().unwrap();
        let mode = fs::metadata(folder.0.join("book.csv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_of_and_leaves_nothing() {
        let folder = Folder::new("full");
        let NewFile { place, file } = folder.begin("book.csv");
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (_, beside) = file.into_inner().unwrap().into_parts();
        let mut file = NewFile { place, file: BufWriter::new(NamedTempFile::from_parts(full, beside)) };
        file.write_all(b"a note of mine").unwrap();
        assert_eq!(file.keep().unwrap_err().code(), "unavailable");
        assert!(folder.names().is_empty());
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for given in ["", "/", "book\0.csv"] {
            let error = NewFile::begin(given.into()).err().unwrap();
            assert!(["invalid", "conflict"].contains(&error.code()), "{error:?}");
        }
        assert_eq!(path("book\0.csv").unwrap_err().code(), "invalid");
    }
}
