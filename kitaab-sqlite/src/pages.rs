//! Lists by cursor: entries and reflections, newest first.

use std::cmp::Reverse;
use std::collections::HashMap;

use kitaab_core::{Category, Day, DayRange, Entry, ItemId, Reflection, ReflectionText, UserId};
use kitaab_store::{EntryQuery, Page, ReflectionQuery, check_limit};
use rusqlite::{OptionalExtension, params};

use crate::error::{Fault, Result};
use crate::reading::{Cells, Snapshot};
use crate::sql;
use crate::structure::Structure;
use crate::texts::{Words, note_ids, noted, reflected, reflection_id, reflection_ids};

/// The place of an entry in the list.
type Place = (Reverse<Day>, ItemId);

/// Where an entry is: its day, and its item with its number.
type Found = (Day, ItemId, i64);

fn place((day, item, _): &Found) -> Place {
    (Reverse(*day), *item)
}

impl Snapshot<'_> {
    pub(crate) fn entries(&mut self, owner: UserId, query: &EntryQuery) -> Result<Page<Entry, (Day, ItemId)>> {
        let limit = check_limit(query.limit)?;
        let empty = || Page { rows: Vec::new(), next: None };
        self.structured(owner, empty, |snapshot, structure| {
            let Some(days) = left(query.days, query.after.map(|(day, _)| day)) else { return Ok(empty()) };
            let listing = Listing { structure, items: asked(structure, query), after: query.after, limit, days };
            if query.words.is_empty() {
                snapshot.entries_by_days(&listing)
            } else {
                snapshot.entries_by_words(&listing, &query.words)
            }
        })
    }

    /// Goes back from the newest day, span by span, each of about a page's length as the rollups tell;
    /// within a span each item's entries lie in a row. So a page costs the same in an old book as in a
    /// young one.
    fn entries_by_days(&mut self, listing: &Listing<'_>) -> Result<Page<Entry, (Day, ItemId)>> {
        let (first, mut last) = (listing.days.first(), listing.days.last());
        let mut rows: Vec<Entry> = Vec::new();
        // A few of many items may have few of a span's entries: each span is twice as long as the last.
        let mut wanted = listing.limit + 1;
        while rows.len() <= listing.limit {
            let Some(start) = self.start_of_span(listing.structure.book, first, last, wanted)? else { break };
            self.entries_within(listing, DayRange::new(start, last)?, &mut rows)?;
            match start.previous() {
                Some(before) if before >= first => last = before,
                _ => break,
            }
            wanted = wanted.saturating_mul(2);
        }
        Ok(cut(rows, listing.limit, |entry| (entry.day, entry.item)))
    }

    /// The first day of a span that ends on `last` and holds `wanted` entries of the book, or all that
    /// there are since `first`; none if there are none.
    fn start_of_span(&self, book: i64, first: Day, last: Day, wanted: usize) -> Result<Option<Day>> {
        let sql = "SELECT day, entries FROM days WHERE book_no = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(params![book, first.epoch_days(), last.epoch_days()])?;
        let (mut start, mut held) = (None, 0_usize);
        while let Some(row) = rows.next()? {
            let entries: usize = sql::small(row.get(1)?)?;
            if entries > 0 {
                start = Some(sql::day(row.get(0)?)?);
                held = held.saturating_add(entries);
            }
            if held >= wanted {
                break;
            }
        }
        Ok(start)
    }

    /// Adds the entries of a span, in the order of the list.
    fn entries_within(&mut self, listing: &Listing<'_>, span: DayRange, rows: &mut Vec<Entry>) -> Result<()> {
        let mut found: Vec<(Found, Cells)> = Vec::new();
        let sql = "SELECT value, scale_no, noted, seq, day FROM entries WHERE item_no = ?1 AND day BETWEEN ?2 AND ?3";
        let mut statement = self.conn.prepare_cached(sql)?;
        for (item, number) in &listing.items {
            let mut entries = statement.query(params![number, span.first().epoch_days(), span.last().epoch_days()])?;
            while let Some(row) = entries.next()? {
                let at = (sql::day(row.get(4)?)?, *item, *number);
                if listing.is_ahead(&at) {
                    found.push((at, Cells::of(row)?));
                }
            }
        }
        found.sort_unstable_by_key(|(at, _)| place(at));
        found.truncate(listing.limit + 1 - rows.len());
        for ((day, item, number), cells) in found {
            rows.push(self.entry_of(listing.structure.book, (item, number), day, cells)?);
        }
        Ok(())
    }

    /// Goes through the notes that hold the words, newest day first. Within a day the index has them in
    /// the order of the items' numbers, so that each day is put in order as it is complete.
    fn entries_by_words(&mut self, listing: &Listing<'_>, words: &[String]) -> Result<Page<Entry, (Day, ItemId)>> {
        let items: HashMap<i64, ItemId> = listing.items.iter().map(|(item, number)| (*number, *item)).collect();
        let mut found: Vec<Found> = Vec::new();
        Words::Notes.find(self.conn, words, &note_ids(listing.structure.book, listing.days), |id| {
            let (day, number) = noted(id)?;
            let complete = found.len() > listing.limit && found.last().is_some_and(|(last, ..)| *last != day);
            if complete {
                return Ok(false);
            }
            let at = items.get(&number).map(|item| (day, *item, number));
            found.extend(at.filter(|at| listing.is_ahead(at)));
            Ok(true)
        })?;
        found.sort_unstable_by_key(place);
        found.truncate(listing.limit + 1);
        let mut rows = Vec::with_capacity(found.len());
        for (day, item, number) in found {
            let cells = self
                .conn
                .prepare_cached("SELECT value, scale_no, noted, seq FROM entries WHERE item_no = ?1 AND day = ?2")?
                .query_row(params![number, day.epoch_days()], Cells::of)
                .optional()?
                .ok_or_else(|| Fault::corrupt("a note of an entry that is not there"))?;
            rows.push(self.entry_of(listing.structure.book, (item, number), day, cells)?);
        }
        Ok(cut(rows, listing.limit, |entry| (entry.day, entry.item)))
    }

    pub(crate) fn reflections(
        &mut self,
        owner: UserId,
        query: &ReflectionQuery,
    ) -> Result<Page<Reflection, (Day, Category)>> {
        let limit = check_limit(query.limit)?;
        let empty = || Page { rows: Vec::new(), next: None };
        self.book(owner, empty, |snapshot, book, _| {
            let Some(days) = left(query.days, query.after.map(|(day, _)| day)) else { return Ok(empty()) };
            let ids = reflection_ids(book, days);
            // The ids fall in the order of the list.
            let end = match query.after {
                Some((day, category)) => (*ids.end()).min(reflection_id(book, day, category) - 1),
                None => *ids.end(),
            };
            let ids = *ids.start()..=end;
            let mut rows = Vec::new();
            let asked = |category: Category| query.category.is_none_or(|asked| asked == category);
            if query.words.is_empty() {
                let sql = "SELECT id, text, seq FROM reflections WHERE id BETWEEN ?1 AND ?2 AND text IS NOT NULL
                           ORDER BY id DESC";
                let mut statement = snapshot.conn.prepare_cached(sql)?;
                let mut found = statement.query([ids.start(), ids.end()])?;
                while let Some(row) = found.next()? {
                    let (day, category) = reflected(row.get(0)?)?;
                    if asked(category) {
                        rows.push(reflection(day, category, row.get(1)?, row.get(2)?)?);
                    }
                    if rows.len() > limit {
                        break;
                    }
                }
            } else {
                let sql = "SELECT text, seq FROM reflections WHERE id = ?1";
                let mut statement = snapshot.conn.prepare_cached(sql)?;
                Words::Reflections.find(snapshot.conn, &query.words, &ids, |id| {
                    let (day, category) = reflected(id)?;
                    if asked(category) {
                        let (text, seq) = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
                        rows.push(reflection(day, category, text, seq)?);
                    }
                    Ok(rows.len() <= limit)
                })?;
            }
            Ok(cut(rows, limit, |reflection| (reflection.day, reflection.category)))
        })
    }
}

/// What a list of entries is made of.
struct Listing<'a> {
    structure: &'a Structure,
    items: Vec<(ItemId, i64)>,
    days: DayRange,
    after: Option<(Day, ItemId)>,
    limit: usize,
}

impl Listing<'_> {
    /// Whether an entry comes after the cursor.
    fn is_ahead(&self, at: &Found) -> bool {
        self.after.is_none_or(|(day, item)| place(at) > (Reverse(day), item))
    }
}

/// The items asked for, each once.
fn asked(structure: &Structure, query: &EntryQuery) -> Vec<(ItemId, i64)> {
    let all = structure.items.iter().map(|(item, number)| (*item, *number));
    match &query.items {
        None => all.collect(),
        Some(items) => {
            let items: std::collections::BTreeSet<&ItemId> = items.iter().collect();
            all.filter(|(item, _)| items.contains(item)).collect()
        }
    }
}

/// The days that are left after a cursor's.
fn left(days: DayRange, after: Option<Day>) -> Option<DayRange> {
    DayRange::new(days.first(), after.map_or(days.last(), |day| days.last().min(day))).ok()
}

/// A page of rows of which there may be one too many, which tells that there is a next page.
fn cut<T, C>(mut rows: Vec<T>, limit: usize, place: impl Fn(&T) -> C) -> Page<T, C> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(place);
    Page { rows, next }
}

fn reflection(day: Day, category: Category, text: String, seq: i64) -> Result<Reflection> {
    let text = ReflectionText::new(text).map_err(|_| Fault::corrupt("a reflection breaks its rules"))?;
    Ok(Reflection::new(day, category, text, sql::seq(seq)?))
}
