//! Rules: what a merit asks of a window of days, and a target of its dates.

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::amount::Amount;
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::scale::ScaleValueRef;

/// How deep rules may nest: a lone condition is 1 deep.
pub const MAX_DEPTH: usize = 16;
/// How many conditions a rule, or a target, may hold.
pub const MAX_CONDITIONS: usize = 256;

/// A tree of conditions. Verdicts are three-valued: see [`crate::Outcome`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rule {
    /// All parts must hold.
    All(Vec<Rule>),
    /// At least one part must hold.
    Any(Vec<Rule>),
    /// At least so many parts must hold.
    AtLeast {
        /// How many, from 1 to the number of parts.
        n: u16,
        /// The parts.
        rules: Vec<Rule>,
    },
    /// The part must not hold. What is undetermined stays so.
    Not(Box<Rule>),
    /// One condition.
    Condition(Condition),
}

/// Something to be true of one item, or of the leaves below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Condition {
    /// The item.
    #[n(0)]
    pub item: ItemId,
    /// Whether the item itself is meant, or the live leaves under it.
    #[n(1)]
    #[serde(default)]
    pub below: Below,
    /// What must be true.
    #[n(2)]
    pub test: Test,
}

/// Whether a condition means its item or the live leaves under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cbor(index_only)]
pub enum Below {
    /// The item itself.
    #[default]
    #[n(0)]
    No,
    /// The leaves: a match holds on a day when it holds for any of them.
    #[n(1)]
    Any,
    /// The leaves: a match holds on a day when it holds for each due one.
    #[n(2)]
    Each,
}

/// What a condition tests over its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Test {
    /// The sum of the amounts is at least this. For count deeds.
    #[n(0)]
    TotalAtLeast(#[n(0)] Amount),
    /// On at least `n` days the match holds.
    #[n(1)]
    DaysAtLeast {
        /// How many days, at least 1.
        #[n(0)]
        n: u16,
        /// What must hold on them.
        #[n(1)]
        matching: Match,
    },
    /// On each due, non-exempt day the match holds; for a schedule of *n times per period*, in each
    /// whole period on n days.
    #[n(2)]
    EveryDay(#[n(0)] Match),
}

/// What may hold of an item on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Match {
    /// The entry is this scale value, or one that a redefinition maps to the same.
    #[n(0)]
    Is(#[n(0)] ScaleValueRef),
    /// The entry's score is at least this.
    #[n(1)]
    ScoreAtLeast(#[n(0)] i32),
    /// The entry's score is at most this.
    #[n(2)]
    ScoreAtMost(#[n(0)] i32),
    /// The entry's amount is at least this.
    #[n(3)]
    AmountAtLeast(#[n(0)] Amount),
    /// The entry's amount is at most this.
    #[n(4)]
    AmountAtMost(#[n(0)] Amount),
    /// There is an entry.
    #[n(5)]
    Logged,
}

impl Test {
    /// The match that it counts, if it counts days.
    pub const fn matching(&self) -> Option<&Match> {
        match self {
            Self::TotalAtLeast(_) => None,
            Self::DaysAtLeast { matching, .. } | Self::EveryDay(matching) => Some(matching),
        }
    }
}

impl From<Condition> for Rule {
    fn from(condition: Condition) -> Self {
        Self::Condition(condition)
    }
}

impl Rule {
    /// Its direct parts.
    pub fn parts(&self) -> &[Rule] {
        match self {
            Self::All(rules) | Self::Any(rules) | Self::AtLeast { rules, .. } => rules,
            Self::Not(rule) => std::slice::from_ref(rule),
            Self::Condition(_) => &[],
        }
    }

    /// Its conditions, in the order in which they are written.
    pub fn conditions(&self) -> Vec<&Condition> {
        let mut found = Vec::new();
        let mut ahead = vec![self];
        while let Some(rule) = ahead.pop() {
            if let Self::Condition(condition) = rule {
                found.push(condition);
            }
            ahead.extend(rule.parts().iter().rev());
        }
        found
    }

    /// Checks the shape: no empty part, at most [`MAX_DEPTH`] deep, at most [`MAX_CONDITIONS`]
    /// conditions, and counts that can be reached.
    pub fn check_shape(&self) -> Result<()> {
        let mut conditions = 0;
        let mut ahead = vec![(self, 1)];
        while let Some((rule, depth)) = ahead.pop() {
            if depth > MAX_DEPTH {
                return Err(Error::invalid("rule", format!("must be at most {MAX_DEPTH} deep"), ""));
            }
            match rule {
                Self::All(rules) | Self::Any(rules) | Self::AtLeast { rules, .. } if rules.is_empty() => {
                    return Err(Error::invalid("rule", "must not have an empty part", ""));
                }
                Self::AtLeast { n, rules } if *n == 0 || usize::from(*n) > rules.len() => {
                    return Err(Error::invalid("rule.n", "must be from 1 to the number of parts", n));
                }
                Self::Condition(condition) => {
                    conditions += 1;
                    if conditions > MAX_CONDITIONS {
                        return Err(Error::invalid(
                            "rule",
                            format!("must have at most {MAX_CONDITIONS} conditions"),
                            "",
                        ));
                    }
                    condition.check_shape()?;
                }
                _ => {}
            }
            ahead.extend(rule.parts().iter().map(|part| (part, depth + 1)));
        }
        Ok(())
    }
}

impl Condition {
    /// Checks its numbers.
    pub fn check_shape(&self) -> Result<()> {
        match self.test {
            Test::DaysAtLeast { n: 0, .. } => Err(Error::invalid("rule.days", "must be at least 1", 0)),
            Test::TotalAtLeast(Amount::ZERO) => Err(Error::invalid("rule.total", "must be above 0", 0)),
            _ => Ok(()),
        }
    }
}

impl<C> Encode<C> for Rule {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::All(rules) => e.array(2)?.u8(0)?.encode_with(rules, ctx)?.ok(),
            Self::Any(rules) => e.array(2)?.u8(1)?.encode_with(rules, ctx)?.ok(),
            Self::AtLeast { n, rules } => e.array(3)?.u8(2)?.u16(*n)?.encode_with(rules, ctx)?.ok(),
            Self::Not(rule) => e.array(2)?.u8(3)?.encode_with(rule.as_ref(), ctx)?.ok(),
            Self::Condition(condition) => e.array(2)?.u8(4)?.encode_with(condition, ctx)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Rule {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
        decode_rule(d, ctx, 1)
    }
}

/// Decodes a rule no deeper than it may be, so that hostile bytes can't exhaust the stack.
fn decode_rule<C>(
    d: &mut Decoder<'_>,
    ctx: &mut C,
    depth: usize,
) -> std::result::Result<Rule, minicbor::decode::Error> {
    let at = d.position();
    if depth > MAX_DEPTH {
        return Err(minicbor::decode::Error::message("the rule is nested too deep").at(at));
    }
    let parts = |d: &mut Decoder<'_>, ctx: &mut C| {
        let count = d.array()?.ok_or_else(|| minicbor::decode::Error::message("a rule has a known length").at(at))?;
        // Not reserved by `count`, which hostile bytes choose.
        let mut rules = Vec::new();
        for _ in 0..count {
            rules.push(decode_rule(d, ctx, depth + 1)?);
        }
        Ok::<_, minicbor::decode::Error>(rules)
    };
    let length = d.array()?;
    match (d.u8()?, length) {
        (0, Some(2)) => Ok(Rule::All(parts(d, ctx)?)),
        (1, Some(2)) => Ok(Rule::Any(parts(d, ctx)?)),
        (2, Some(3)) => Ok(Rule::AtLeast { n: d.u16()?, rules: parts(d, ctx)? }),
        (3, Some(2)) => Ok(Rule::Not(Box::new(decode_rule(d, ctx, depth + 1)?))),
        (4, Some(2)) => Ok(Rule::Condition(d.decode_with(ctx)?)),
        (tag, _) => Err(minicbor::decode::Error::unknown_variant(tag.into()).at(at)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn condition() -> Rule {
        let item = ItemId::new(uuid::Uuid::from_u128(7));
        Condition { item, below: Below::Each, test: Test::EveryDay(Match::ScoreAtLeast(2)) }.into()
    }

    fn nested(depth: usize) -> Rule {
        (1..depth).fold(condition(), |rule, _| Rule::Not(Box::new(rule)))
    }

    #[test]
    fn sixteen_deep_is_allowed_and_seventeen_is_not() {
        nested(16).check_shape().unwrap();
        assert_eq!(nested(17).check_shape().unwrap_err().code(), "invalid");
        let bytes = minicbor::to_vec(nested(16)).unwrap();
        assert_eq!(minicbor::decode::<Rule>(&bytes).unwrap(), nested(16));
        assert!(minicbor::decode::<Rule>(&minicbor::to_vec(nested(17)).unwrap()).is_err());
    }

    #[test]
    fn shapes_that_mean_nothing_are_refused() {
        let days = |n| {
            let item = ItemId::new(uuid::Uuid::from_u128(7));
            Rule::from(Condition { item, below: Below::No, test: Test::DaysAtLeast { n, matching: Match::Logged } })
        };
        for bad in [
            Rule::All(vec![]),
            Rule::Any(vec![condition(), Rule::All(vec![])]),
            Rule::AtLeast { n: 0, rules: vec![condition()] },
            Rule::AtLeast { n: 2, rules: vec![condition()] },
            days(0),
            Rule::All(vec![condition(); 257]),
        ] {
            assert_eq!(bad.check_shape().unwrap_err().code(), "invalid", "{bad:?}");
        }
        Rule::All(vec![condition(); 256]).check_shape().unwrap();
    }

    #[test]
    fn rules_read_the_same_as_json_and_cbor() {
        let rule = Rule::AtLeast { n: 1, rules: vec![condition(), Rule::Any(vec![nested(3)])] };
        assert_eq!(minicbor::decode::<Rule>(&minicbor::to_vec(&rule).unwrap()).unwrap(), rule);
    }
}
