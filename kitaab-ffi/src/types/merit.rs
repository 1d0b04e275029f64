//! Rules, merits and how they stand.

use kitaab::words::Locale;

use super::{Committed, DaySpan, Outcome, ScaleValueRef};
use crate::convert::{InRange, Inward, Outward};
use crate::error::Result;
use crate::scalar::{Amount, Day, Int, ItemId, MeritId, Text};
use crate::types::or_none;

choices! {
    /// Merit or demerit.
    choice MeritCategory = kitaab::MeritCategory {
        /// A merit.
        Positive = "positive",
        /// A demerit.
        Negative = "negative",
    }

    /// Whether a condition means its item or the live leaves under it.
    choice Below = kitaab::Below {
        /// The item itself.
        No = "no",
        /// The leaves: a match holds on a day when it holds for any of them.
        Any = "any",
        /// The leaves: a match holds on a day when it holds for each due one.
        Each = "each",
    }

    /// The shape of a part of a rule.
    choice RulePart {
        /// All parts must hold.
        All = "all",
        /// At least one part must hold.
        Any = "any",
        /// At least so many parts must hold.
        AtLeast = "at_least",
        /// None of the parts may hold.
        Not = "not",
        /// One condition.
        Condition = "condition",
    }
}

unions! {
    /// A tree of conditions.
    union Rule {
        /// All parts must hold.
        All {
            /// The parts.
            rules: [Vec<Rule>],
        }
        /// At least one part must hold.
        Any {
            /// The parts.
            rules: [Vec<Rule>],
        }
        /// At least so many parts must hold.
        AtLeast {
            /// How many, from 1 to the number of parts.
            n: [Int],
            /// The parts.
            rules: [Vec<Rule>],
        }
        /// None of the parts may hold. What is undetermined stays so.
        Not {
            /// The parts, mostly one.
            rules: [Vec<Rule>],
        }
        /// One condition must hold.
        Holds {
            /// The condition.
            condition: [Condition],
        }
    }

    /// What a condition tests over its days.
    union Test {
        /// The sum of the amounts is at least this.
        TotalAtLeast {
            /// The amount.
            amount: [Amount],
        }
        /// On at least `n` days the match holds.
        DaysAtLeast {
            /// How many days, at least 1.
            n: [Int],
            /// What must hold on them.
            matching: [Match],
        }
        /// On each due, non-exempt day the match holds.
        EveryDay {
            /// What must hold on them.
            matching: [Match],
        }
    }

    /// What may hold of an item on one day.
    union Match {
        /// The entry is this scale value, or one that a redefinition maps to the same.
        Is {
            /// The value.
            value: [ScaleValueRef],
        }
        /// The entry's score is at least this.
        ScoreAtLeast {
            /// The score.
            score: [Int],
        }
        /// The entry's score is at most this.
        ScoreAtMost {
            /// The score.
            score: [Int],
        }
        /// The entry's amount is at least this.
        AmountAtLeast {
            /// The amount.
            amount: [Amount],
        }
        /// The entry's amount is at most this.
        AmountAtMost {
            /// The amount.
            amount: [Amount],
        }
        /// There is an entry.
        Logged {}
    }

    /// How much a condition has or needs.
    union Quantity {
        /// A sum of amounts.
        Total {
            /// The sum.
            amount: [Amount],
        }
        /// Days, or whole periods.
        Days {
            /// How many.
            days: [Int],
        }
    }
}

records! {
    /// Something to be true of one item, or of the leaves below it.
    record Condition {
        /// The item.
        item: [ItemId],
        /// What must be true.
        test: [Test],
        /// Whether the leaves under the item are meant; the item itself if left out.
        below: [Option<Below>] = None,
    }

    /// A rule over a sliding window of days.
    record Merit {
        /// Its id.
        id: [MeritId],
        /// Its title.
        title: [Text],
        /// What it means.
        description: [Option<Text>],
        /// Merit or demerit.
        category: [MeritCategory],
        /// Whether it is in use.
        active: [bool],
        /// The length of its window in days.
        duration: [Int],
        /// What must hold in the window.
        rule: [Rule],
        /// Its place among the merits.
        display_order: [Int],
    }

    /// A merit that was made.
    record AddedMerit {
        /// The merit.
        merit: [Merit],
        /// The commit.
        committed: [Committed],
    }

    /// A merit to be made.
    record NewMerit {
        /// Its title.
        title: [Text],
        /// The length of its window in days, 1 to 365.
        days: [Int],
        /// What must hold in the window.
        rule: [Rule],
        /// Merit or demerit; a merit if left out.
        category: [Option<MeritCategory>] = None,
        /// What it means.
        description: [Option<Text>] = None,
        /// Whether it is in use; it is if left out.
        active: [Option<bool>] = None,
    }

    /// What to change of a merit; what is left out stays.
    record MeritEdit {
        /// Its title.
        title: [Option<Text>] = None,
        /// What it means; an empty text takes it away.
        description: [Option<Text>] = None,
        /// Merit or demerit.
        category: [Option<MeritCategory>] = None,
        /// The length of its window in days, 1 to 365.
        days: [Option<Int>] = None,
        /// What must hold in the window.
        rule: [Option<Rule>] = None,
    }

    /// How a rule stands over a window of days, with all its parts.
    record Verdict {
        /// The window that was judged.
        days: [DaySpan],
        /// How the rule stands.
        outcome: [Outcome],
        /// In words: what each condition has and needs.
        why: [Text],
        /// The rule with how each of its parts stands.
        detail: [RuleVerdict],
    }

    /// How a rule, or one part of it, stands.
    record RuleVerdict {
        /// How it stands.
        outcome: [Outcome],
        /// Its shape.
        part: [RulePart],
        /// Of `at_least`: how many.
        n: [Option<Int>],
        /// Its parts; empty for a condition.
        rules: [Vec<RuleVerdict>],
        /// Of a condition: how it stands.
        condition: [Option<ConditionVerdict>],
    }

    /// How a condition stands over a window: enough to draw a progress bar.
    record ConditionVerdict = kitaab::ConditionVerdict {
        /// The condition.
        condition: [Condition],
        /// How it stands.
        outcome: [Outcome],
        /// What there is.
        have: [Quantity],
        /// What is needed.
        need: [Quantity],
        /// Of `every_day`: the first day of the first unit that is not met.
        first_unmet: [Option<Day>],
    }

    /// How a merit stands on a day.
    record MeritVerdict {
        /// The merit.
        merit: [MeritId],
        /// How it stands.
        verdict: [Verdict],
    }

    /// How a merit stands on each day of a span.
    record MeritOutcomes {
        /// The merit.
        merit: [MeritId],
        /// One outcome for each day.
        outcomes: [Vec<Outcome>],
    }

    /// A verdict recorded for a merit on a day.
    record RecordedVerdict = kitaab::RecordedVerdict {
        /// The merit.
        merit: [MeritId],
        /// The day.
        day: [Day],
        /// The verdict.
        outcome: [Outcome],
    }
}

impl Outward<Condition> for kitaab::Condition {
    fn outward(self) -> Condition {
        Condition { item: self.item.outward(), test: self.test.outward(), below: Some(self.below.outward()) }
    }
}

impl Inward<kitaab::Condition> for Condition {
    fn inward(self) -> Result<kitaab::Condition> {
        Ok(kitaab::Condition {
            item: self.item.inward()?,
            below: self.below.unwrap_or(Below::No).inward()?,
            test: self.test.inward()?,
        })
    }
}

impl Outward<Test> for kitaab::Test {
    fn outward(self) -> Test {
        match self {
            Self::TotalAtLeast(amount) => Test::TotalAtLeast { amount: amount.outward() },
            Self::DaysAtLeast { n, matching } => Test::DaysAtLeast { n: n.outward(), matching: matching.outward() },
            Self::EveryDay(matching) => Test::EveryDay { matching: matching.outward() },
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::Test> for Test {
    fn inward(self) -> Result<kitaab::Test> {
        Ok(match self {
            Self::TotalAtLeast { amount } => kitaab::Test::TotalAtLeast(amount.inward()?),
            Self::DaysAtLeast { n, matching } => {
                kitaab::Test::DaysAtLeast { n: n.in_range("n")?, matching: matching.inward()? }
            }
            Self::EveryDay { matching } => kitaab::Test::EveryDay(matching.inward()?),
        })
    }
}

impl Outward<Match> for kitaab::Match {
    fn outward(self) -> Match {
        match self {
            Self::Is(value) => Match::Is { value: value.outward() },
            Self::ScoreAtLeast(score) => Match::ScoreAtLeast { score: score.outward() },
            Self::ScoreAtMost(score) => Match::ScoreAtMost { score: score.outward() },
            Self::AmountAtLeast(amount) => Match::AmountAtLeast { amount: amount.outward() },
            Self::AmountAtMost(amount) => Match::AmountAtMost { amount: amount.outward() },
            Self::Logged => Match::Logged {},
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Inward<kitaab::Match> for Match {
    fn inward(self) -> Result<kitaab::Match> {
        Ok(match self {
            Self::Is { value } => kitaab::Match::Is(value.inward()?),
            Self::ScoreAtLeast { score } => kitaab::Match::ScoreAtLeast(score.in_range("score")?),
            Self::ScoreAtMost { score } => kitaab::Match::ScoreAtMost(score.in_range("score")?),
            Self::AmountAtLeast { amount } => kitaab::Match::AmountAtLeast(amount.inward()?),
            Self::AmountAtMost { amount } => kitaab::Match::AmountAtMost(amount.inward()?),
            Self::Logged {} => kitaab::Match::Logged,
        })
    }
}

impl Outward<Rule> for kitaab::Rule {
    fn outward(self) -> Rule {
        match self {
            Self::All(rules) => Rule::All { rules: rules.outward() },
            Self::Any(rules) => Rule::Any { rules: rules.outward() },
            Self::AtLeast { n, rules } => Rule::AtLeast { n: n.outward(), rules: rules.outward() },
            Self::Not(rule) => Rule::Not { rules: vec![*rule].outward() },
            Self::Condition(condition) => Rule::Holds { condition: condition.outward() },
            other => unreachable!("{other:?} is not known to the facade"),
        }
    }
}

impl Rule {
    /// The rule that stands so many levels deep. The SDK limits the depth, but only once it has the whole.
    fn at_depth(self, depth: usize) -> Result<kitaab::Rule> {
        if depth > kitaab::MAX_DEPTH {
            let rule = format!("must not nest more than {} deep", kitaab::MAX_DEPTH);
            return Err(crate::error::KitaabError::invalid("rule", rule, ""));
        }
        let parts =
            |rules: Vec<Self>| rules.into_iter().map(|rule| rule.at_depth(depth + 1)).collect::<Result<Vec<_>>>();
        Ok(match self {
            Self::All { rules } => kitaab::Rule::All(parts(rules.into())?),
            Self::Any { rules } => kitaab::Rule::Any(parts(rules.into())?),
            Self::AtLeast { n, rules } => kitaab::Rule::AtLeast { n: n.in_range("n")?, rules: parts(rules.into())? },
            Self::Not { rules } => {
                let mut parts = parts(rules.into())?;
                let one = if parts.len() == 1 { parts.pop() } else { None };
                kitaab::Rule::Not(Box::new(one.unwrap_or(kitaab::Rule::Any(parts))))
            }
            Self::Holds { condition } => kitaab::Rule::Condition(condition.inward()?),
        })
    }
}

impl Inward<kitaab::Rule> for Rule {
    fn inward(self) -> Result<kitaab::Rule> {
        self.at_depth(1)
    }
}

impl Outward<Quantity> for kitaab::Quantity {
    fn outward(self) -> Quantity {
        match self {
            Self::Amount(amount) => Quantity::Total { amount: amount.outward() },
            Self::Days(days) => Quantity::Days { days: days.outward() },
        }
    }
}

impl Outward<Merit> for kitaab::Merit {
    fn outward(self) -> Merit {
        Merit {
            id: self.id.outward(),
            title: self.title.outward(),
            description: self.description.outward(),
            category: self.category.outward(),
            active: self.active,
            duration: self.duration.outward(),
            rule: self.rule.outward(),
            display_order: self.display_order.outward(),
        }
    }
}

impl Inward<kitaab::NewMerit> for NewMerit {
    fn inward(self) -> Result<kitaab::NewMerit> {
        let new = match self.category {
            Some(MeritCategory::Negative) => kitaab::NewMerit::negative(self.title),
            Some(MeritCategory::Positive) | None => kitaab::NewMerit::positive(self.title),
        };
        let rule: kitaab::Rule = self.rule.inward()?;
        let mut new = new.days(self.days.in_range("days")?).rule(rule);
        if let Some(text) = self.description {
            new = new.description(text);
        }
        Ok(if self.active == Some(false) { new.inactive() } else { new })
    }
}

impl Inward<kitaab::MeritPatch> for MeritEdit {
    fn inward(self) -> Result<kitaab::MeritPatch> {
        Ok(kitaab::MeritPatch {
            title: self.title.inward()?,
            description: self.description.map(|text| or_none(text).inward()).transpose()?,
            category: self.category.inward()?,
            duration: self.days.in_range("days")?,
            rule: self.rule.inward()?,
            ..kitaab::MeritPatch::default()
        })
    }
}

impl Verdict {
    /// A verdict of the SDK, with its words: in a language, or in those of the SDK itself.
    pub(crate) fn told(verdict: kitaab::Verdict, catalogue: &kitaab::Catalogue, locale: Option<&Locale>) -> Self {
        let why = locale.map_or_else(|| verdict.why(catalogue), |locale| locale.why(&verdict, catalogue)).outward();
        Self { days: verdict.days.outward(), outcome: verdict.outcome.outward(), why, detail: verdict.detail.outward() }
    }
}

impl MeritVerdict {
    /// The same of several merits.
    pub(crate) fn all_told(
        verdicts: Vec<(kitaab::MeritId, kitaab::Verdict)>,
        catalogue: &kitaab::Catalogue,
        locale: Option<&Locale>,
    ) -> Vec<Self> {
        let told = |(merit, verdict): (kitaab::MeritId, _)| Self {
            merit: merit.outward(),
            verdict: Verdict::told(verdict, catalogue, locale),
        };
        verdicts.into_iter().map(told).collect()
    }
}

impl Outward<RuleVerdict> for kitaab::RuleVerdict {
    fn outward(self) -> RuleVerdict {
        let (part, n, rules, condition) = match self.detail {
            kitaab::RuleDetail::All(rules) => (RulePart::All, None, rules, None),
            kitaab::RuleDetail::Any(rules) => (RulePart::Any, None, rules, None),
            kitaab::RuleDetail::AtLeast { n, rules } => (RulePart::AtLeast, Some(n), rules, None),
            kitaab::RuleDetail::Not(rule) => (RulePart::Not, None, vec![*rule], None),
            kitaab::RuleDetail::Condition(condition) => (RulePart::Condition, None, Vec::new(), Some(condition)),
        };
        RuleVerdict {
            outcome: self.outcome.outward(),
            part,
            n: n.outward(),
            rules: rules.outward(),
            condition: condition.outward(),
        }
    }
}

impl Outward<MeritOutcomes> for (kitaab::MeritId, Vec<kitaab::Outcome>) {
    fn outward(self) -> MeritOutcomes {
        MeritOutcomes { merit: self.0.outward(), outcomes: self.1.outward() }
    }
}
