//! The ledger, exports and imports.

use kitaab::{ForGood, ImportOptions};

use crate::convert::{InRange, Inward, Outward};
use crate::error::KitaabError;
use crate::file::{self, NewFile};
use crate::scalar::{FilePath, Int, Long, Text, UserId};
use crate::types::{
    CalendarExport, Checkpoint, CommitHeader, Committed, CsvExport, ImportProgress, ImportReport, LedgerEvent,
    RecordKey, Undone, VerifyReport,
};

operations! {
    /// The ledger of a book: every change there was, in a chain that shows what was tampered with.
    group Ledger, ledger, ledger_table;

    /// Where the ledger stands: to be kept elsewhere, and shown to `verify` later.
    fn checkpoint() -> [Checkpoint] = |book| Ok(book.ledger().checkpoint().await?.outward());

    /// Who wrote when, newest first: the headers of at most `limit` commits (100 if left out), before a commit if one is given.
    ///
    /// # Errors
    /// `invalid` for a limit that is not from 1 to 10,000.
    fn commits(before: [Option<Long>] = None, limit: [Option<Int>] = None) -> [Vec<CommitHeader>] = |book| {
        let limit: Option<u32> = limit.in_range("limit")?;
        Ok(book.ledger().commits(before.in_range("before")?, limit.unwrap_or(100)).await?.outward())
    };

    /// The history of a record, newest first: who changed it when, from what to what.
    fn history(record: [RecordKey]) -> [Vec<LedgerEvent>] = |book| {
        let key: kitaab::RecordKey = record.inward()?;
        let events = book.ledger().history(key).await?;
        let catalogue = book.catalogue().await?;
        Ok(events.into_iter().map(|event| LedgerEvent::told(event, key, &catalogue)).collect())
    };

    /// Reverses the actor's latest change that is not undone yet; none if there is nothing to undo.
    fn undo() -> [Option<Undone>] = |book| Ok(book.ledger().undo().await?.outward());

    /// Reverses one commit.
    fn undo_commit(seq: [Long]) -> [Undone] = |book| Ok(book.ledger().undo_commit(seq.in_range("seq")?).await?.outward());

    /// Brings back what was undone last; none if there is nothing.
    fn redo() -> [Option<Undone>] = |book| Ok(book.ledger().redo().await?.outward());

    /// Walks the whole chain, and holds it to a checkpoint that was kept elsewhere, if one is given.
    ///
    /// # Errors
    /// `corrupt`, naming the first commit that does not hold.
    fn verify(expected: [Option<Checkpoint>] = None) -> [VerifyReport] = |book| {
        Ok(book.ledger().verify(expected.inward()?).await?.outward())
    };

    /// Writes the whole book, with all of its history, to a new file that the client's `restore` reads back without loss.
    /// Notes and reflections are in it; with a passphrase it is locked. Answers where the ledger stood.
    ///
    /// # Errors
    /// `invalid` for an empty passphrase, `conflict` for a file that is there, `unavailable` if it can't be written.
    fn export(path: [FilePath], passphrase: [Option<Text>] = None) -> [Checkpoint] = |book| {
        let passphrase = passphrase.map(|words| String::from(words).into());
        let mut file = NewFile::begin(path)?;
        let checkpoint = book.ledger().export(&mut file, passphrase).await?;
        file.keep()?;
        Ok(checkpoint.outward())
    };

    /// Erases a record with its whole history, for good: the ledger keeps hashes in its place. A deed goes with its items and
    /// all of their entries.
    ///
    /// # Errors
    /// `not_found` for a record that never was; `conflict` for a deed or an item while a merit or a target uses it.
    fn erase(record: [RecordKey]) -> [Committed] = |book| {
        Ok(book.ledger().erase(record.inward()?, ForGood).await?.outward())
    };

    /// Erases the whole book with its ledger, for good. Its owner is named once more.
    ///
    /// # Errors
    /// `invalid` if another than the book's owner is named.
    fn erase_book(owner: [UserId]) -> [()] = |book| Ok(book.ledger().erase_book(owner.inward()?).await?);
}

operations! {
    /// Exports of a book for other programs. They hold what was asked for and no history.
    group Exports, exports, exports_table;

    /// Writes the entries as a table to a new file, the newest day first: RFC 4180, UTF-8. Answers how many entries there were.
    ///
    /// # Errors
    /// `not_found` for an item that is asked for; `conflict` for a file that is there, `unavailable` if it can't be written.
    fn csv(path: [FilePath], export: [Option<CsvExport>] = None) -> [Long] = |book| {
        let all = CsvExport { days: None, items: None, category: None, notes: None, bom: None };
        let export = export.unwrap_or(all).inward()?;
        let mut file = NewFile::begin(path)?;
        let count = book.exports().csv(&mut file, &export).await?;
        file.keep()?;
        Ok(count.outward())
    };

    /// Writes a calendar that other programs read to a new file: iCalendar, RFC 5545. Answers how many events there were.
    ///
    /// # Errors
    /// `invalid` for more than 3,660 days; `conflict` for a file that is there, `unavailable` if it can't be written.
    fn calendar(path: [FilePath], export: [CalendarExport]) -> [Long] = |book| {
        let export = export.inward()?;
        let mut file = NewFile::begin(path)?;
        let count = book.exports().calendar(&mut file, &export).await?;
        file.keep()?;
        Ok(count.outward())
    };
}

operations! {
    /// Imports of other programs' files.
    group Imports, imports, imports_table;

    /// Imports the file of another program, or a folder that it was unpacked to: all of it, as one commit, or nothing. The
    /// format is recognised by the content. A dry run only reports what would be imported.
    ///
    /// # Errors
    /// `unsupported` for a file of no known format, `corrupt` for a damaged one, `invalid` for one that goes beyond the
    /// reader's limits, `unavailable` where it can't be read now. Nothing is written then.
    fn file(path: [FilePath], dry_run: [Option<bool>] = None) -> [ImportReport] = |book, place| {
        let importing = place.client.imports.begin(&place);
        let options = ImportOptions::new().on_progress(importing.follow());
        let options = if dry_run == Some(true) { options.dry_run() } else { options };
        Ok(book.import(file::path(path)?, options).await?.outward())
    };

    /// How far the import has come that is under way here: into this book, by this client and who acts on it, whatever handle
    /// it was begun by. It may be asked as often as a screen is painted; each thousand rows it changes. None while there is no
    /// import; of several, the one that was begun last is told.
    fn progress() -> [Option<ImportProgress>] = |_book, place| Ok(place.client.imports.progress(&place).outward());
}
