//! Files that an operation writes: whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use kitaab::{DomainError, Kind, StoreError};

use crate::error::{KitaabError, Result};
use crate::scalar::FilePath;

/// How many files were begun in this process, so that no two have one name.
static BEGUN: AtomicUsize = AtomicUsize::new(0);

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

/// A new file, written beside its place until it is there as a whole.
pub(crate) struct NewFile {
    place: PathBuf,
    /// Before the name it has meanwhile: not every system takes a name from a file that is open.
    file: BufWriter<File>,
    unfinished: Unfinished,
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
        let (unfinished, file) = Unfinished::beside(&place)?;
        Ok(Self { place, file: BufWriter::new(file), unfinished })
    }

    /// Puts it in its place, durably.
    ///
    /// # Errors
    /// `conflict` if another file has come there meanwhile, `unavailable` if it can't be written.
    pub(crate) fn keep(mut self) -> Result<()> {
        self.file.flush().map_err(unwritable)?;
        self.file.get_ref().sync_all().map_err(unwritable)?;
        self.unfinished.link(&self.place)
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

/// The name of a file that has not got its own yet. Dropped, it is removed: with the file, unless that has another by then.
struct Unfinished(PathBuf);

impl Unfinished {
    /// Makes a file that only its owner may read, since it may hold notes.
    fn beside(place: &Path) -> Result<(Self, File)> {
        let Some(name) = place.file_name() else {
            return Err(KitaabError::invalid("path", "must name a file", place.display()));
        };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        loop {
            let mut name = name.to_owned();
            name.push(format!(".{}-{}.unfinished", std::process::id(), BEGUN.fetch_add(1, Ordering::Relaxed)));
            let path = place.with_file_name(name);
            match options.open(&path) {
                Ok(file) => return Ok((Self(path), file)),
                // Of a process that had this one's number, and was killed.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(unwritable(error).into()),
            }
        }
    }

    /// Gives the file its own name.
    fn link(&self, place: &Path) -> Result<()> {
        // A link fails where there is a file by now; a rename would replace it.
        match fs::hard_link(&self.0, place) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(taken()),
            // There are file systems without links.
            Err(_) if fs::symlink_metadata(place).is_err() => fs::rename(&self.0, place).map_err(unwritable)?,
            Err(_) => return Err(taken()),
        }
        // Its name is on the disk, too. Not every system can be told to: then it gets there by itself.
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It is not there after a rename; and there is nobody to tell if it can't be removed.
        let _ = fs::remove_file(&self.0);
    }
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
        let mut file = folder.begin("book.csv");
        file.file = BufWriter::new(OpenOptions::new().write(true).open("/dev/full").unwrap());
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
