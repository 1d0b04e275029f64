//! Merits over time.

use kitaab::words::{Direction, Text};
use kitaab::{Merit, MeritCategory, Outcome};
use maud::{Markup, html};

use super::{Section, Writer};
use crate::chart::{Chart, filled};
use crate::error::Result;

/// How high the strip is painted; it is stretched to the line.
const HEIGHT: u32 = 10;

impl Writer<'_> {
    pub(super) fn merits(&self) -> Result<Option<Section>> {
        let (shown, left_out) = (&self.contents.merits, self.contents.merits_left_out);
        if shown.is_empty() && left_out == 0 {
            return Ok(None);
        }
        let strips = shown.iter().map(|(merit, days)| self.merit(merit, days)).collect::<Result<Vec<_>>>()?;
        let body = html! {
            @if !strips.is_empty() { p { (self.say(Text::REPORT_MERITS_ABOUT)) } }
            div.cards { @for strip in &strips { (strip) } }
            (self.left_out(left_out))
        };
        Ok(Some(Section { id: "merits", title: self.say(Text::REPORT_MERITS), body }))
    }

    /// How many things are left out, if any.
    pub(super) fn left_out(&self, count: usize) -> Markup {
        html! {
            @if count > 0 { p.faint { (self.put(Text::REPORT_LEFT_OUT, &[("count", count.into())])) } }
        }
    }

    fn merit(&self, merit: &Merit, outcomes: &[Outcome]) -> Result<Markup> {
        let days = self.contents.days;
        let earned = outcomes.iter().filter(|outcome| **outcome == Outcome::Earned).count();
        let title = merit.title.as_str();
        let args = [("title", title.into()), ("earned", earned.into()), ("days", outcomes.len().into())];
        let text = match merit.category {
            MeritCategory::Positive => Text::REPORT_MERIT_TEXT,
            MeritCategory::Negative => Text::REPORT_DEMERIT_TEXT,
        };
        let words = self.put(text, &args);
        let strip = self.timeline(outcomes)?.strip("strip", &words);
        let duration = self.put(Text::REPORT_MERIT_DAYS, &[("days", u32::from(merit.duration).into())]);
        let last = outcomes.last().map(|outcome| self.locale.outcome(*outcome)).unwrap_or_default();
        let day = self.locale.day(days.last());
        Ok(html! {
            figure {
                h3 {
                    bdi { (title) } " "
                    span.state { (self.locale.merit_category(merit.category)) ", " (duration) }
                }
                @if let Some(text) = &merit.description { p.words dir="auto" { (text) } }
                (strip)
                div.ends {
                    span { (self.locale.day(days.first())) }
                    span { (self.locale.day(days.last())) }
                }
                figcaption {
                    (words) " "
                    (self.put(Text::REPORT_MERIT_NOW, &[("day", (&day).into()), ("outcome", (&last).into())]))
                }
            }
        })
    }

    /// Runs of days of one outcome, one beside the other.
    fn timeline(&self, outcomes: &[Outcome]) -> Result<Chart> {
        let width = i32::try_from(outcomes.len()).unwrap_or(i32::MAX).max(1);
        let rtl = self.locale.direction() == Direction::RightToLeft;
        Chart::paint(u32::try_from(width).unwrap_or(1), HEIGHT, |canvas| {
            let mut start = 0;
            for run in outcomes.chunk_by(|a, b| a == b) {
                let length = i32::try_from(run.len()).unwrap_or(0);
                let opacity = match run.first() {
                    Some(Outcome::Earned) => 0.85,
                    Some(Outcome::NotEarned) => 0.12,
                    _ => 0.0,
                };
                let x = if rtl { width - start - length } else { start };
                filled(canvas, x, 0, length, i32::try_from(HEIGHT).unwrap_or(0), opacity)?;
                start += length;
            }
            Ok(())
        })
    }
}
