//! Verdicts in words: what [`kitaab_core::Verdict::why`] says, in any language.

use kitaab_core::{
    Below, Catalogue, ConditionVerdict, Deed, ItemId, Match, Outcome, Quantity, RuleDetail, RuleVerdict, Scale, Test,
    Verdict,
};

use crate::locale::Locale;
use crate::text::Text;

impl Locale {
    /// A verdict: what each condition has and needs. One line for a lone condition, an indented outline for a
    /// nested rule.
    pub fn why(&self, verdict: &Verdict, catalogue: &Catalogue) -> String {
        match &verdict.detail.detail {
            RuleDetail::Condition(condition) => self.condition(condition, catalogue),
            _ => {
                let mut lines = Vec::new();
                self.outline(&verdict.detail, catalogue, 0, &mut lines);
                lines.join("\n")
            }
        }
    }

    /// One condition: what it has and needs.
    pub fn condition(&self, verdict: &ConditionVerdict, catalogue: &Catalogue) -> String {
        let condition = &verdict.condition;
        let item = self.path(catalogue, condition.item).unwrap_or_else(|_| self.say(Text::WHY_ITEM_GONE));
        let item = match condition.below {
            Below::No => item,
            Below::Any => self.put(Text::WHY_ITEM_ANY, &[("item", (&item).into())]),
            Below::Each => self.put(Text::WHY_ITEM_EACH, &[("item", (&item).into())]),
        };
        let counted = self.counted(verdict, catalogue);
        let words = self.put(Text::WHY_CONDITION, &[("item", (&item).into()), ("counted", (&counted).into())]);
        match verdict.first_unmet {
            Some(day) => {
                let day = self.day(day);
                self.put(Text::WHY_FIRST_MISSED, &[("words", (&words).into()), ("day", (&day).into())])
            }
            None => words,
        }
    }

    /// Writes a rule and its parts, one line each, the parts further in.
    fn outline(&self, rule: &RuleVerdict, catalogue: &Catalogue, depth: usize, lines: &mut Vec<String>) {
        let joined = |text: Text, parts: &[RuleVerdict]| {
            let met = parts.iter().filter(|part| part.outcome == Outcome::Earned).count();
            self.put(text, &[("met", met.into()), ("parts", parts.len().into())])
        };
        let (line, parts) = match &rule.detail {
            RuleDetail::All(parts) => (joined(Text::WHY_ALL, parts), parts.as_slice()),
            RuleDetail::Any(parts) => (joined(Text::WHY_ANY, parts), parts.as_slice()),
            RuleDetail::AtLeast { n, rules } => {
                let met = rules.iter().filter(|part| part.outcome == Outcome::Earned).count();
                let args = [("n", u32::from(*n).into()), ("met", met.into()), ("parts", rules.len().into())];
                (self.put(Text::WHY_AT_LEAST, &args), rules.as_slice())
            }
            RuleDetail::Not(part) => (self.say(Text::WHY_NOT), std::slice::from_ref(part.as_ref())),
            RuleDetail::Condition(condition) => (self.condition(condition, catalogue), [].as_slice()),
        };
        let standing = self.say(match rule.outcome {
            Outcome::Earned => Text::WHY_MET,
            Outcome::NotEarned => Text::WHY_MISSING,
            Outcome::Undetermined => Text::WHY_UNDETERMINED,
        });
        let line = self.put(Text::WHY_PART, &[("standing", (&standing).into()), ("rule", (&line).into())]);
        lines.push(format!("{}{line}", "  ".repeat(depth)));
        for part in parts {
            self.outline(part, catalogue, depth + 1, lines);
        }
    }

    fn counted(&self, verdict: &ConditionVerdict, catalogue: &Catalogue) -> String {
        let deed = catalogue.deed_of(verdict.condition.item).ok();
        let unit = deed.and_then(|deed| deed.unit.as_ref()).map(kitaab_core::Unit::as_str);
        let have = self.quantity(verdict.have, None);
        let days = |matching: &Match| {
            let need = match verdict.need {
                Quantity::Days(days) => days,
                Quantity::Amount(_) => 0,
            };
            (need, self.match_in_words(matching, catalogue, deed))
        };
        match &verdict.condition.test {
            Test::EveryDay(_) if verdict.outcome == Outcome::Undetermined => self.say(Text::WHY_NOTHING_DUE),
            Test::DaysAtLeast { matching, .. } => {
                let (need, matching) = days(matching);
                let args = [("have", (&have).into()), ("need", need.into()), ("match", (&matching).into())];
                self.put(Text::WHY_DAYS, &args)
            }
            Test::EveryDay(matching) => {
                let (need, matching) = days(matching);
                let periods = reads_quota(catalogue, verdict);
                let text = if periods { Text::WHY_DUE_DAYS_AND_PERIODS } else { Text::WHY_DUE_DAYS };
                self.put(text, &[("have", (&have).into()), ("need", need.into()), ("match", (&matching).into())])
            }
            _ => {
                let need = self.quantity(verdict.need, unit);
                self.put(Text::WHY_TOTAL, &[("have", (&have).into()), ("need", (&need).into())])
            }
        }
    }

    /// How much there is: an amount with its unit, or a number of days.
    pub fn quantity(&self, quantity: Quantity, unit: Option<&str>) -> String {
        match quantity {
            Quantity::Amount(total) => self.amount(total, unit),
            Quantity::Days(days) => self.number(days.into()),
        }
    }

    /// What a match asks of a day, as the end of a sentence.
    fn match_in_words(&self, matching: &Match, catalogue: &Catalogue, deed: Option<&Deed>) -> String {
        let unit = deed.and_then(|deed| deed.unit.as_ref()).map(kitaab_core::Unit::as_str);
        let score = |score: i32| self.score(score, deed.and_then(|deed| catalogue.active_scale(deed.id)));
        let (text, value) = match matching {
            Match::Is(value) => match catalogue.scale_value(*value) {
                Ok(value) => (Text::MATCH_IS, self.label(value.label.as_str())),
                Err(_) => (Text::MATCH_IS, self.say(Text::MATCH_GONE)),
            },
            Match::ScoreAtLeast(least) => (Text::MATCH_AT_LEAST, score(*least)),
            Match::ScoreAtMost(most) => (Text::MATCH_AT_MOST, score(*most)),
            Match::AmountAtLeast(amount) => (Text::MATCH_AT_LEAST, self.amount(amount, unit)),
            Match::AmountAtMost(amount) => (Text::MATCH_AT_MOST, self.amount(amount, unit)),
            _ => return self.say(Text::MATCH_LOGGED),
        };
        self.put(text, &[("value", (&value).into())])
    }

    /// A score by the label that stands for it, where there is one.
    pub(crate) fn score(&self, score: i32, scale: Option<&Scale>) -> String {
        match scale.and_then(|scale| scale.values.iter().find(|value| value.score == score)) {
            Some(value) => self.label(value.label.as_str()),
            None => self.put(Text::MATCH_SCORE, &[("score", (&self.decimal(score)).into())]),
        }
    }

    fn label(&self, label: &str) -> String {
        self.put(Text::MATCH_LABEL, &[("label", label.into())])
    }
}

/// Whether some of a condition's units may be periods.
fn reads_quota(catalogue: &Catalogue, verdict: &ConditionVerdict) -> bool {
    let has_quota = |id: &ItemId| {
        catalogue
            .items
            .get(id)
            .is_some_and(|item| item.schedules.versions().iter().any(|(_, schedule)| schedule.is_quota()))
    };
    match verdict.condition.below {
        Below::No => has_quota(&verdict.condition.item),
        // Judged day by day, whatever the schedules.
        Below::Any => false,
        Below::Each => catalogue.subtree(verdict.condition.item).iter().any(has_quota),
    }
}
