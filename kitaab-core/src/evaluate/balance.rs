//! What is owed of an item as make-ups.

use std::collections::BTreeMap;

use crate::amount::Total;
use crate::day::{Day, DayRange};
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::make_up::MakeUpPolicy;

use super::day_item::is_lowest;
use super::duty::{DUE, QUOTA, SCHEDULED};
use super::engine::Engine;
use super::frame::Frame;
use super::in_records;
use super::verdict::{FidyaDue, MakeUpBalance};

/// What was settled of an item's owed days, by the day on which it was: made up and given fidya for are kept
/// apart, so that neither is taken for the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// How many make-ups were done.
    pub made_up: BTreeMap<Day, u32>,
    /// How many owed days were settled by fidya.
    pub fidya: BTreeMap<Day, u32>,
}

/// What a day means for an item's make-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owing {
    /// It was due and not done.
    Missed,
    /// It was exempt, for a reason that leaves it owed.
    Owed,
    /// It was due and nothing was logged: not owed before the owner confirms it.
    Unconfirmed,
}

/// The balance of an item on `today`; the days before it are reckoned.
pub(super) fn balance(book: &Engine<'_>, id: ItemId, settled: &Settled, today: Day) -> Result<MakeUpBalance> {
    let policy = policy(book, id)?;
    let days = days(book, id, today)?;
    let of = |owing| u32::try_from(days.iter().filter(|(_, is)| *is == owing).count()).unwrap_or(u32::MAX);
    let (missed, owed, unconfirmed) = (of(Owing::Missed), of(Owing::Owed), of(Owing::Unconfirmed));
    let (done, fidya) = (sum(&settled.made_up, today), sum(&settled.fidya, today));
    let owing = i64::from(policy.opening) + i64::from(missed) + i64::from(owed);
    let balance = owing.saturating_sub_unsigned(done).saturating_sub_unsigned(fidya);
    let fidya_due = policy.fidya.as_ref().map(|rate| FidyaDue {
        amount: Total::new(i128::from(balance.max(0)) * i128::from(rate.amount.hundredths())),
        unit: rate.unit.clone(),
    });
    Ok(MakeUpBalance { opening: policy.opening, missed, owed, unconfirmed, done, fidya, balance, fidya_due })
}

/// How an item's make-ups are reckoned.
pub(super) fn policy<'e>(book: &'e Engine<'_>, id: ItemId) -> Result<&'e MakeUpPolicy> {
    let (item, _) = book.tree.item(id)?;
    item.make_up.as_ref().ok_or_else(|| Error::invalid("item", "must be one whose missed days are made up", id))
}

/// The days before `today` that mean something for an item's make-ups, rising.
pub(super) fn days(book: &Engine<'_>, id: ItemId, today: Day) -> Result<Vec<(Day, Owing)>> {
    let policy = policy(book, id)?;
    let Some(days) = today.previous().and_then(|yesterday| DayRange::new(policy.from, yesterday).ok()) else {
        return Ok(Vec::new());
    };
    in_records(book.records, days)?;
    reckoned(&book.over(Frame::new(days)), id, policy)
}

/// How many there were up to a day.
fn sum(counts: &BTreeMap<Day, u32>, today: Day) -> u64 {
    counts.range(..=today).fold(0, |sum: u64, (_, count)| sum.saturating_add((*count).into()))
}

/// What each day of the frame means, where it means something.
fn reckoned(engine: &Engine<'_>, id: ItemId, policy: &MakeUpPolicy) -> Result<Vec<(Day, Owing)>> {
    let (item, deed) = engine.tree.item(id)?;
    let (frame, records) = (engine.frame, engine.records);
    let mut owing = vec![false; frame.len()];
    for (exemption, excuse) in engine.tree.exemptions(item, deed) {
        if let Some(days) = exemption.days().filter(|_| excuse.owed) {
            owing[frame.places(days)].fill(true);
        }
    }
    let mut found = Vec::new();
    for ((place, flags), owing) in engine.duty((item, deed))?.flags.iter().enumerate().zip(owing) {
        if flags & (SCHEDULED | QUOTA) != SCHEDULED {
            continue;
        }
        let day = frame.day(place);
        let recorded = records.series(id).and_then(|series| series.on(day));
        let done = recorded.is_some_and(|value| is_lowest(engine.tree.catalogue, value) != Some(true));
        let known = || {
            let confirmed = policy.unlogged_confirmed_until.is_some_and(|until| day <= until);
            recorded.is_some() || confirmed || records.is_logged(day)
        };
        if flags & DUE == 0 {
            found.extend((owing && !done).then_some((day, Owing::Owed)));
        } else if !done {
            found.push((day, if known() { Owing::Missed } else { Owing::Unconfirmed }));
        }
    }
    Ok(found)
}
