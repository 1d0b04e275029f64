//! Tickmate, SQLite backup (`user_version` up to 13).
//!
//! Source of these facts: databases of the program. `tracks` are its habits and `ticks` what was recorded, each tick
//! with a local date whose month counts from 0. Several ticks of a day are a count. A track may be in several `groups`,
//! by `track2groups`.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::types::ValueRef;

use crate::cells::{Cells, shown, text};
use crate::draft::{DayRow, Draft, Meaning, finished, in_range};
use crate::keys::Keys;
use crate::model::{Imported, Kind, Value};
use crate::reading::Reading;
use crate::remark::{Field, Finding, Findings};
use crate::sqlite::SourceDb;
use crate::{Format, ImportError};

/// The newest version that this reader was made for.
const VERSION: i64 = 13;
/// One tick, in hundredths.
const TICK: i64 = 100;

/// Whether the database is one of Tickmate's: it has both tables.
pub(crate) fn recognises(db: &SourceDb) -> Result<bool, ImportError> {
    db.names(&["tracks", "track2groups"])
}

/// Reads the whole database.
pub(crate) fn read(db: &SourceDb, reading: &mut Reading<'_>) -> Result<Imported, ImportError> {
    let mut of_source = Findings::default();
    let version = db.version(VERSION, &mut of_source)?;
    let mut tracks = Tracks::read(db, reading, &mut of_source)?;
    tracks.put_into_groups(db, reading, &mut of_source)?;
    tracks.read_ticks(db, reading, &mut of_source)?;
    reading.report()?;
    let drafts =
        tracks.list.into_iter().map(|track| track.finish(db.place(), reading)).collect::<Result<Vec<_>, _>>()?;
    Ok(finished(Format::Tickmate, version, of_source, drafts))
}

struct Track {
    draft: Draft,
    /// The row of the first tick of each day, and how many there are.
    ticks: BTreeMap<NaiveDate, (i64, u32)>,
}

impl Track {
    /// The days are only known once all ticks have been seen, since they come in no order.
    fn finish(self, place: &str, reading: &mut Reading<'_>) -> Result<Draft, ImportError> {
        let Self { mut draft, ticks } = self;
        if ticks.values().any(|(_, count)| *count > 1) {
            draft.habit.kind = Kind::Number { target: None };
        }
        for (day, (row, count)) in ticks {
            let value = match draft.habit.kind {
                Kind::YesNo => Value::Yes,
                Kind::Number { .. } => Value::Amount(i64::from(count) * TICK),
            };
            let meaning = Meaning::Recorded(value);
            draft.day(DayRow { row, day, raw: &count, meaning, note: &[] }, place, reading)?;
        }
        Ok(draft)
    }
}

#[derive(Default)]
struct Tracks {
    list: Vec<Track>,
    by_id: HashMap<i64, usize>,
}

impl Tracks {
    fn read(db: &SourceDb, reading: &mut Reading<'_>, of_source: &mut Findings) -> Result<Self, ImportError> {
        let columns = db.columns("tracks")?;
        db.count(&columns, reading.limits.habits as u64)?;
        let wanted = [
            Some(columns.require("_id")?),
            Some(columns.require("name")?),
            columns.find("description"),
            columns.find("icon"),
            columns.find("enabled"),
            columns.find("multiple_entries_per_day"),
            columns.find("order"),
        ];
        let mut tracks = Self::default();
        let mut keys = Keys::default();
        db.scan(&columns, wanted, |row, [id, name, description, icon, enabled, multiple, order]| {
            let ValueRef::Integer(id) = id else {
                of_source.add(Finding::Unreadable(Field::Id), Some(row), || shown(id));
                return Ok(());
            };
            if tracks.by_id.contains_key(&id) {
                of_source.add(Finding::DuplicateHabit, Some(row), || id.to_string());
                return Ok(());
            }
            let mut draft = Draft::new(row, text(name).unwrap_or_default());
            let mut field = Cells { draft: &mut draft };
            if text(name).is_none() {
                field.draft.say(Finding::Unreadable(Field::Name));
            }
            let description = field.text(description, Field::Description);
            let enabled = field.integer(enabled, Field::Archived);
            let multiple = field.integer(multiple, Field::Kind);
            let position = field.integer(order, Field::Position);
            draft.description(description);
            draft.habit.archived = enabled == Some(0);
            if multiple.is_some_and(|multiple| multiple != 0) {
                draft.habit.kind = Kind::Number { target: None };
            }
            // -1 is its default, of a track that was never moved.
            draft.habit.position = position.and_then(|position| u32::try_from(position).ok());
            if !text(icon).unwrap_or_default().is_empty() {
                draft.say(Finding::NoPlace(Field::Icon));
            }
            keys.assign(&mut draft, &[], id);
            reading.keep(draft.habit.description.as_deref().unwrap_or_default(), db.place())?;
            tracks.by_id.insert(id, tracks.list.len());
            tracks.list.push(Track { draft, ticks: BTreeMap::new() });
            Ok(())
        })?;
        Ok(tracks)
    }

    fn put_into_groups(
        &mut self,
        db: &SourceDb,
        reading: &mut Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<(), ImportError> {
        if !db.names(&["groups"])? {
            return Ok(());
        }
        let columns = db.columns("groups")?;
        db.count(&columns, reading.limits.habits as u64)?;
        let wanted = [Some(columns.require("_id")?), Some(columns.require("name")?), columns.find("description")];
        let mut groups: HashMap<i64, Vec<u8>> = HashMap::new();
        db.scan(&columns, wanted, |row, [id, name, description]| {
            if let (ValueRef::Integer(id), ValueRef::Text(name)) = (id, name) {
                reading.keep(&String::from_utf8_lossy(name), db.place())?;
                groups.entry(id).or_insert_with(|| name.to_vec());
            } else {
                of_source.add(Finding::Unreadable(Field::Group), Some(row), || shown(name));
            }
            if !text(description).unwrap_or_default().is_empty() {
                of_source.add(Finding::NoPlace(Field::Description), Some(row), || shown(description));
            }
            Ok(())
        })?;

        let columns = db.columns("track2groups")?;
        db.count(&columns, reading.limits.rows)?;
        let wanted = [Some(columns.require("_track_id")?), Some(columns.require("_group_id")?)];
        db.scan(&columns, wanted, |row, [track, group]| {
            let (ValueRef::Integer(track_id), ValueRef::Integer(group_id)) = (track, group) else {
                of_source.add(Finding::Unreadable(Field::Group), Some(row), || shown(group));
                return Ok(());
            };
            let track = self.by_id.get(&track_id).and_then(|&index| self.list.get_mut(index));
            let (Some(Track { draft, .. }), Some(name)) = (track, groups.get(&group_id)) else {
                of_source.add(Finding::UnknownValue(Field::Group), Some(row), || group_id.to_string());
                return Ok(());
            };
            if draft.habit.group.is_some() {
                draft.note(Finding::MoreThanOne(Field::Group), row, String::new);
            } else {
                draft.group(name);
            }
            Ok(())
        })
    }

    fn read_ticks(
        &mut self,
        db: &SourceDb,
        reading: &mut Reading<'_>,
        of_source: &mut Findings,
    ) -> Result<(), ImportError> {
        let columns = db.columns("ticks")?;
        let place = db.place();
        reading.expect(db.count(&columns, reading.limits.rows)?)?;
        let wanted = [
            Some(columns.require("_track_id")?),
            Some(columns.require("year")?),
            Some(columns.require("month")?),
            Some(columns.require("day")?),
            columns.find("has_time_info"),
        ];
        db.scan(&columns, wanted, |row, [track, year, month, day, has_time]| {
            reading.row(place)?;
            let found = if let ValueRef::Integer(id) = track { self.by_id.get(&id) } else { None };
            let Some(Track { draft, ticks }) = found.and_then(|&index| self.list.get_mut(index)) else {
                let finding = match track {
                    ValueRef::Integer(_) => Finding::UnknownHabit,
                    _ => Finding::Unreadable(Field::Habit),
                };
                of_source.add(finding, Some(row), || shown(track));
                return Ok(());
            };
            let parts = || format!("{}-{}-{}", shown(year), shown(month), shown(day));
            let (ValueRef::Integer(y), ValueRef::Integer(m), ValueRef::Integer(d)) = (year, month, day) else {
                draft.note(Finding::Unreadable(Field::Day), row, parts);
                return Ok(());
            };
            match date(y, m, d) {
                None => draft.note(Finding::UnknownValue(Field::Day), row, parts),
                Some(day) if !in_range(day) => draft.note(Finding::DayOutOfRange, row, parts),
                Some(day) => {
                    if has_time == ValueRef::Integer(1) {
                        draft.note(Finding::NoPlace(Field::Instant), row, || day.to_string());
                    }
                    let (_, count) = ticks.entry(day).or_insert((row, 0));
                    *count = count.saturating_add(1);
                    if *count > 1 {
                        draft.note(Finding::AddedUp, row, || day.to_string());
                    }
                }
            }
            Ok(())
        })
    }
}

/// The local date, whose month counts from 0.
fn date(year: i64, month: i64, day: i64) -> Option<NaiveDate> {
    let month = u32::try_from(month).ok()?.checked_add(1)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_from_0() {
        assert_eq!(date(2016, 0, 24), NaiveDate::from_ymd_opt(2016, 1, 24));
        assert_eq!(date(2016, 11, 31), NaiveDate::from_ymd_opt(2016, 12, 31));
        for (year, month, day) in [(2016, 12, 1), (2016, -1, 1), (2016, 1, 30), (i64::MAX, 1, 1), (2016, 1, i64::MIN)] {
            assert_eq!(date(year, month, day), None);
        }
        assert_eq!(date(2016, i64::from(u32::MAX), 1), None);
    }
}
