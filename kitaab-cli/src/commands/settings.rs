//! A new book, and what its owner has set.

use clap::Args;
use kitaab::{
    Book, DayStart, HostTime, IdSource, Kind, RandomIds, Settings, SettingsPatch, TimeSource, UserId, Weekday, Zone,
    starter,
};
use serde::Serialize;

use crate::app::{self, App, Opened};
use crate::book_file;
use crate::failure::{Failure, Result};
use crate::output::{Cell, Page, Table, View};
use crate::place::Place;
use crate::schedule_word::weekday_name;

/// What can be set, for a new book and an old one.
#[derive(Args, Clone, Debug)]
struct ToSet {
    /// Your IANA time zone, such as Asia/Riyadh: it decides which day is today.
    #[arg(long, value_name = "ZONE")]
    zone: Option<Zone>,
    /// Minutes after midnight at which your day starts, 0 to 720: with 180, what you log at 1 am still goes to yesterday.
    #[arg(long, value_name = "MINUTES")]
    day_start: Option<u16>,
    /// The first day of your week, such as monday or sat.
    #[arg(long, value_name = "WEEKDAY")]
    first_weekday: Option<Weekday>,
}

impl ToSet {
    fn patch(&self) -> Result<SettingsPatch> {
        Ok(SettingsPatch {
            zone: self.zone,
            day_start: self.day_start.map(DayStart::from_minutes).transpose()?,
            first_weekday: self.first_weekday.map(|day| u8::try_from(day.num_days_from_monday()).unwrap_or(0)),
        })
    }
}

/// Begin a new book
///
/// The zone is taken from this machine unless you name one. A file that is there already is left alone.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab init
  kitaab init --starter --zone Asia/Riyadh --day-start 180")]
pub(crate) struct InitArgs {
    #[command(flatten)]
    to_set: ToSet,
    /// Begin with a set of deeds: prayers, Qur'an, dhikr, fasting, charity, backbiting, anger. `kitaab starter` has more.
    #[arg(long)]
    starter: bool,
}

/// Show or change your time zone, the start of your day, and the first day of your week
///
/// What was recorded before stays on its day.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  kitaab settings
  kitaab settings --zone Africa/Cairo --first-weekday saturday")]
pub(crate) struct SettingsArgs {
    #[command(flatten)]
    to_set: ToSet,
}

/// Where the book is, and what is set.
#[derive(Debug, Serialize)]
struct SettingsView {
    book: Place,
    /// Null as long as nothing was written: an owner comes into being with the first commit.
    owner: Option<UserId>,
    zone: Zone,
    day_start: DayStart,
    first_weekday: Weekday,
    today: kitaab::Day,
    deeds: usize,
    seq: u64,
}

impl SettingsView {
    async fn of(app: &App, opened: &Opened) -> Result<Self> {
        let Settings { zone, day_start, first_weekday, .. } = opened.catalogue.settings;
        let seq = opened.book.head().await?.seq;
        Ok(Self {
            book: app.place.clone(),
            owner: (seq > 0).then(|| opened.book.owner()),
            zone,
            day_start,
            first_weekday: Weekday::try_from(first_weekday).unwrap_or(Weekday::Mon),
            today: opened.today,
            deeds: opened.catalogue.deeds.len(),
            seq,
        })
    }
}

impl View for SettingsView {
    fn show(&self, page: &mut Page) {
        let minutes = self.day_start.minutes();
        let mut table = Table::new();
        for (name, value) in [
            ("Book", self.book.to_string()),
            ("Owner", self.owner.map_or_else(|| "made with the first record".to_owned(), |owner| owner.to_string())),
            ("Time zone", self.zone.name().to_owned()),
            ("Day starts at", format!("{:02}:{:02}", minutes / 60, minutes % 60)),
            ("Week starts on", weekday_name(self.first_weekday).to_owned()),
            ("Today", self.today.to_string()),
            ("Deeds", self.deeds.to_string()),
            ("Commits", self.seq.to_string()),
        ] {
            table.row([Cell::faint(name), Cell::new(value)]);
        }
        page.table(&table);
    }
}

pub(crate) async fn init(args: InitArgs, app: &App) -> Result<()> {
    let mut patch = args.to_set.patch()?;
    patch.zone = patch.zone.or_else(|| Some(book_file::local_zone()));
    let book = new_book(app).await?;
    book.settings().edit(patch).await?;
    if args.starter {
        let picked = starter::pick(starter::suggested()?, book.today().await?);
        let deeds = picked.for_book(&book.catalogue().await?.settings).deeds()?;
        book.deeds().add_all(deeds).await?;
    }
    app.put(&SettingsView::of(app, &Opened::from(book).await?).await?)?;
    Ok(())
}

/// A book to begin: the one of a file, or one of many on a server.
async fn new_book(app: &App) -> Result<Book> {
    let there = |place: &Place| Failure::conflict(Kind::Book, format!("{place} is there already"));
    match &app.place {
        Place::File(file) => {
            // A file without a book in it is as good as none: an erased book leaves one.
            if file.exists() && !app::open(&app.place).await?.owners().await?.is_empty() {
                return Err(there(&app.place).hint("name another file by --book, or see what is in it: kitaab deeds"));
            }
            book_file::make_folder_of(file)?;
            app.book_in(&app::open(&app.place).await?).await
        }
        Place::Server(_) => {
            let kitaab = app.kitaab().await?;
            let owner = match app.owner {
                Some(owner) => owner,
                None => UserId::new(RandomIds.id(HostTime.now())?),
            };
            let book = kitaab.book(owner);
            if book.head().await?.seq > 0 {
                return Err(there(&app.place).hint("name another owner by --owner"));
            }
            Ok(book)
        }
    }
}

pub(crate) async fn run(args: SettingsArgs, app: &App) -> Result<()> {
    let patch = args.to_set.patch()?;
    let opened = app.opened().await?;
    if patch == SettingsPatch::default() {
        return app.put(&SettingsView::of(app, &opened).await?);
    }
    opened.book.settings().edit(patch).await?;
    app.put(&SettingsView::of(app, &Opened::from(opened.book).await?).await?)
}
