//! Where a demo may be made, and how it comes there: whole, or not at all.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use kitaab::{Kind, UserId};

use crate::app;
use crate::failure::{Failure, Result};
use crate::place::Place;

/// The owner of every demo's book, by which it is told from a person's: "demo" and zeros.
const OWNER: u128 = 0x6465_6d6f_0000_4000_8000_0000_0000_0000;

/// The owner of every demo's book.
pub(super) fn owner() -> UserId {
    UserId::new(uuid::Uuid::from_u128(OWNER))
}

/// Refuses a file that is anything but an earlier demo.
pub(super) async fn must_be_free_or_a_demo(file: &Path) -> Result<()> {
    // Of a link, itself is meant: what it leads to is somebody's.
    match file.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file(file, &error)),
        Ok(found) if found.is_file() && is_demo(file).await => {}
        Ok(_) => {
            return Err(Failure::conflict(
                Kind::File,
                format!("{} is there already, and is not a demo's", file.display()),
            )
            .hint("make it elsewhere: kitaab demo --at FILE"));
        }
    }
    // A write-ahead log beside it means that a program has it open, or died on it. Under a new file of
    // the same name, it would be taken for that one's.
    match beside(file).into_iter().find(|log| log.exists()) {
        Some(log) => Err(Failure::conflict(
            Kind::File,
            format!("{} is in use, or was left behind: {} is there", file.display(), log.display()),
        )
        .hint("make it elsewhere: kitaab demo --at FILE")),
        None => Ok(()),
    }
}

async fn is_demo(file: &Path) -> bool {
    let Ok(kitaab) = app::open(&Place::File(file.to_owned())).await else { return false };
    kitaab.owners().await.is_ok_and(|owners| owners == [owner()])
}

/// The files that SQLite may keep beside a database.
fn beside(file: &Path) -> [PathBuf; 2] {
    ["-wal", "-shm"].map(|end| {
        let mut name = OsString::from(file);
        name.push(end);
        PathBuf::from(name)
    })
}
