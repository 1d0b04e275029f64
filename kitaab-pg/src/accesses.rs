//! The access log: who else read in a book.

use std::collections::{BTreeSet, HashSet};
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kitaab_core::{Day, DeedId, ItemId, Timestamp, UserId};
use kitaab_store::{AccessPlace, Context, LoggedAccess, Page, Sight, check_limit};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use tokio::task::JoinSet;

use crate::error::Result;
use crate::pages::cut;
use crate::reading::about;
use crate::sql;
use crate::store::Server;

/// How many readings are remembered as noted.
const REMEMBERED: usize = 10_000;

/// That somebody read in a book which is not theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Reading {
    owner: UserId,
    reader: UserId,
    day: Day,
    deeds: BTreeSet<DeedId>,
}

/// The readings that were noted lately, so that reading again costs no write, and those that are being noted.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    lately: Arc<Mutex<HashSet<Reading>>>,
    under_way: Mutex<JoinSet<()>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Noted {
    /// Forgets all: what was noted may be gone.
    pub(crate) fn forget(&self) {
        held(&self.lately).clear();
    }

    /// Waits until all that was read is noted.
    pub(crate) async fn settle(&self) {
        let mut under_way = take(&mut *held(&self.under_way));
        while under_way.join_next().await.is_some() {}
    }
}

impl Server {
    /// Notes that entries of some items were read, if it was somebody else than the owner. Nobody waits for that.
    pub(crate) fn note_reading(&self, ctx: &Context, sight: &Sight, items: &[ItemId]) -> Result<()> {
        let Sight::Part(view) = sight else { return Ok(()) };
        let deeds = sight.deeds_read(items);
        if deeds.is_empty() {
            return Ok(());
        }
        let day = view.catalogue.settings.today(ctx.now)?;
        let reading = Reading { owner: view.catalogue.owner, reader: ctx.actor, day, deeds };
        let noted = self.noted();
        let mut lately = held(&noted.lately);
        if lately.len() >= REMEMBERED {
            lately.clear();
        }
        if lately.insert(reading.clone()) {
            let (connections, lately, at) = (Arc::clone(self.shared_connections()), Arc::clone(&noted.lately), ctx.now);
            let mut under_way = held(&noted.under_way);
            while under_way.try_join_next().is_some() {}
            under_way.spawn(async move {
                let deeds: Vec<_> = reading.deeds.iter().map(|deed| deed.uuid()).collect();
                let sql = "SELECT kitaab.note_reading($1, $2, $3, $4, $5)";
                let question = about(sql, reading.reader, reading.owner);
                let question = question.bind(reading.day.date()).bind(deeds).bind(at.micros());
                if connections.rows(question).await.is_err() {
                    // The next reading tries again.
                    held(&lately).remove(&reading);
                }
            });
        }
        Ok(())
    }

    /// A page of the log: newest day first, and by reader and deed within a day.
    pub(crate) async fn accesses(
        &self,
        actor: UserId,
        owner: UserId,
        after: Option<AccessPlace>,
        limit: u32,
    ) -> Result<Page<LoggedAccess, AccessPlace>> {
        let most = check_limit(limit)?;
        self.noted().settle().await;
        let day = after.map(|(day, ..)| day.date());
        let (reader, deed) = after.map(|(_, reader, deed)| (reader.uuid(), deed.uuid())).unzip();
        let sql = "SELECT reader, deed, day, first_at FROM kitaab.accesses($1, $2, $3, $4, $5, $6)";
        let question = about(sql, actor, owner).bind(day).bind(reader).bind(deed).bind(sql::small::<i32>(limit)? + 1);
        let rows = self.connections().rows(question).await?;
        let access = |row: &PgRow| {
            Ok(LoggedAccess {
                reader: UserId::new(row.try_get(0)?),
                deed: DeedId::new(row.try_get(1)?),
                day: sql::day(row.try_get(2)?)?,
                first_at: Timestamp::from_micros(row.try_get(3)?),
            })
        };
        let rows = rows.iter().map(access).collect::<Result<Vec<_>>>()?;
        Ok(cut(rows, most, |row| (row.day, row.reader, row.deed)))
    }
}
