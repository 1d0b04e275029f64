//! Reading very many entries at once, by COPY.
//!
//! The function that answers [`Store::records`](kitaab_store::Store::records) is one round trip, which is what counts for a
//! month. For a whole history the work counts: the server packs each entry into one number, and sends all numbers of a year in a
//! piece, which takes it less than a row for each; a year is taken apart while the server is at the next. It sees what the
//! policies let the actor see, in one transaction that is of one state of the book. Of a long history, another connection reads
//! the second half, if one is free: in a transaction that sees the same state.

mod collected;
mod copied;
mod packed;

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::Pin;

use chrono::{Datelike as _, NaiveDate};
use futures_core::Stream as _;
use kitaab_core::{Day, DayRange, Error, ItemId, Kind, Records, UserId};
use kitaab_store::Context;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Executor as _, PgConnection, Row as _};
use uuid::Uuid;

use self::collected::{Collected, Numbers};
use self::copied::Rows;
use self::packed::Packing;
use crate::connection::{Connections, OneState, Tries};
use crate::error::Result;
use crate::others::TRIES;
use crate::reading::ends;
use crate::sql;
use crate::store::Server;

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
            return match self.copied(&Bulk { actor, owner, view: None, items: asked, days }).await? {
                Some(records) => Ok(records),
                None => Box::pin(self.records(actor, owner, items, days)).await,
            };
        }
        for _ in 0..TRIES {
            let (sight, mark) = self.last_sight(actor, owner).await?;
            let items_seen = sight.logging_items().unwrap_or_default().into_iter().collect();
            let bulk = Bulk { actor, owner, view: Some(mark), items: items_seen, days };
            match self.copied(&bulk).await {
                Err(fault) if fault.has_moved_on() => self.memory().forget_view(actor, owner),
                seen => {
                    let Some(seen) = seen? else {
                        return Box::pin(self.records_seen(ctx, owner, items, days)).await;
                    };
                    self.note_reading(ctx, &sight, items)?;
                    return Ok(sight.records(seen, items));
                }
            }
        }
        Err(Error::conflict(Kind::Book, "its structure keeps changing").into())
    }

    /// From wherever it may be read, and again where others were in the way or the connection was lost. None where a book has
    /// too many items and scale versions for that.
    async fn copied(&self, bulk: &Bulk) -> Result<Option<Records>> {
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

/// From about so many entries on, two processes of the server are done sooner than one, though the second must be asked for.
const ENTRIES_FOR_TWO: usize = 50_000;

/// What is asked for.
struct Bulk {
    actor: UserId,
    owner: UserId,
    /// The version of what they see of another's book.
    view: Option<i64>,
    items: BTreeSet<ItemId>,
    days: DayRange,
}

/// What is to be known before the entries: what their numbers stand for, and when they begin and end.
#[derive(Default)]
struct Beginning {
    items: Numbers,
    scales: Numbers,
    logged: Vec<Day>,
    ends: Option<(NaiveDate, NaiveDate)>,
}

impl Bulk {
    async fn copied(&self, connections: &Connections) -> Result<Option<Records>> {
        let mut state = connections.begin_reading().await?;
        let beginning = self.beginning(state.connection()).await?;
        let Some(packing) = Packing::of(&beginning.items, &beginning.scales) else {
            state.end().await?;
            return Ok(None);
        };
        let collected = match beginning.ends {
            None => Collected::new(&beginning.items),
            Some(ends) => self.all_entries(connections, &mut state, &beginning, packing, ends).await?,
        };
        state.end().await?;
        let series = collected.series(&self.items, &beginning.scales)?;
        Ok(Some(Records::new(self.days, series, beginning.logged)))
    }

    /// Says who asks, for the policies, until the end of the transaction; and asks what the numbers of items and scale
    /// versions stand for, which days are logged, and from when on and until when there are entries. Which days are logged to
    /// others, the entries that they see say.
    async fn beginning(&self, conn: &mut PgConnection) -> Result<Beginning> {
        let (actor, owner, (first, last)) = (self.actor.uuid(), self.owner.uuid(), ends(self.days));
        let within = format!("owner = '{owner}' AND day BETWEEN '{first}' AND '{last}'");
        let (who, items, logged) = match self.view {
            None => (
                format!("set_config('kitaab.actor', '{actor}', true)"),
                "no, id FROM kitaab.items",
                format!("UNION ALL SELECT 3, NULL, NULL, day, NULL FROM kitaab.days WHERE {within}"),
            ),
            Some(mark) => (
                format!("kitaab.check_view('{actor}', '{owner}', {mark})"),
                "item_no, item FROM kitaab.shared",
                String::new(),
            ),
        };
        let (items, none) = (items.replacen(" FROM", ", NULL::date, NULL::date FROM", 1), "NULL::date, NULL::date");
        // In one trip, which arguments would not be.
        let questions = format!(
            "SELECT {who};
             SELECT 1, {items} WHERE owner = '{owner}'
             UNION ALL SELECT 2, no::integer, id, {none} FROM kitaab.scale_numbers WHERE owner = '{owner}'
             {logged}
             UNION ALL SELECT 4, NULL, NULL, min(day), max(day) FROM kitaab.entries WHERE {within}"
        );
        let rows = conn.fetch_all(AssertSqlSafe(questions)).await?;
        let mut beginning = Beginning::default();
        for row in rows.iter().skip(1) {
            beginning.take_in(row)?;
        }
        beginning.logged.sort_unstable();
        Ok(beginning)
    }

    /// The entries from the first to the last day, by one connection or two.
    async fn all_entries(
        &self,
        connections: &Connections,
        state: &mut OneState,
        beginning: &Beginning,
        packing: Packing,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Collected> {
        let items = &beginning.items;
        if let Some((before, middle)) = beginning.middle()
            && let Some(mut other) = self.beside(connections, state).await?
        {
            let (mut earlier, later) = tokio::try_join!(
                self.entries(state.connection(), items, packing, (first, before)),
                self.entries(other.connection(), items, packing, (middle, last)),
            )?;
            other.end().await?;
            earlier.append(later);
            return Ok(earlier);
        }
        self.entries(state.connection(), items, packing, (first, last)).await
    }

    /// Another connection that sees the same, as the same actor.
    async fn beside(&self, connections: &Connections, state: &mut OneState) -> Result<Option<OneState>> {
        let who = format!("SELECT set_config('kitaab.actor', '{}', true)", self.actor.uuid());
        state.beside(connections, &who).await
    }

    /// The entries of some days.
    async fn entries(
        &self,
        conn: &mut PgConnection,
        items: &Numbers,
        packing: Packing,
        ends: (NaiveDate, NaiveDate),
    ) -> Result<Collected> {
        let (mut collected, mut rows) = (Collected::new(items), Rows::default());
        {
            // A copy takes no arguments: these are ids and days, which can be nothing but that.
            let mut copy = conn.copy_out_raw(&self.entries_sql(packing, ends)).await?;
            while let Some(bytes) = poll_fn(|context| Pin::new(&mut copy).poll_next(context)).await {
                rows.take_in(&bytes?);
                while let Some((first, entries)) = rows.next()? {
                    packing.unpack(first, entries, &mut collected)?;
                }
            }
        }
        rows.end()?;
        Ok(collected)
    }

    /// Each year is asked for by itself, which is how they are kept.
    fn entries_sql(&self, packing: Packing, (first, last): (NaiveDate, NaiveDate)) -> String {
        let owner = self.owner.uuid();
        let years = (first.year()..=last.year()).map(|year| {
            let begin = NaiveDate::from_ymd_opt(year, 1, 1).map_or(first, |day| day.max(first));
            let end = NaiveDate::from_ymd_opt(year, 12, 31).map_or(last, |day| day.min(last));
            format!(
                "SELECT '{begin}'::date, {} FROM kitaab.entries WHERE owner = '{owner}' AND day BETWEEN '{begin}' AND '{end}'",
                packing.sql(begin)
            )
        });
        format!("COPY ({}) TO STDOUT (FORMAT binary)", years.collect::<Vec<_>>().join(" UNION ALL "))
    }
}

impl Beginning {
    /// Two days that follow each other, between which about half of the entries end, where there may be so many that it is worth the
    /// while. Of another's book that is not known.
    fn middle(&self) -> Option<(NaiveDate, NaiveDate)> {
        let many = self.logged.len().saturating_mul(self.items.len()) >= ENTRIES_FOR_TWO;
        let middle = self.logged.get(self.logged.len() / 2)?.date();
        let before = middle.pred_opt()?;
        (many && before >= self.ends?.0).then_some((before, middle))
    }

    fn take_in(&mut self, row: &PgRow) -> Result<()> {
        let numbers = match row.try_get::<i32, _>(0)? {
            1 => &mut self.items,
            2 => &mut self.scales,
            3 => {
                self.logged.push(sql::day(row.try_get(3)?)?);
                return Ok(());
            }
            _ => {
                let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = (row.try_get(3)?, row.try_get(4)?);
                self.ends = first.zip(last);
                return Ok(());
            }
        };
        numbers.insert(sql::small(row.try_get::<i32, _>(1)?)?, row.try_get::<Uuid, _>(2)?);
        Ok(())
    }
}
