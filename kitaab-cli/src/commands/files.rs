//! The book in other files: exports, restored ones, backups.

use std::fs::File;
use std::io::{BufWriter, Read, Seek};
use std::path::{Path, PathBuf};

use clap::Args;
use kitaab::{Kind, Kitaab, SecretString, UserId};
use serde::Serialize;

use crate::app::App;
use crate::book_file;
use crate::failure::{Failure, Result};
use crate::output::{Page, View};
use crate::passphrase::PassphraseArgs;
use crate::place::Place;
use crate::progress::Progress;

/// How a file that is locked with a passphrase begins.
const LOCKED: &[u8] = b"age-encryption.org/";

/// Write the whole book, with all its history, to a file that kitaab restore reads back
///
/// It is text, in lines of JSON that docs/export-format.md describes. Notes and reflections are in it: --encrypt locks
/// it with a passphrase, in the format of age. A file that is there already is left alone.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab export book.jsonl
  kitaab export book.jsonl.age --encrypt")]
pub(crate) struct ExportArgs {
    /// The file to write.
    file: PathBuf,
    /// Lock it with a passphrase. Without the passphrase, nothing opens it.
    #[arg(long)]
    encrypt: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Read a book back from its export
///
/// Every link of its ledger is checked first. It becomes the book that --book names, where there must not be one yet.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab restore book.jsonl
  kitaab --book restored.db restore book.jsonl.age")]
pub(crate) struct RestoreArgs {
    /// The file that kitaab export wrote.
    file: PathBuf,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

/// Copy the book's file as it is at one moment, while other programs may go on writing
///
/// The copy is a book that can be used at once. A file that is there already is left alone.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab backup book-2026-11-20.db
  kitaab --book book-2026-11-20.db verify")]
pub(crate) struct BackupArgs {
    /// The file to write.
    file: PathBuf,
}

/// A file that was written.
#[derive(Debug, Serialize)]
struct WrittenView {
    file: PathBuf,
    bytes: u64,
    /// Whether it is locked with a passphrase.
    encrypted: bool,
    /// Of an export: where the ledger stood, as kitaab verify takes it.
    checkpoint: Option<String>,
}

impl View for WrittenView {
    fn show(&self, page: &mut Page) {
        let locked = if self.encrypted { ", locked with your passphrase" } else { "" };
        page.line(&format!("Written: {}, {} bytes{locked}.", self.file.display(), self.bytes));
        if self.checkpoint.is_some() && !self.encrypted {
            page.faint("Whoever can read the file can read your notes and reflections: keep it well.");
        }
    }
}

/// A book that was read back.
#[derive(Debug, Serialize)]
struct RestoredView {
    book: Place,
    owner: UserId,
    commits: u64,
}

impl View for RestoredView {
    fn show(&self, page: &mut Page) {
        page.line(&format!("Restored: {}, {} commits, every link of which holds.", self.book, self.commits));
    }
}

pub(crate) async fn export(args: ExportArgs, app: &App) -> Result<()> {
    if args.file.symlink_metadata().is_ok() {
        return Err(Failure::conflict(Kind::File, format!("{} is there already", args.file.display())));
    }
    if !args.encrypt && args.passphrase.passphrase_file.is_some() {
        return Err(Failure::usage("--passphrase-file goes with --encrypt"));
    }
    let book = app.book().await?;
    let passphrase = args.encrypt.then(|| args.passphrase.choose()).transpose()?;

    let progress = Progress::of("Exporting", app.out.is_json());
    let failed = |error: std::io::Error| Failure::file(&args.file, &error);
    // Written beside its place, by a name of its own: cut short, it is gone; whole, it takes its place.
    let mut draft = tempfile::NamedTempFile::new_in(folder_of(&args.file)).map_err(failed)?;
    let checkpoint = book.ledger().export(BufWriter::new(draft.as_file_mut()), passphrase).await?;
    draft.as_file().sync_all().map_err(failed)?;
    let bytes = draft.as_file().metadata().map_err(failed)?.len();
    draft.persist_noclobber(&args.file).map_err(|error| failed(error.error))?;
    drop(progress);
    app.put(&WrittenView { file: args.file, bytes, encrypted: args.encrypt, checkpoint: Some(checkpoint.to_string()) })
}

pub(crate) async fn restore(args: RestoreArgs, app: &App) -> Result<()> {
    let (source, passphrase) = opened(&args)?;
    let target = match &app.place {
        Place::File(file) if !file.exists() => file,
        Place::File(file) => {
            let kitaab = app.kitaab().await?;
            if !kitaab.owners().await?.is_empty() {
                return Err(Failure::conflict(Kind::Book, format!("there is a book in {} already", file.display()))
                    .hint("name another file by --book"));
            }
            let owner = read(&kitaab, source, passphrase, app).await?;
            return told(app, &kitaab, owner).await;
        }
        // Beside the others; the store refuses one that is there already.
        Place::Server(_) => {
            let kitaab = app.kitaab().await?;
            let owner = read(&kitaab, source, passphrase, app).await?;
            return told(app, &kitaab, owner).await;
        }
    };
    // In memory first: a file that can't be read leaves nothing behind.
    let kitaab = Kitaab::open("sqlite::memory:").await?;
    let owner = read(&kitaab, source, passphrase, app).await?;
    book_file::make_folder_of(target)?;
    kitaab.backup(target).await?;
    told(app, &kitaab, owner).await
}

/// The file to restore, and the passphrase if it is locked.
fn opened(args: &RestoreArgs) -> Result<(File, Option<SecretString>)> {
    let failed = |error: std::io::Error| Failure::file(&args.file, &error);
    let mut file = File::open(&args.file).map_err(failed)?;
    let mut beginning = Vec::new();
    (&mut file).take(LOCKED.len() as u64).read_to_end(&mut beginning).map_err(failed)?;
    file.rewind().map_err(failed)?;
    let passphrase = (beginning == LOCKED).then(|| args.passphrase.recall()).transpose()?;
    Ok((file, passphrase))
}

async fn read(kitaab: &Kitaab, source: File, passphrase: Option<SecretString>, app: &App) -> Result<UserId> {
    let progress = Progress::of("Restoring", app.out.is_json());
    let owner = kitaab.restore(source, passphrase).await?;
    drop(progress);
    Ok(owner)
}

async fn told(app: &App, kitaab: &Kitaab, owner: UserId) -> Result<()> {
    let commits = kitaab.book(owner).head().await?.seq;
    app.put(&RestoredView { book: app.place.clone(), owner, commits })
}

pub(crate) async fn backup(args: BackupArgs, app: &App) -> Result<()> {
    let kitaab = app.kitaab().await?;
    let progress = Progress::of("Copying", app.out.is_json());
    kitaab.backup(&args.file).await?;
    drop(progress);
    let bytes = args.file.metadata().map_err(|error| Failure::file(&args.file, &error))?.len();
    app.put(&WrittenView { file: args.file, bytes, encrypted: false, checkpoint: None })
}

/// The folder that a file is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
