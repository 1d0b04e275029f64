//! What is owed of an item as make-ups.

use std::collections::BTreeMap;

use crate::day::{Day, DayRange};
use crate::error::{Error, Result};
use crate::id::ItemId;
use crate::make_up::MakeUpPolicy;

use super::day_item::is_lowest;
use super::duty::{DUE, QUOTA, SCHEDULED, UNRECKONED};
use super::engine::Engine;
use super::evidence::hijri_schedule;
use super::frame::Frame;
use super::in_records;
use super::verdict::MakeUpBalance;

/// The balance of an item on `today`; the days before it are reckoned.
pub(super) fn balance(
    book: &Engine<'_>,
    id: ItemId,
    make_ups: &BTreeMap<Day, u32>,
    today: Day,
) -> Result<MakeUpBalance> {
    let (item, _) = book.tree.item(id)?;
    let Some(policy) = &item.make_up else {
        return Err(Error::invalid("item", "must be one whose missed days are made up", id));
    };
    let (missed, owed) = match today.previous().and_then(|yesterday| DayRange::new(policy.from, yesterday).ok()) {
        Some(days) => {
            in_records(book.records, days)?;
            missed_and_owed(&book.over(Frame::new(days)), id, policy)?
        }
        None => (0, 0),
    };
    let done = make_ups.range(..=today).fold(0_u64, |done, (_, times)| done.saturating_add((*times).into()));
    let owing = i64::from(policy.opening) + i64::from(missed) + i64::from(owed);
    let balance = owing.saturating_sub_unsigned(done);
    Ok(MakeUpBalance { opening: policy.opening, missed, owed, done, balance })
}

/// How many due days of the frame were missed, and how many exempt ones are owed.
fn missed_and_owed(engine: &Engine<'_>, id: ItemId, policy: &MakeUpPolicy) -> Result<(u32, u32)> {
    let (item, deed) = engine.tree.item(id)?;
    let (frame, records) = (engine.frame, engine.records);
    let mut owing = vec![false; frame.len()];
    for (exemption, excuse) in engine.tree.exemptions(item, deed) {
        if let Some(days) = exemption.days().filter(|_| excuse.owed) {
            owing[frame.places(days)].fill(true);
        }
    }
    let (mut missed, mut owed) = (0, 0);
    for ((place, flags), owing) in engine.duty((item, deed))?.flags.iter().enumerate().zip(owing) {
        if flags & UNRECKONED != 0 {
            return Err(hijri_schedule());
        }
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
            owed += u32::from(owing && !done);
        } else {
            missed += u32::from(!done && known());
        }
    }
    Ok((missed, owed))
}
