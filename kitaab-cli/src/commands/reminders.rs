//! Reminders: what to be reminded of, and when. Kitaab itself sends nothing.

use std::str::FromStr;

use clap::{Args, Subcommand};
use kitaab::{
    Catalogue, Committed, Day, DueOptions, DueReminder, HostTime, Kind, NewReminder, Reminder, ReminderId,
    ReminderTime, TimeSource, Timestamp,
};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Cell, CommittedView, Page, Table, View};
use crate::schedule_word::{ScheduleWord, told};

/// List reminders, or change them
///
/// Kitaab sends nothing itself: `kitaab export-ics` gives them to your calendar, and `kitaab remind due`, run each
/// minute, prints what is due for a program of yours to show.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab remind
  kitaab remind add \"Rise for Fajr\" 04:50 --item Fajr
  kitaab remind add \"White days\" 21:00 --schedule mon,thu
  kitaab remind add \"Pay the fidya\" 12:00 --on 2026-03-20 --priority 1
  kitaab remind due
  kitaab remind snooze \"Pay the fidya\" 30
  kitaab remind done \"Pay the fidya\"")]
pub(crate) struct RemindArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the reminders, the most urgent first; the same as kitaab remind
    List,
    /// Make a reminder: each day, unless --schedule or --on say otherwise
    Add(AddArgs),
    /// Print the reminders that are due, each time once
    ///
    /// Those of the last 24 hours that were not printed before, by this command or another program that delivers
    /// reminders of this book. A recurring reminder of an item is silent once the day's entry is there, on exempt days,
    /// and on days on which the item is not due.
    Due,
    /// Put a reminder for one time off
    Snooze {
        /// Its title or its id.
        reminder: String,
        /// For so many minutes from now.
        #[arg(value_parser = clap::value_parser!(u32).range(1..=527_040))]
        minutes: u32,
    },
    /// Mark a reminder for one time as completed
    Done {
        /// Its title or its id.
        reminder: String,
    },
    /// Remove a reminder
    Remove {
        /// Its title or its id.
        reminder: String,
    },
}

#[derive(Args, Debug)]
struct AddArgs {
    /// What it is about.
    title: String,
    /// The time of day, HH:MM, by your zone.
    time: TimeWord,
    /// Once, on this day.
    #[arg(long, value_name = "DAY", conflicts_with = "schedule")]
    on: Option<DayWord>,
    /// Again and again: daily, weekdays as mon,thu, or every:3 (days).
    #[arg(long, value_name = "WHEN")]
    schedule: Option<ScheduleWord>,
    /// The item it belongs to: it is silent once the day's entry is there.
    #[arg(long, value_name = "ITEM")]
    item: Option<String>,
    /// From 1, the most urgent, to 5.
    #[arg(long, value_name = "N", default_value_t = 3)]
    priority: u8,
    /// More words.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
}

/// A time of day, in minutes after midnight.
#[derive(Clone, Copy, Debug)]
struct TimeWord(u16);

impl FromStr for TimeWord {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let form = || "write HH:MM, such as 04:50".to_owned();
        let (hours, minutes) = word.split_once(':').ok_or_else(form)?;
        let (hours, minutes) = (hours.parse::<u16>().map_err(|_| form())?, minutes.parse::<u16>().map_err(|_| form())?);
        if hours < 24 && minutes < 60 { Ok(Self(hours * 60 + minutes)) } else { Err(form()) }
    }
}

/// The reminders.
#[derive(Debug, Serialize)]
struct RemindersView {
    reminders: Vec<ReminderLine>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedView>,
}

#[derive(Debug, Serialize)]
struct ReminderLine {
    id: ReminderId,
    title: String,
    text: Option<String>,
    /// The path of the item it belongs to.
    item: Option<String>,
    priority: u8,
    /// On which days, in words.
    days: String,
    /// The time of day, `HH:MM`.
    time: String,
    active: bool,
    completed_at: Option<Timestamp>,
    snoozed_until: Option<Timestamp>,
}

impl ReminderLine {
    fn of(catalogue: &Catalogue, reminder: &Reminder) -> Result<Self> {
        let minute = reminder.time.minute();
        Ok(Self {
            id: reminder.id,
            title: reminder.title.to_string(),
            text: reminder.text.as_ref().map(ToString::to_string),
            item: reminder.item.map(|item| catalogue.path_text(item)).transpose()?,
            priority: reminder.priority,
            days: match &reminder.time {
                ReminderTime::Once { day, .. } => format!("once, {day}"),
                ReminderTime::Recurring { schedule, .. } => told(schedule),
                _ => "at a time of a later version".to_owned(),
            },
            time: format!("{:02}:{:02}", minute / 60, minute % 60),
            active: reminder.active,
            completed_at: reminder.completed_at,
            snoozed_until: reminder.snoozed_until,
        })
    }
}

impl View for RemindersView {
    fn show(&self, page: &mut Page) {
        if self.reminders.is_empty() {
            page.line("There are no reminders.");
        }
        let mut table = Table::new();
        for line in &self.reminders {
            let state = match (line.completed_at, line.active) {
                (Some(_), _) => "completed",
                (None, true) => "",
                (None, false) => "not in use",
            };
            table.row([
                Cell::new(line.priority).right(),
                Cell::new(&line.title),
                Cell::new(&line.time),
                Cell::new(&line.days),
                Cell::faint(line.item.as_deref().unwrap_or_default()),
                Cell::faint(state),
            ]);
        }
        page.table(&table);
        if let Some(committed) = &self.committed {
            committed.show(page);
        }
    }
}

/// The reminder with a title or an id.
fn named(catalogue: &Catalogue, name: &str) -> Result<ReminderId> {
    let wanted = name.trim().to_lowercase();
    let mut found = catalogue
        .reminders
        .values()
        .filter(|reminder| reminder.title.as_str().to_lowercase() == wanted || reminder.id.to_string() == wanted);
    match (found.next(), found.next()) {
        (Some(reminder), None) => Ok(reminder.id),
        (None, _) => Err(Failure::not_found(Kind::Reminder, name)),
        (Some(_), Some(_)) => Err(Failure::conflict(Kind::Reminder, "several have this title: name one by its id")),
    }
}

async fn view(opened: &Opened, committed: Option<&Committed>) -> Result<RemindersView> {
    let catalogue = opened.book.catalogue().await?;
    let reminders = opened.book.reminders().list().await?;
    let reminders = reminders.iter().map(|reminder| ReminderLine::of(&catalogue, reminder));
    Ok(RemindersView {
        reminders: reminders.collect::<Result<_>>()?,
        committed: committed.map(|committed| CommittedView::of(&catalogue, committed)),
    })
}

pub(crate) async fn run(args: RemindArgs, app: &App) -> Result<()> {
    let opened = app.opened().await?;
    let (reminders, catalogue) = (opened.book.reminders(), opened.catalogue.as_ref());
    let committed = match args.what.unwrap_or(What::List) {
        What::List => None,
        What::Due => return put_due(app, &opened).await,
        What::Snooze { reminder, minutes } => {
            let until = HostTime.now().micros() + i64::from(minutes) * 60_000_000;
            Some(reminders.snooze(named(catalogue, &reminder)?, Timestamp::from_micros(until)).await?)
        }
        What::Add(args) => Some(reminders.add(args.new_reminder(&opened)?).await?.committed),
        What::Done { reminder } => Some(reminders.complete(named(catalogue, &reminder)?).await?),
        What::Remove { reminder } => Some(reminders.remove(named(catalogue, &reminder)?).await?),
    };
    app.put(&view(&opened, committed.as_ref()).await?)
}

/// The reminders that are due.
#[derive(Debug, Serialize)]
struct DueView {
    due: Vec<DueLine>,
}

#[derive(Debug, Serialize)]
struct DueLine {
    id: ReminderId,
    title: String,
    text: Option<String>,
    /// The path of the item it belongs to.
    item: Option<String>,
    priority: u8,
    /// The day that it falls on.
    day: Day,
    /// When it was due.
    at: Timestamp,
    /// The time that clocks showed then, `HH:MM`.
    time: String,
}

impl View for DueView {
    fn show(&self, page: &mut Page) {
        if self.due.is_empty() {
            page.line("Nothing is due.");
        }
        let mut table = Table::new();
        for line in &self.due {
            table.row([
                Cell::new(line.day),
                Cell::new(&line.time),
                Cell::new(&line.title),
                Cell::faint(line.item.as_deref().unwrap_or_default()),
                Cell::faint(line.text.as_deref().unwrap_or_default()),
            ]);
        }
        page.table(&table);
    }
}

/// Prints what is due, and then confirms it: where printing fails, it is printed again later.
async fn put_due(app: &App, opened: &Opened) -> Result<()> {
    let reminders = opened.book.reminders();
    let due = reminders.due(DueOptions::new()).await?;
    let catalogue = opened.book.catalogue().await?;
    let line = |one: &DueReminder| {
        let reminder = &one.reminder;
        let shown = catalogue.settings.zone.local(one.occurrence.at);
        Ok(DueLine {
            id: reminder.id,
            title: reminder.title.to_string(),
            text: reminder.text.as_ref().map(ToString::to_string),
            item: reminder.item.map(|item| catalogue.path_text(item)).transpose()?,
            priority: reminder.priority,
            day: one.day,
            at: one.occurrence.at,
            time: shown.format("%H:%M").to_string(),
        })
    };
    app.put(&DueView { due: due.iter().map(line).collect::<Result<_>>()? })?;
    for one in &due {
        reminders.confirm(one).await?;
    }
    Ok(())
}

impl AddArgs {
    fn new_reminder(&self, opened: &Opened) -> Result<NewReminder> {
        let first_weekday = opened.catalogue.settings.first_weekday;
        let new = match (&self.on, &self.schedule) {
            (Some(word), _) => NewReminder::once(&self.title, word.on(opened.today), self.time.0),
            (None, schedule) => {
                let schedule = schedule.as_ref().unwrap_or(&ScheduleWord::Daily);
                NewReminder::recurring(&self.title, self.time.0, schedule.in_book(first_weekday, opened.today))
            }
        };
        let new = new.priority(self.priority);
        let new = match &self.item {
            Some(name) => new.item(naming::item(&opened.catalogue, name)?),
            None => new,
        };
        Ok(match &self.text {
            Some(text) => new.text(text),
            None => new,
        })
    }
}
