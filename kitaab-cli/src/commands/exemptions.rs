//! Exemptions: spans of days on which some items are not required.

use clap::{Args, Subcommand, ValueEnum};
use kitaab::{Catalogue, Committed, Day, Exemption, ExemptionId, Kind, NewExemption, Reason, ReasonText, Scope};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::style::{FAINT, PLAIN};
use crate::output::{Cell, CommittedView, Page, Table, View};

/// Begin, end or list exemptions: days on which some items are not required
///
/// What a reason lifts is set with each item: travel and illness lift fasts but not the five prayers, say. Nobody else
/// ever sees them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab exempt
  kitaab exempt add travel --from 2026-03-01 --to 2026-03-05
  kitaab exempt add other --words \"exam week\" --scope \"Qur'an\"
  kitaab exempt end")]
pub(crate) struct ExemptArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List exemptions, the latest first; the same as kitaab exempt
    #[command(after_help = "Example:\n  kitaab exempt list --json")]
    List,
    /// Begin an exemption, open unless its last day is given
    #[command(after_help = "Example:\n  kitaab exempt add illness --from yesterday")]
    Add(AddArgs),
    /// End an exemption with a last day
    #[command(after_help = "Example:\n  kitaab exempt end --day yesterday")]
    End(EndArgs),
    /// Remove an exemption, as if it had never been
    #[command(after_help = "Example:\n  kitaab exempt remove 0190b7c4-7a52-7cc0-9b51-1f6a3b4f2d10")]
    Remove(RemoveArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    /// Why.
    reason: ReasonWord,
    /// Why, in your words, if it is another reason.
    #[arg(long, value_name = "TEXT", required_if_eq("reason", "other"))]
    words: Option<String>,
    /// The first exempt day; today without it.
    #[arg(long, value_name = "DAY")]
    from: Option<DayWord>,
    /// The last exempt day.
    #[arg(long, value_name = "DAY")]
    to: Option<DayWord>,
    /// A deed or an item with what is below it; all good deeds without it.
    #[arg(long, value_name = "ITEM")]
    scope: Option<String>,
}

#[derive(Args, Debug)]
struct EndArgs {
    /// Which one, by its id; not needed where only one is open.
    id: Option<ExemptionId>,
    /// Its last day; today without it.
    #[arg(long, value_name = "DAY")]
    day: Option<DayWord>,
}

#[derive(Args, Debug)]
struct RemoveArgs {
    /// Which one, by its id.
    id: ExemptionId,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ReasonWord {
    Menstruation,
    Postnatal,
    Travel,
    Illness,
    /// Another reason, told by --words.
    Other,
}

/// A reason in words.
pub(crate) fn reason_told(reason: &Reason) -> String {
    match reason {
        Reason::Menstruation => "menstruation".to_owned(),
        Reason::Postnatal => "postnatal bleeding".to_owned(),
        Reason::Travel => "travel".to_owned(),
        Reason::Illness => "illness".to_owned(),
        Reason::Other(words) => words.as_str().to_owned(),
        _ => "a reason of a later version".to_owned(),
    }
}

#[derive(Debug, Serialize)]
struct ExemptionLine {
    id: ExemptionId,
    first_day: Day,
    /// Null while it is open.
    last_day: Option<Day>,
    reason: String,
    /// `hasanaat`, or the path of a deed or an item.
    scope: String,
}

impl ExemptionLine {
    fn of(catalogue: &Catalogue, exemption: &Exemption) -> Result<Self> {
        Ok(Self {
            id: exemption.id,
            first_day: exemption.first_day,
            last_day: exemption.last_day,
            reason: reason_told(&exemption.reason),
            scope: match exemption.scope {
                Scope::Hasanaat => "hasanaat".to_owned(),
                Scope::Deed(deed) => catalogue.path_text(catalogue.root(deed)?.id)?,
                Scope::Item(item) => catalogue.path_text(item)?,
            },
        })
    }
}

#[derive(Debug, Serialize)]
struct ExemptionsView {
    exemptions: Vec<ExemptionLine>,
}

impl View for ExemptionsView {
    fn show(&self, page: &mut Page) {
        if self.exemptions.is_empty() {
            page.line("There are no exemptions.");
        }
        page.table(&table(&self.exemptions));
    }
}

fn table(lines: &[ExemptionLine]) -> Table {
    let mut table = Table::new();
    for line in lines {
        let (last, style) = match line.last_day {
            Some(day) => (day.to_string(), PLAIN),
            None => ("open".to_owned(), FAINT),
        };
        let scope = if line.scope == "hasanaat" { "all good deeds" } else { &line.scope };
        table.row([
            Cell::new(line.first_day),
            Cell::new(last).styled(style),
            Cell::new(&line.reason),
            Cell::new(scope),
            Cell::faint(line.id),
        ]);
    }
    table
}

/// An exemption that was changed.
#[derive(Debug, Serialize)]
struct ChangedView {
    exemption: ExemptionLine,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for ChangedView {
    fn show(&self, page: &mut Page) {
        page.table(&table(std::slice::from_ref(&self.exemption)));
        self.committed.show(page);
    }
}

pub(crate) async fn run(args: ExemptArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let exemptions = opened.book.exemptions();
    match args.what.unwrap_or(What::List) {
        What::List => {
            let lines = exemptions.list().await?;
            let lines = lines.iter().map(|exemption| ExemptionLine::of(&opened.catalogue, exemption));
            app.put(&ExemptionsView { exemptions: lines.collect::<Result<_>>()? })
        }
        What::Add(args) => {
            let added = exemptions.add(args.new_exemption(&opened)?).await?;
            changed(app, &opened.catalogue, &added.added, &added.committed)
        }
        What::End(args) => {
            let id = args.id.map_or_else(|| the_open_one(&opened.catalogue), Ok)?;
            let committed = exemptions.end(id, opened.day(args.day)).await?;
            let catalogue = opened.book.catalogue().await?;
            changed(app, &catalogue, catalogue.exemption(id)?, &committed)
        }
        What::Remove(args) => {
            let before = opened.catalogue.exemption(args.id)?;
            let committed = exemptions.remove(args.id).await?;
            changed(app, &opened.catalogue, before, &committed)
        }
    }
}

impl AddArgs {
    fn new_exemption(&self, opened: &Opened) -> Result<NewExemption> {
        let reason = match (self.reason, &self.words) {
            (ReasonWord::Other, Some(words)) => Reason::Other(ReasonText::new(words)?),
            (_, Some(_)) => return Err(Failure::usage("--words go with the reason other")),
            (ReasonWord::Menstruation, None) => Reason::Menstruation,
            (ReasonWord::Postnatal, None) => Reason::Postnatal,
            (ReasonWord::Travel, None) => Reason::Travel,
            (ReasonWord::Illness, None) => Reason::Illness,
            (ReasonWord::Other, None) => return Err(Failure::usage("the reason other needs --words")),
        };
        let catalogue = opened.catalogue.as_ref();
        let scope = match &self.scope {
            None => Scope::Hasanaat,
            Some(name) => {
                let item = naming::item(catalogue, name)?;
                match catalogue.item(item)? {
                    root if root.parent.is_none() => Scope::Deed(root.deed),
                    _ => Scope::Item(item),
                }
            }
        };
        let new = NewExemption::new(scope, reason, opened.day(self.from));
        Ok(match self.to {
            Some(word) => new.last_day(word.on(opened.today)),
            None => new,
        })
    }
}

/// The one exemption that is open.
fn the_open_one(catalogue: &Catalogue) -> Result<ExemptionId> {
    let mut open = catalogue.exemptions.values().filter(|exemption| exemption.last_day.is_none());
    match (open.next(), open.next()) {
        (Some(one), None) => Ok(one.id),
        (None, _) => Err(Failure::not_found(Kind::Exemption, "that is open")),
        (Some(_), Some(_)) => Err(Failure::conflict(Kind::Exemption, "several are open: name one by its id")
            .hint("`kitaab exempt` shows their ids")),
    }
}

fn changed(app: &App, catalogue: &Catalogue, exemption: &Exemption, committed: &Committed) -> Result<()> {
    let exemption = ExemptionLine::of(catalogue, exemption)?;
    app.put(&ChangedView { exemption, committed: CommittedView::of(catalogue, committed) })
}
