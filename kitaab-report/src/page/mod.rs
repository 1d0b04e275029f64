//! The page: a document with a section for each way to look back.

mod distribution;
mod head;
mod heat_map;
mod merits;
mod occasions;
mod overview;
mod reflections;
mod targets;
mod weekdays;

use kitaab::words::{Arg, Direction, Locale, Text};
use kitaab::{Category, Day, ItemId};
use maud::{DOCTYPE, Markup, html};

use crate::chart::percentage;
use crate::contents::Contents;
use crate::error::Result;
use crate::options::ReportOptions;

/// A part of the page.
struct Section {
    /// What it can be jumped to by.
    id: &'static str,
    title: String,
    body: Markup,
}

/// What every section needs: the contents, and how they are said.
#[derive(Clone, Copy)]
struct Writer<'a> {
    contents: &'a Contents,
    locale: &'a Locale,
}

/// The whole document.
pub(crate) fn whole(contents: &Contents, options: &ReportOptions) -> Result<String> {
    let writer = Writer { contents, locale: &options.locale };
    let sections: Vec<Section> = [
        writer.overview()?,
        writer.heat_maps()?,
        writer.distributions(),
        writer.weekdays(),
        writer.merits()?,
        writer.targets(),
        writer.occasions(),
        writer.reflections(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let document = html! {
        (DOCTYPE)
        html lang=(writer.locale.tag()) dir=(writer.locale.direction().html()) {
            (head::head(&writer.title()))
            body {
                a.skip href="#contents" { (writer.say(Text::REPORT_SKIP)) }
                (writer.top())
                @if sections.len() > 1 { (writer.table_of_contents(&sections)) }
                main {
                    @for section in &sections {
                        section id=(section.id) aria-labelledby=(format!("{}-title", section.id)) {
                            h2 id=(format!("{}-title", section.id)) { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer { p { (writer.say(Text::REPORT_FOOT)) } }
            }
        }
    };
    Ok(document.into_string())
}

impl Writer<'_> {
    fn say(&self, text: Text) -> String {
        self.locale.say(text)
    }

    fn put(&self, text: Text, args: &[(&str, Arg<'_>)]) -> String {
        self.locale.put(text, args)
    }

    fn title(&self) -> String {
        let days = self.locale.span(self.contents.days.first(), self.contents.days.last());
        self.put(Text::REPORT_TITLE_DAYS, &[("days", (&days).into())])
    }

    /// What stands above everything: the days in both calendars, and whose page it is.
    fn top(&self) -> Markup {
        let Contents { days, today, .. } = self.contents;
        let hijri = |day: Day| self.hijri(day);
        let (first, last) = (hijri(days.first()), hijri(days.last()));
        html! {
            header {
                h1 { (self.say(Text::REPORT_TITLE)) }
                p.days { (self.locale.span(days.first(), days.last())) }
                p.days { (self.put(Text::DATE_SPAN, &[("first", (&first).into()), ("last", (&last).into())])) }
                p.faint { (self.put(Text::REPORT_MADE_ON, &[("day", (&self.both(*today)).into())])) }
                p.faint {
                    (self.say(Text::REPORT_PRIVATE))
                    @if !self.contents.shows(Category::Saiyyiaat) { " " (self.say(Text::REPORT_PRIVATE_SAIYYIAAT)) }
                }
            }
        }
    }

    fn table_of_contents(&self, sections: &[Section]) -> Markup {
        html! {
            nav id="contents" aria-label=(self.say(Text::REPORT_CONTENTS)) {
                ul {
                    @for section in sections { li { a href=(format!("#{}", section.id)) { (section.title) } } }
                }
            }
        }
    }

    /// The Hijri date of a day, by the owner's sightings.
    fn hijri(&self, day: Day) -> String {
        self.locale.hijri(self.contents.calendar.hijri(day))
    }

    /// A day in both calendars, side by side.
    fn both(&self, day: Day) -> String {
        let (gregorian, hijri) = (self.locale.day(day), self.hijri(day));
        self.put(Text::DATE_BOTH, &[("gregorian", (&gregorian).into()), ("hijri", (&hijri).into())])
    }

    /// `kept` of `due`, in words.
    fn of_due(&self, kept: u64, due: u64) -> String {
        self.put(Text::REPORT_OF_DUE, &[("kept", kept.into()), ("due", due.into())])
    }

    /// A share in words; a dash where there is none.
    fn share(&self, share: Option<f64>) -> String {
        share.map_or_else(|| "–".to_owned(), |share| self.locale.percent(share))
    }

    /// A share as a bar. What it says stands beside it in words, so it is passed over when read aloud.
    fn bar(&self, share: Option<f64>) -> Markup {
        let share = share.unwrap_or(0.0);
        html! {
            svg.bar aria-hidden="true" {
                rect.track width="100%" height="100%" {}
                (self.segment(0.0, share, 1.0))
            }
        }
    }

    /// A part of a bar, from where lines begin.
    fn segment(&self, start: f64, width: f64, opacity: f64) -> Markup {
        let x = match self.locale.direction() {
            Direction::LeftToRight => start,
            Direction::RightToLeft => 1.0 - start - width,
        };
        html! {
            @if width > 0.0 {
                rect x=(percentage(x)) width=(percentage(width)) height="100%" fill="currentColor"
                    fill-opacity=(format!("{opacity:.2}")) {}
            }
        }
    }

    /// An item's own name, as the owner wrote it.
    fn name(&self, item: ItemId) -> Markup {
        let name = self.contents.catalogue.items.get(&item).map(|item| item.name.as_str()).unwrap_or_default();
        html! { bdi { (name) } }
    }

    /// Whether an item's deed is shown.
    fn is_shown(&self, item: ItemId) -> bool {
        self.contents.catalogue.deed_of(item).is_ok_and(|deed| self.contents.shows(deed.category))
    }

    /// Figures that a chart shows, to be opened.
    fn as_table(&self, table: &Markup) -> Markup {
        html! { details { summary { (self.say(Text::REPORT_AS_TABLE)) } (table) } }
    }
}
