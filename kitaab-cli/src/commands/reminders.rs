//! Reminders: what to be reminded of, and when. Kitaab itself sends nothing.

use std::str::FromStr;

use clap::{Args, Subcommand};
use kitaab::{Catalogue, Committed, Kind, NewReminder, Reminder, ReminderId, ReminderTime, Timestamp};
use serde::Serialize;

use crate::app::{App, Opened};
use crate::day_word::DayWord;
use crate::failure::{Failure, Result};
use crate::naming;
use crate::output::{Cell, CommittedView, Page, Table, View};
use crate::schedule_word::{ScheduleWord, told};

/// List reminders, or change them
///
/// Kitaab sends nothing itself: `kitaab export-ics` gives them to your calendar, and a program that embeds it may ask.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab remind
  kitaab remind add \"Rise for Fajr\" 04:50 --item Fajr
  kitaab remind add \"White days\" 21:00 --schedule mon,thu
  kitaab remind add \"Pay the fidya\" 12:00 --on 2026-03-20 --priority 1
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
        What::Add(args) => Some(reminders.add(args.new_reminder(&opened)?).await?.committed),
        What::Done { reminder } => Some(reminders.complete(named(catalogue, &reminder)?).await?),
        What::Remove { reminder } => Some(reminders.remove(named(catalogue, &reminder)?).await?),
    };
    app.put(&view(&opened, committed.as_ref()).await?)
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
