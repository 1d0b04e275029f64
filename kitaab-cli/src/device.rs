//! Which device the ledger says that a change was made on.

use std::fs;
use std::io;
use std::path::Path;

use kitaab::{DeviceId, HostTime, IdSource, RandomIds, TimeSource};

use crate::book_file;
use crate::failure::Result;

/// This installation's device: made up once, and kept beside the book that is used by default. Where
/// nothing can be kept, each run is a device of its own, which is correct too.
pub(crate) fn this_device() -> Result<DeviceId> {
    let fresh = || Ok(DeviceId::new(RandomIds.id(HostTime.now())?));
    let Ok(folder) = book_file::data_folder() else { return fresh() };
    let file = folder.join("device");
    if let Some(device) = read(&file) {
        return Ok(device);
    }
    let device = fresh()?;
    Ok(match book_file::make_folder_of(&file).is_ok().then(|| keep(&file, device)) {
        // Another run was first: its device is this one's too.
        Some(Err(error)) if error.kind() == io::ErrorKind::AlreadyExists => read(&file).unwrap_or(device),
        _ => device,
    })
}

fn read(file: &Path) -> Option<DeviceId> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// Writes the file whole or not at all, and never in the place of another.
fn keep(file: &Path, device: DeviceId) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut draft, format!("{device}\n").as_bytes())?;
    draft.persist_noclobber(file)?;
    Ok(())
}
