//! Performing what keeps a book: its ledger, and the files that other programs read.

use kitaab::{Book, CalendarExport, CsvExport, DayRange, Error, ForGood, Header, Origin, Undone};
use serde_json::{Value as Json, json};

use super::answer;
use super::operation::{CalendarInput, CsvInput, Keeping};
use super::perform::done;

pub(super) async fn perform(book: &Book, operation: Keeping) -> Result<Json, Error> {
    let ledger = book.ledger();
    match operation {
        Keeping::Checkpoint(_) => Ok(answer::plain(&ledger.checkpoint().await?)),
        Keeping::Commits(with) => {
            let commits = ledger.commits(with.before, with.limit.unwrap_or(100)).await?;
            Ok(json!({ "commits": commits.iter().map(|(seq, header)| commit(*seq, header)).collect::<Vec<_>>() }))
        }
        Keeping::History(with) => {
            let (events, catalogue) = (ledger.history(with.record).await?, book.catalogue().await?);
            Ok(json!({ "events": events.iter().map(|event| answer::event(&catalogue, event)).collect::<Vec<_>>() }))
        }
        Keeping::Undo(_) => undone(book, ledger.undo().await?).await,
        Keeping::UndoCommit(with) => undone(book, Some(ledger.undo_commit(with.seq).await?)).await,
        Keeping::Redo(_) => undone(book, ledger.redo().await?).await,
        Keeping::Verify(with) => {
            let report = ledger.verify(with.expected).await?;
            let (commits, changes, erased) = (report.commits, report.changes, report.erased);
            Ok(json!({ "commits": commits, "changes": changes, "erased": erased, "checkpoint": report.head }))
        }
        Keeping::Erase(with) => {
            let committed = ledger.erase(with.record, ForGood).await?;
            done(book, &committed, Json::Null).await
        }
        Keeping::EraseBook(_) => {
            ledger.erase_book(book.owner()).await?;
            Ok(json!({}))
        }
        Keeping::Csv(with) => csv(book, with).await,
        Keeping::Calendar(with) => calendar(book, with).await,
    }
}

async fn undone(book: &Book, undone: Option<Undone>) -> Result<Json, Error> {
    let made = json!({ "of": undone.as_ref().map(|undone| undone.of) });
    done(book, &undone.map(|undone| undone.committed).unwrap_or_default(), made).await
}

fn commit(seq: u64, header: &Header) -> Json {
    let (origin, of) = answer::origin(header.origin.unwrap_or(Origin::Authored));
    let actor = header.editor.unwrap_or(header.book);
    json!({ "seq": seq, "at": header.at, "actor": actor, "origin": origin, "of": of })
}

async fn csv(book: &Book, with: CsvInput) -> Result<Json, Error> {
    let mut export = CsvExport::new();
    if let Some((first, last)) = with.first_day.zip(with.last_day) {
        export = export.days(DayRange::new(first, last)?);
    }
    if let Some(items) = with.items {
        export = export.items(items);
    }
    if let Some(category) = with.category {
        export = export.category(category);
    }
    if with.notes == Some(true) {
        export = export.with_notes();
    }
    if with.bom == Some(true) {
        export = export.with_bom();
    }
    let mut file = Vec::new();
    let count = book.exports().csv(&mut file, &export).await?;
    Ok(written(count, file, with.look_for))
}

async fn calendar(book: &Book, with: CalendarInput) -> Result<Json, Error> {
    let mut export = CalendarExport::new(DayRange::new(with.first_day, with.last_day)?);
    if with.reminders == Some(true) {
        export = export.with_reminders();
    }
    if with.targets == Some(true) {
        export = export.with_targets();
    }
    if with.exemptions == Some(true) {
        export = export.with_exemptions();
    }
    if with.occasions == Some(true) {
        export = export.with_occasions();
    }
    let mut file = Vec::new();
    let count = book.exports().calendar(&mut file, &export).await?;
    Ok(written(count, file, with.look_for))
}

/// How much was written, and which of some texts are in the file.
fn written(count: u64, file: Vec<u8>, look_for: Vec<String>) -> Json {
    let file = String::from_utf8(file).expect("an export is text");
    let found: Vec<String> = look_for.into_iter().filter(|text| file.contains(text.as_str())).collect();
    json!({ "count": count, "found": found })
}
