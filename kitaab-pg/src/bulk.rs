//! Reading very many entries at once, by COPY.
//!
//! The function that answers [`Store::records`](kitaab_store::Store::records) is one round trip, which is what counts for a
//! month. For a whole history the work counts: a row for each item and scale version, with an array of numbers in it, takes the
//! server as long as a bare COPY of the rows, and their reader next to nothing. It sees what the policies let the actor see, in one
//! transaction that is of one state of the book.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::poll_fn;
use std::pin::Pin;

use chrono::NaiveDate;
use futures_core::Stream as _;
use kitaab_core::{Amount, Day, DayRange, Error, ItemId, Kind, Records, ScaleId, Series, UserId};
use kitaab_store::Context;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use crate::connection::{Connections, Tries};
use crate::error::{Fault, Result};
use crate::others::{TRIES, version_of};
use crate::reading::ends;
use crate::sql;
use crate::store::Server;

/// How many bits of an entry's number are its value, which is below 2^34. Above them is its day, from the first that a book can hold.
const VALUE_BITS: u32 = 34;

/// The bytes of a number in an array: its length, and itself.
const ELEMENT: usize = 12;

impl Server {
    /// The records of some items, as the actor sees them.
    pub(crate) async fn records_in_bulk(
        &self,
        ctx: &Context,
        owner: UserId,
        items: &[ItemId],
        days: DayRange,
    ) -> Result<Records> {
        let (actor, asked) = (ctx.actor, items.iter().copied().collect());
        if actor == owner {
            return self.copied(&Bulk { actor, owner, view: None, items: asked, days }).await;
        }
        for _ in 0..TRIES {
            let sight = self.last_sight(actor, owner).await?;
            let items_seen = sight.logging_items().unwrap_or_default().into_iter().collect();
            let bulk = Bulk { actor, owner, view: Some(version_of(&sight)?), items: items_seen, days };
            match self.copied(&bulk).await {
                Err(fault) if fault.has_moved_on() => self.memory().forget_view(actor, owner),
                seen => {
                    let seen = seen?;
                    self.note_reading(ctx, &sight, items)?;
                    return Ok(sight.records(seen, items));
                }
            }
        }
        Err(Error::conflict(Kind::Book, "its structure keeps changing").into())
    }

    /// From wherever it may be read, and again where others were in the way or the connection was lost.
    async fn copied(&self, bulk: &Bulk) -> Result<Records> {
        if let Some(replica) = self.replica()
            && let Some(records) = replica.ask(self.connections(), |replica| bulk.copied(replica)).await
        {
            return Ok(records);
        }
        let mut tries = Tries::new();
        loop {
            match bulk.copied(self.connections()).await {
                Err(fault) => tries.after(fault).await?,
                records => return records,
            }
        }
    }
}

/// What is asked for.
struct Bulk {
    actor: UserId,
    owner: UserId,
    /// The version of what they see of another's book.
    view: Option<i64>,
    items: BTreeSet<ItemId>,
    days: DayRange,
}

impl Bulk {
    async fn copied(&self, connections: &Connections) -> Result<Records> {
        let mut state = connections.begin_reading().await?;
        let conn = state.connection();
        self.say_who_asks(conn).await?;
        let items = self.numbers(conn, self.items_sql()).await?;
        let scales = self.numbers(conn, "SELECT no::integer, id FROM kitaab.scale_numbers WHERE owner = $1").await?;
        let logged = self.logged(conn).await?;
        let mut entries: BTreeMap<ItemId, Entries> = BTreeMap::new();
        let mut rows = Rows::default();
        {
            // A copy takes no arguments: these are ids and days, which can be nothing but that.
            let mut copy = conn.copy_out_raw(&self.entries_sql()).await?;
            while let Some(bytes) = poll_fn(|context| Pin::new(&mut copy).poll_next(context)).await {
                rows.take_in(&bytes?);
                while let Some(row) = rows.next()? {
                    let unknown = || Fault::corrupt("an entry names an item that is not there");
                    let item = ItemId::new(*items.get(&row.item).ok_or_else(unknown)?);
                    if self.items.contains(&item) {
                        entries.entry(item).or_default().versions.push((row.scale, row.entries));
                    }
                }
            }
        }
        rows.end()?;
        state.end().await?;
        let series = entries.into_iter().map(|(item, entries)| Ok((item, entries.series(&scales)?)));
        Ok(Records::new(self.days, series.collect::<Result<_>>()?, logged))
    }

    /// For the policies, until the end of the transaction.
    async fn say_who_asks(&self, conn: &mut PgConnection) -> Result<()> {
        let (sql, version) = match self.view {
            None => ("SELECT set_config('kitaab.actor', $1::uuid::text, true)", None),
            Some(version) => ("SELECT kitaab.check_view($1, $2, $3)", Some(version)),
        };
        let mut question = sqlx::query(sql).persistent(false).bind(self.actor.uuid());
        if let Some(version) = version {
            question = question.bind(self.owner.uuid()).bind(version);
        }
        question.execute(conn).await?;
        Ok(())
    }

    const fn items_sql(&self) -> &'static str {
        match self.view {
            None => "SELECT no, id FROM kitaab.items WHERE owner = $1",
            Some(_) => "SELECT item_no, item FROM kitaab.shared WHERE owner = $1",
        }
    }

    /// What the numbers of items or scale versions stand for.
    async fn numbers(&self, conn: &mut PgConnection, sql: &'static str) -> Result<HashMap<i32, Uuid>> {
        let rows = sqlx::query(sql).persistent(false).bind(self.owner.uuid()).fetch_all(conn).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// The logged days of one's own book; which days are logged to others, the entries that they see say.
    async fn logged(&self, conn: &mut PgConnection) -> Result<Vec<Day>> {
        if self.view.is_some() {
            return Ok(Vec::new());
        }
        let (first, last) = ends(self.days);
        let sql = "SELECT day FROM kitaab.days WHERE owner = $1 AND day BETWEEN $2 AND $3 ORDER BY day";
        let question = sqlx::query_scalar(sql).persistent(false).bind(self.owner.uuid()).bind(first).bind(last);
        let days: Vec<NaiveDate> = question.fetch_all(conn).await?;
        days.into_iter().map(sql::day).collect()
    }

    fn entries_sql(&self) -> String {
        let (owner, (first, last)) = (self.owner.uuid(), ends(self.days));
        let first_of_all = Day::MIN.date();
        format!(
            "COPY (
                SELECT item_no, scale_no, array_agg((day - '{first_of_all}'::date)::bigint << {VALUE_BITS} | value)
                FROM kitaab.entries WHERE owner = '{owner}' AND day BETWEEN '{first}' AND '{last}' GROUP BY item_no, scale_no
            ) TO STDOUT (FORMAT binary)"
        )
    }
}

/// The entries of an item, by the number of their scale version; amounts have 0.
#[derive(Default)]
struct Entries {
    versions: Vec<(i32, Vec<i64>)>,
}

impl Entries {
    fn series(mut self, scales: &HashMap<i32, Uuid>) -> Result<Series> {
        if let [(0, entries)] = self.versions.as_mut_slice() {
            sort(entries);
            let amounts = entries.iter().map(|entry| Amount::from_hundredths(value_of(*entry)));
            let amounts = amounts.collect::<Result<_, _>>();
            let amounts = amounts.map_err(|_| Fault::corrupt("an entry's amount is out of its range"))?;
            return Ok(Series::count(days_of(entries.iter())?, amounts)?);
        }
        // By day, each with the number of its version; of an item there is one entry a day.
        let mut entries: Vec<(i64, i32)> = Vec::new();
        for (number, of_version) in self.versions {
            entries.extend(of_version.into_iter().map(|entry| (entry, number)));
        }
        sort(&mut entries);
        let (mut numbers, mut versions) = (Vec::new(), Vec::new());
        let mut values = Vec::with_capacity(entries.len());
        for (entry, number) in &entries {
            // They change seldom: the last one is the likeliest.
            let place = match numbers.iter().rposition(|known| known == number) {
                Some(place) => place,
                None => {
                    let unknown = || Fault::corrupt("an entry names a scale version that is not there");
                    versions.push(ScaleId::new(*scales.get(number).ok_or_else(unknown)?));
                    numbers.push(*number);
                    numbers.len() - 1
                }
            };
            let place = u8::try_from(place).map_err(|_| Error::unsupported("more than 256 scale versions in use"))?;
            values.push((place, sql::small(value_of(*entry))?));
        }
        Ok(Series::scale(days_of(entries.iter().map(|(entry, _)| entry))?, versions, values)?)
    }
}

/// Sorts by day, as most are already: they were written day by day.
fn sort<T: Ord>(entries: &mut [T]) {
    if !entries.is_sorted() {
        entries.sort_unstable();
    }
}

const fn value_of(entry: i64) -> i64 {
    entry & ((1 << VALUE_BITS) - 1)
}

fn days_of<'e>(entries: impl Iterator<Item = &'e i64>) -> Result<Vec<Day>> {
    let day = |entry: &i64| {
        let day = i32::try_from(entry >> VALUE_BITS).ok().and_then(|days| Day::MIN.plus(days));
        day.ok_or_else(|| Fault::corrupt("an entry is of no day of a book"))
    };
    entries.map(day).collect()
}

/// A row of the copy: an item's entries of one scale version.
#[derive(Debug, PartialEq, Eq)]
struct CopiedRow {
    item: i32,
    scale: i32,
    entries: Vec<i64>,
}

/// The rows of a copy in its binary format, as they come in.
#[derive(Debug, Default)]
struct Rows {
    bytes: Vec<u8>,
    begun: bool,
    ended: bool,
}

impl Rows {
    /// Takes in what came. It may end anywhere.
    fn take_in(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next row, if it is here as a whole.
    fn next(&mut self) -> Result<Option<CopiedRow>> {
        let mut rest = Rest(&self.bytes);
        if !self.begun {
            // A signature, flags, and an extension with its length.
            let Some(head) = rest.take(15) else { return Ok(None) };
            if !head.starts_with(b"PGCOPY\n\xff\r\n\0") {
                return Err(malformed());
            }
            let Some(extension) = rest.length() else { return Ok(None) };
            if rest.take(extension?).is_none() {
                return Ok(None);
            }
            self.begun = true;
        } else if self.bytes.is_empty() {
            return Ok(None);
        }
        let begin = self.bytes.len() - rest.0.len();
        let row = match rest.take(2) {
            None => None,
            Some([0, 3]) if !self.ended => rest.row()?,
            Some([0xff, 0xff]) if rest.0.is_empty() => {
                self.ended = true;
                None
            }
            Some(_) => return Err(malformed()),
        };
        let end = if row.is_some() || self.ended { self.bytes.len() - rest.0.len() } else { begin };
        self.bytes.drain(..end);
        Ok(row)
    }

    /// That nothing comes any more: it must have been all.
    fn end(&self) -> Result<()> {
        if self.ended && self.bytes.is_empty() { Ok(()) } else { Err(malformed()) }
    }
}

/// What is left to read; `None` where not all of it is here yet.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn length(&mut self) -> Option<Result<usize>> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(usize::try_from(i32::from_be_bytes(bytes)).map_err(|_| malformed()))
    }

    fn field(&mut self) -> Option<Result<&'b [u8]>> {
        match self.length()? {
            Ok(length) => self.take(length).map(Ok),
            Err(fault) => Some(Err(fault)),
        }
    }

    fn row(&mut self) -> Result<Option<CopiedRow>> {
        let Some((item, scale, entries)) = self.fields() else { return Ok(None) };
        let item = i32::from_be_bytes(item?.try_into().map_err(|_| malformed())?);
        let scale = i16::from_be_bytes(scale?.try_into().map_err(|_| malformed())?);
        Ok(Some(CopiedRow { item, scale: scale.into(), entries: array(entries?)? }))
    }

    #[allow(clippy::type_complexity, reason = "three fields, each of which may be there, and be malformed")]
    fn fields(&mut self) -> Option<(Result<&'b [u8]>, Result<&'b [u8]>, Result<&'b [u8]>)> {
        Some((self.field()?, self.field()?, self.field()?))
    }
}

/// The numbers of an array without gaps.
fn array(bytes: &[u8]) -> Result<Vec<i64>> {
    // One dimension; no nulls; the type; how many; from which on.
    let (head, numbers) = bytes.split_at_checked(20).ok_or_else(malformed)?;
    let (dimensions, numbers) = (&head[..8], numbers.chunks_exact(ELEMENT));
    if dimensions != [0, 0, 0, 1, 0, 0, 0, 0] || !numbers.remainder().is_empty() {
        return Err(malformed());
    }
    let number = |bytes: &[u8]| match bytes.split_first_chunk::<4>() {
        Some(([0, 0, 0, 8], number)) => number.try_into().map(i64::from_be_bytes).map_err(|_| malformed()),
        _ => Err(malformed()),
    };
    numbers.map(number).collect()
}

fn malformed() -> Fault {
    sqlx::Error::Protocol("a copy of another form than was asked for".to_owned()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

    fn row(item: i32, scale: i16, entries: &[i64]) -> Vec<u8> {
        let mut array = vec![0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20];
        array.extend(i32::try_from(entries.len()).unwrap().to_be_bytes());
        array.extend(1_i32.to_be_bytes());
        for entry in entries {
            array.extend(8_i32.to_be_bytes());
            array.extend(entry.to_be_bytes());
        }
        let mut row = vec![0, 3];
        for field in [&item.to_be_bytes()[..], &scale.to_be_bytes(), &array] {
            row.extend(i32::try_from(field.len()).unwrap().to_be_bytes());
            row.extend(field);
        }
        row
    }

    fn all(parts: &[&[u8]]) -> Result<Vec<CopiedRow>> {
        let (mut rows, mut found) = (Rows::default(), Vec::new());
        for part in parts {
            rows.take_in(part);
            while let Some(row) = rows.next()? {
                found.push(row);
            }
        }
        rows.end()?;
        Ok(found)
    }

    #[test]
    fn rows_are_read_wherever_the_parts_end() {
        let whole = [HEAD, &row(7, 0, &[1, -1, i64::MAX]), &row(8, 3, &[]), b"\xff\xff"].concat();
        let expected = [
            CopiedRow { item: 7, scale: 0, entries: vec![1, -1, i64::MAX] },
            CopiedRow { item: 8, scale: 3, entries: vec![] },
        ];
        for size in 1..=whole.len() {
            let parts: Vec<&[u8]> = whole.chunks(size).collect();
            assert_eq!(all(&parts).unwrap(), expected, "{size} bytes at a time");
        }
    }

    #[test]
    fn what_is_of_another_form_is_refused() {
        let good = [HEAD, &row(7, 0, &[1]), b"\xff\xff"].concat();
        assert_eq!(all(&[&good]).unwrap().len(), 1);
        // The signature, how many fields, how long each is, the array's dimensions and nulls, how long a number is, the end.
        for (place, byte) in [(0, b'X'), (20, 4), (24, 9), (32, 1), (38, 9), (42, 2), (46, 1), (62, 9), (71, 0)] {
            let mut bad = good.clone();
            bad[place] = byte;
            let read = all(&[&bad]);
            assert!(read.is_err(), "byte {place}: {read:?}");
        }
        for short in 0..good.len() {
            assert!(all(&[&good[..short]]).is_err(), "only {short} bytes");
        }
        assert!(all(&[&good, b"\0"]).is_err(), "more than the end");
    }

    #[test]
    fn entries_are_put_in_the_order_of_their_days() {
        let entry = |day: i64, value: i64| day << VALUE_BITS | value;
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let scales = HashMap::from([(1, first), (2, second)]);
        let versions = vec![(2, vec![entry(9, 1)]), (1, vec![entry(10, 0), entry(8, 3)])];
        let series = Entries { versions }.series(&scales).unwrap();
        let days = [8, 9, 10].map(|day| Day::MIN.plus(day).unwrap());
        let made =
            Series::scale(days.to_vec(), vec![ScaleId::new(first), ScaleId::new(second)], vec![(0, 3), (1, 1), (0, 0)]);
        assert_eq!(series, made.unwrap());
        let most = 9_999_999_999;
        let amounts = Entries { versions: vec![(0, vec![entry(73_413, most), entry(0, 0)])] }.series(&scales).unwrap();
        let hundredths = |amount| Amount::from_hundredths(amount).unwrap();
        assert_eq!(amounts, Series::count(vec![Day::MIN, Day::MAX], vec![hundredths(0), hundredths(most)]).unwrap());
    }

    #[test]
    fn what_is_damaged_is_told() {
        let scales = HashMap::from([(1, Uuid::from_u128(1))]);
        for versions in [
            vec![(0, vec![1]), (1, vec![2])],
            vec![(3, vec![1])],
            vec![(1, vec![256])],
            vec![(0, vec![-1])],
            vec![(0, vec![73_414 << VALUE_BITS])],
            vec![(0, vec![1, 2])],
        ] {
            let told = Entries { versions: versions.clone() }.series(&scales).map_err(kitaab_store::StoreError::from);
            assert!(told.is_err(), "{versions:?}: {told:?}");
        }
    }
}
