//! Which file the book is in.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use kitaab::Zone;

use crate::failure::{Code, Failure, Result};

/// The folder for what Kitaab keeps on this platform: `$XDG_DATA_HOME/kitaab` or
/// `~/.local/share/kitaab`, `~/Library/Application Support/kitaab`, `%APPDATA%\kitaab`.
pub(crate) fn data_folder() -> Result<PathBuf> {
    let base = etcetera::base_strategy::choose_native_strategy().map_err(|error| {
        Failure::new(Code::Unavailable, format_args!("there is no home folder: {error}"))
            .hint("name a book by --book FILE")
    })?;
    Ok(base.data_dir().join("kitaab"))
}

/// The file of the book: the one named by `--book` or `KITAAB_BOOK`, or `book.db` in the data folder.
pub(crate) fn chosen(named: Option<PathBuf>) -> Result<PathBuf> {
    named.map_or_else(|| Ok(data_folder()?.join("book.db")), Ok)
}

/// A file as a location that the SDK opens, whatever the file is called.
pub(crate) fn location(path: &Path) -> Result<String> {
    let text =
        path.to_str().ok_or_else(|| Failure::invalid("book", "must be a path in UTF-8", path.to_string_lossy()))?;
    Ok(format!("sqlite://{text}"))
}

/// The zone that this machine is in; UTC where it can't be told.
pub(crate) fn local_zone() -> Zone {
    iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Zone::UTC)
}

/// Makes the folder that a file is to be in, readable by its owner alone where that can be said.
pub(crate) fn make_folder_of(file: &Path) -> Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let failed = |error| Failure::new(Code::Unavailable, format_args!("the folder {}: {error}", folder.display()));
    builder.create(folder).map_err(failed)
}
