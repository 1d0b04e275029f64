//! Days of meaning within the days of the report, in both calendars.

use kitaab::words::Text;
use kitaab::{Day, Occasion};
use maud::html;

use super::{Section, Writer};

/// The occasions that are told; those of every week and month would drown them.
const TOLD: [Occasion; 7] = [
    Occasion::Ramadan,
    Occasion::LastTenNights,
    Occasion::EidAlFitr,
    Occasion::Arafah,
    Occasion::EidAlAdha,
    Occasion::Tasua,
    Occasion::Ashura,
];
/// Over more days than these they would fill pages.
const MOST_DAYS: usize = 800;

impl Writer<'_> {
    pub(super) fn occasions(&self) -> Option<Section> {
        let days = self.contents.days;
        if days.count() > MOST_DAYS {
            return None;
        }
        let mut runs: Vec<(Occasion, Day, Day)> = Vec::new();
        for day in days.days() {
            let today = self.contents.calendar.occasions(day);
            for occasion in TOLD.into_iter().filter(|occasion| today.contains(*occasion)) {
                match runs.iter_mut().find(|(known, _, last)| *known == occasion && last.next() == Some(day)) {
                    Some((.., last)) => *last = day,
                    None => runs.push((occasion, day, day)),
                }
            }
        }
        if runs.is_empty() {
            return None;
        }
        let span = |first: Day, last: Day, told: &dyn Fn(Day) -> String| {
            if first == last {
                return told(first);
            }
            self.put(Text::DATE_SPAN, &[("first", (&told(first)).into()), ("last", (&told(last)).into())])
        };
        let body = html! {
            table {
                thead {
                    tr {
                        th scope="col" { (self.say(Text::REPORT_OCCASION)) }
                        th scope="col" { (self.say(Text::REPORT_DAY)) }
                        th scope="col" { (self.say(Text::REPORT_HIJRI)) }
                    }
                }
                tbody {
                    @for (occasion, first, last) in &runs {
                        tr {
                            th scope="row" { (self.locale.occasion(*occasion)) }
                            td { (span(*first, *last, &|day| self.locale.day(day))) }
                            td { (span(*first, *last, &|day| self.hijri(day))) }
                        }
                    }
                }
            }
        };
        Some(Section { id: "occasions", title: self.say(Text::REPORT_OCCASIONS), body })
    }
}
