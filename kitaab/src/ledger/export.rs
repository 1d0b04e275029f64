//! Writing a book to a file.

use std::io::Write;

use age::secrecy::SecretString;
use kitaab_core::{Checkpoint, Error};
use kitaab_store::StoreError;

use super::lines::{Counts, FORMAT, First, Last, commit_lines, line};
use super::{Ledger, lock};
use crate::error::Result;

impl Ledger<'_> {
    /// Writes the whole book, with all of its history, to a file that [`crate::Kitaab::restore`] reads back without
    /// loss: as it stands at the call, while others go on. `docs/export-format.md` describes it, and everything in it
    /// can be read by eye; with a passphrase it is locked, in the format of age. Answers where the ledger stood.
    ///
    /// Notes and reflections are in it. Keep the passphrase: nothing opens the file without it. Locking takes a quarter
    /// of a second and 64 MiB, and writing blocks the task as long as `writer` does.
    ///
    /// # Errors
    /// `invalid` for an empty passphrase, `unavailable` if the file can't be written.
    pub async fn export(self, mut writer: impl Write + Send, passphrase: Option<SecretString>) -> Result<Checkpoint> {
        match passphrase {
            None => {
                let head = self.write_lines(&mut writer).await?;
                writer.flush().map_err(unwritable)?;
                Ok(head)
            }
            Some(passphrase) => {
                let lock = lock::lock(passphrase)?;
                let mut locked = lock::locked(lock, &mut writer).map_err(unwritable)?;
                let head = self.write_lines(&mut locked).await?;
                locked.finish().map_err(unwritable)?.flush().map_err(unwritable)?;
                Ok(head)
            }
        }
    }

    async fn write_lines(self, writer: &mut (impl Write + Send)) -> Result<Checkpoint> {
        let head = self.checkpoint().await?;
        let mut write = |bytes: &[u8]| -> Result<()> { Ok(writer.write_all(bytes).map_err(unwritable)?) };
        write(&line(&First {
            kitaab: "export".to_owned(),
            format: FORMAT,
            owner: self.book.owner(),
            made_at: self.book.context().now,
        })?)?;
        let mut counts = Counts::default();
        let mut end = Checkpoint::START;
        while end.seq < head.seq {
            let page = self.commits_after(end.seq).await?;
            if page.is_empty() {
                return Err(Error::corrupt(format!("commit {} of the ledger is missing", end.seq + 1)).into());
            }
            for stored in page.iter().take_while(|stored| stored.seq <= head.seq) {
                commit_lines(stored, &mut write)?;
                counts.commits += 1;
                counts.changes += stored.commit.leaves().len() as u64;
                counts.erased += stored.commit.erased() as u64;
                end = Checkpoint { seq: stored.seq, link: stored.link };
            }
        }
        write(&line(&Last { checkpoint: end, counts })?)?;
        Ok(end)
    }
}

fn unwritable(error: std::io::Error) -> StoreError {
    StoreError::unavailable("the export can't be written", error)
}
