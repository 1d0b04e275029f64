//! Targets with their pace.

use kitaab::words::{Arg, Text};
use kitaab::{ConditionVerdict, Outcome, Quantity, Target, TargetItemProgress, TargetProgress};
use maud::{Markup, html};

use super::{Section, Writer};

impl Writer<'_> {
    pub(super) fn targets(&self) -> Option<Section> {
        let (shown, left_out) = (&self.contents.targets, self.contents.targets_left_out);
        if shown.is_empty() && left_out == 0 {
            return None;
        }
        let body = html! {
            div.cards { @for (target, progress) in shown { (self.target(target, progress)) } }
            (self.left_out(left_out))
        };
        Some(Section { id: "targets", title: self.say(Text::REPORT_TARGETS), body })
    }

    fn target(&self, target: &Target, progress: &TargetProgress) -> Markup {
        html! {
            article {
                h3 {
                    bdi { (target.title) } " "
                    span.state { (self.locale.target_state(progress.state)) }
                }
                p.pace { (self.locale.span(target.first_day, target.last_day)) }
                @if let Some(text) = &target.description { p.words dir="auto" { (text) } }
                @for item in &progress.items { (self.target_item(item)) }
            }
        }
    }

    fn target_item(&self, item: &TargetItemProgress) -> Markup {
        let met = item.met_on.is_some();
        let condition = ConditionVerdict {
            condition: item.condition,
            outcome: if met { Outcome::Earned } else { Outcome::NotEarned },
            have: item.have,
            need: item.need,
            // A day to come is not missed yet.
            first_unmet: item.first_unmet.filter(|day| *day < self.contents.today),
        };
        let share = share(item.have, item.need);
        html! {
            p {
                (self.locale.condition(&condition, &self.contents.catalogue)) " "
                span.state { (self.locale.percent(share)) }
            }
            (self.bar(Some(share)))
            p.pace { (self.pace(item)) }
        }
    }

    /// What is left to be done, and when that is reached.
    fn pace(&self, item: &TargetItemProgress) -> String {
        if let Some(day) = item.met_on {
            return self.put(Text::REPORT_TARGET_MET, &[("day", (&self.both(day)).into())]);
        }
        let mut parts = Vec::new();
        let left = Arg::from(item.due_days_left);
        match (item.needed_per_due_day, item.have, item.need) {
            (Some(_), Quantity::Days(have), Quantity::Days(need)) => {
                let amount = self.locale.number(need.saturating_sub(have).into());
                parts.push(self.put(Text::REPORT_PACE_DAYS, &[("amount", (&amount).into()), ("left", left)]));
            }
            (Some(needed), Quantity::Amount(_), _) => {
                let deed = self.contents.catalogue.deed_of(item.condition.item).ok();
                let unit = deed.and_then(|deed| deed.unit.as_ref()).map(kitaab::Unit::as_str);
                let amount = self.locale.amount(format!("{needed:.1}").trim_end_matches(".0"), unit);
                parts.push(self.put(Text::REPORT_PACE_NEEDS, &[("amount", (&amount).into()), ("days", left)]));
            }
            _ => {}
        }
        if let Some(day) = item.projected {
            parts.push(self.put(Text::REPORT_PACE_PROJECTED, &[("day", (&self.both(day)).into())]));
        }
        self.locale.list(parts)
    }
}

/// How much of what is needed there is, from 0 to 1.
#[allow(clippy::cast_precision_loss, reason = "a share for a bar")]
fn share(have: Quantity, need: Quantity) -> f64 {
    let number = |quantity: Quantity| match quantity {
        Quantity::Amount(total) => total.hundredths() as f64,
        Quantity::Days(days) => f64::from(days),
    };
    if number(need) > 0.0 { (number(have) / number(need)).clamp(0.0, 1.0) } else { 0.0 }
}
