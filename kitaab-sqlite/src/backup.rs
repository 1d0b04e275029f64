//! Copies of the whole file, taken while others write.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use kitaab_core::{Error, Kind};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::connection::{create_private, unavailable};
use crate::error::{Fault, Result};

/// Tells the unfinished copies of one process apart.
static COPIES: AtomicU64 = AtomicU64::new(0);

/// Writes a copy of the book's file to a new one.
///
/// It is made beside its place and put there once it is complete and on the disk, so that what bears
/// the name is never half a book.
pub(crate) fn backup(conn: &Connection, to: &Path) -> Result<()> {
    let to = std::path::absolute(to).map_err(|error| unavailable("the backup's path can't be used", error))?;
    if fs::symlink_metadata(&to).is_ok() {
        return Err(taken());
    }
    let unfinished = Unfinished::beside(&to)?;
    copy(conn, &unfinished.0)?;
    unfinished.finish(&to)
}

fn taken() -> Fault {
    Error::conflict(Kind::File, "there is a file already where the backup should go").into()
}

/// Copies in one step: the source is read in one transaction, which the log lets others write beside.
fn copy(conn: &Connection, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    match Backup::new(conn, &mut copy)?.step(-1)? {
        StepResult::Done => {}
        _ => return Err(unavailable("the book's file is locked", "the backup did not get to read it".to_owned())),
    }
    // The log stays behind: the copy is one file.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    let written = File::open(to).and_then(|file| file.sync_all());
    written.map_err(|error| unavailable("the backup can't be written", error))
}

/// A copy that has not got its name yet. Dropped, it is deleted.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(to: &Path) -> Result<Self> {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}-{}.unfinished", std::process::id(), COPIES.fetch_add(1, Ordering::Relaxed)));
        let path = to.with_file_name(name);
        create_private(&path).map_err(|error| unavailable("the backup's file can't be made", error))?;
        Ok(Self(path))
    }

    fn finish(self, to: &Path) -> Result<()> {
        // A link fails where there is a file by now; a rename would replace it.
        match fs::hard_link(&self.0, to) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(taken()),
            // There are file systems without links.
            Err(_) if fs::symlink_metadata(to).is_err() => {
                fs::rename(&self.0, to).map_err(|error| unavailable("the backup can't be given its name", error))?;
            }
            Err(_) => return Err(taken()),
        }
        // Its name is on the disk, too. Not every system can be told to: then it gets there by itself.
        if let Some(Ok(folder)) = to.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for side in ["", "-journal", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(side);
            // What is not there need not be deleted.
            let _ = fs::remove_file(path);
        }
    }
}
