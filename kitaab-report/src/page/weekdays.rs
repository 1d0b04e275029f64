//! The profile of the week.

use kitaab::words::Text;
use kitaab::{Subject, WeekdayProfile};
use maud::{Markup, html};

use super::{Section, Writer};

impl Writer<'_> {
    pub(super) fn weekdays(&self) -> Option<Section> {
        let profiles: Vec<Markup> = self
            .contents
            .dashboard
            .weekdays
            .iter()
            .filter(|profile| profile.weekdays.iter().any(|day| day.due > 0))
            .filter_map(|profile| self.profile(profile))
            .collect();
        if profiles.is_empty() {
            return None;
        }
        let body = html! {
            p { (self.say(Text::REPORT_WEEKDAYS_ABOUT)) }
            @for profile in &profiles { (profile) }
        };
        Some(Section { id: "week", title: self.say(Text::REPORT_WEEKDAYS), body })
    }

    fn profile(&self, profile: &WeekdayProfile) -> Option<Markup> {
        let Subject::Category(category) = profile.subject else { return None };
        if !self.contents.shows(category) {
            return None;
        }
        let mark = |day| match day {
            day if Some(day) == profile.best => self.say(Text::REPORT_BEST),
            day if Some(day) == profile.worst => self.say(Text::REPORT_WORST),
            _ => String::new(),
        };
        Some(html! {
            h3 { (self.locale.category(category)) }
            table {
                thead {
                    tr {
                        th scope="col" { (self.say(Text::REPORT_WEEKDAY)) }
                        th.number scope="col" { (self.say(Text::REPORT_KEPT)) }
                        th.long scope="col" { (self.say(Text::REPORT_SHARE)) }
                        th.number scope="col" aria-label=(self.say(Text::REPORT_SHARE)) {}
                        th.narrow-hidden scope="col" aria-label=(self.say(Text::REPORT_BEST)) {}
                    }
                }
                tbody {
                    @for day in &profile.weekdays {
                        tr {
                            th scope="row" { (self.locale.weekday(day.weekday)) }
                            td.number { (self.of_due(day.kept, day.due)) }
                            td.long { (self.bar(day.rate)) }
                            td.number { (self.share(day.rate)) }
                            td.faint.narrow-hidden { (mark(day.weekday)) }
                        }
                    }
                }
            }
        })
    }
}
