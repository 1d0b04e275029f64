//! Projects that use what was packaged.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::Repo;
use crate::uniffi::{files, lay};

/// Copies a project to a new folder, where nothing of the repository is near.
pub(crate) fn copied(repo: &Repo, from: &str, to: &str) -> Result<PathBuf> {
    let (from, to) = (repo.path(from), repo.path(to));
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    for file in files(&from)? {
        lay(&file, &to.join(file.strip_prefix(&from)?))?;
    }
    Ok(to)
}
