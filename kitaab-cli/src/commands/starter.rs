//! The starter catalogue: deeds to pick from.

use std::collections::BTreeSet;

use clap::Args;
use kitaab::Kind;
use kitaab::starter::{self, StarterDeed};
use kitaab::words::Locale;
use serde::Serialize;

use super::deeds::DeedLine;
use crate::app::App;
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::output::{Cell, CommittedView, Page, Table, View};

/// Pick deeds that people commonly keep, with their scales, schedules and goals
///
/// Without names it lists what there is. Everything that was picked can be edited, renamed or archived afterwards.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab starter
  kitaab starter salah quran fasting/mondays-and-thursdays
  kitaab starter salah-at-home adhkar --language ar")]
pub(crate) struct StarterArgs {
    /// The deeds to make, by the names in the first column of the list; a/b takes item b of deed a alone.
    names: Vec<String>,
    /// List what there is, and make nothing.
    #[arg(long, conflicts_with = "names")]
    list: bool,
    /// The language of the names: en or ar.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// The first day on which they are due; today without it.
    #[arg(long, value_name = "DAY")]
    starts_on: Option<DayWord>,
}

/// The catalogue.
#[derive(Debug, Serialize)]
struct StarterView {
    language: String,
    deeds: Vec<StarterDeed>,
    #[serde(skip)]
    locale: Locale,
}

impl View for StarterView {
    fn show(&self, page: &mut Page) {
        let mut group = "";
        let mut table = Table::indented(2);
        for deed in &self.deeds {
            if deed.group != group {
                page.table(&std::mem::replace(&mut table, Table::indented(2)));
                page.heading(&deed.group);
                group = &deed.group;
            }
            let mark = if deed.suggested { "*" } else { "" };
            table.row([Cell::new(&deed.key), Cell::new(mark), Cell::new(&deed.name), Cell::faint(self.told(deed))]);
            for item in deed.items.iter().filter(|item| item.key != deed.key) {
                let mark = if item.suggested { "*" } else { "" };
                let told = if deed.items.iter().all(|other| other.schedule == item.schedule) {
                    String::new()
                } else {
                    self.locale.schedule(&item.schedule)
                };
                table.row([
                    Cell::new(format!("  {}", item.key)),
                    Cell::new(mark),
                    Cell::new(&item.name),
                    Cell::faint(told),
                ]);
            }
        }
        page.table(&table);
        page.space();
        page.faint("* is what `kitaab init --starter` begins with. To make some: kitaab starter NAME …");
    }
}

impl StarterView {
    /// What a deed means, and when it is due where all its items are so alike.
    fn told(&self, deed: &StarterDeed) -> String {
        let schedule = deed.items.first().map(|item| &item.schedule);
        match schedule.filter(|first| deed.items.iter().all(|item| item.schedule == **first)) {
            Some(schedule) if *schedule != kitaab::Schedule::Daily => {
                format!("{} ({})", deed.about, self.locale.schedule(schedule))
            }
            _ => deed.about.clone(),
        }
    }
}

/// The deeds that were made.
#[derive(Debug, Serialize)]
struct PickedView {
    deeds: Vec<DeedLine>,
    #[serde(flatten)]
    committed: CommittedView,
}

impl View for PickedView {
    fn show(&self, page: &mut Page) {
        for deed in &self.deeds {
            let mut table = Table::indented(2);
            deed.show(page, &mut table);
            page.table(&table);
        }
        self.committed.show(page);
    }
}

pub(crate) async fn run(args: StarterArgs, app: &App) -> Result<()> {
    let locale = Locale::named(&args.language)?;
    if args.list || args.names.is_empty() {
        let deeds = starter::list(&locale)?;
        return app.put(&StarterView { language: locale.tag().to_owned(), deeds, locale });
    }
    let opened = app.opened().await?;
    let pick = starter::pick(args.names.iter().map(|name| name.trim().to_lowercase()), opened.day(args.starts_on))
        .in_language(&locale)
        .for_book(&opened.catalogue.settings);
    let new = pick.deeds()?;
    let there: BTreeSet<&str> = opened
        .catalogue
        .items
        .values()
        .filter(|item| item.parent.is_none() && item.is_live_on(opened.today))
        .map(|item| item.name.as_str())
        .collect();
    // A book may hold two deeds of one name, but whoever picks one twice has more likely forgotten it.
    if let Some(twice) = new.iter().filter_map(|deed| deed.name()).find(|name| there.contains(name.as_str())) {
        return Err(Failure::conflict(Kind::Deed, format!("there is a deed named {twice} already"))
            .hint("rename it first (kitaab rename), or add what is missing to it (kitaab add-item)"));
    }
    let added = opened.book.deeds().add_all(new).await?;
    let catalogue = opened.book.catalogue().await?;
    let committed = CommittedView::of(&catalogue, &added.committed);
    let lines = added.added.iter().map(|view| DeedLine::of(&catalogue, view, opened.today, true));
    let deeds = lines.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    app.put(&PickedView { deeds, committed })
}
