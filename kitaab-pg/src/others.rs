//! Acting on another's book: what is seen of it, and entries written in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{Catalogue, Commit, Day, DayRange, Entry, Error, Header, ItemId, Kind, Records, UserId, View};
use kitaab_store::{Answer, Context, DayRollup, EntryQuery, Page, Sight, check_commit, check_limit, turned_by};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use crate::applying::{Call, Said};
use crate::connection::Question;
use crate::erasure::Erasures;
use crate::error::{Fault, Result};
use crate::pages::cut;
use crate::reading::{about, ends, entry, ids, series};
use crate::store::Server;
use crate::structure::Known;
use crate::working::Work;
use crate::{sql, structure, views};

/// How often a question is asked anew because the structure moved on meanwhile.
pub(crate) const TRIES: u32 = 64;

impl Server {
    /// What an actor sees of a book.
    pub(crate) async fn sight(&self, actor: UserId, owner: UserId) -> Result<Sight> {
        if actor == owner { Ok(Sight::Whole) } else { Ok(Sight::Part(self.view(actor, owner).await?.structure)) }
    }

    /// What is seen of another's book, as it is now; it is handed over only where it is not known already.
    async fn view(&self, actor: UserId, owner: UserId) -> Result<Known<View>> {
        let known = self.memory().known_view(actor, owner);
        let mark = known.as_ref().map_or(-1, |known| known.mark);
        let sql = "SELECT version, begun, bodies FROM kitaab.structure_seen($1, $2, $3)";
        let rows = self.answers(about(sql, actor, owner).bind(mark)).await?;
        let row = match (rows.first(), known) {
            (Some(row), _) => row,
            (None, Some(known)) => return Ok(known),
            (None, None) => return Err(Error::not_found(Kind::Book, owner).into()),
        };
        let version = row.try_get(0)?;
        let catalogue = views::read(owner, version, row.try_get(2)?)?;
        // What somebody sees of what they see is the same.
        let Sight::Part(structure) = Sight::of(actor, &catalogue)? else {
            return Err(Fault::corrupt("one's own book, seen as another's"));
        };
        let known = Known::new(row.try_get(1)?, version, structure);
        self.memory().remember_view(&known);
        Ok(known)
    }

    /// What was seen of a book before, without asking whether it still is, and its mark: the answer to what is asked with it
    /// says so.
    pub(crate) async fn last_sight(&self, actor: UserId, owner: UserId) -> Result<(Sight, i64)> {
        let known = match self.memory().known_view(actor, owner) {
            Some(known) => known,
            None => self.view(actor, owner).await?,
        };
        Ok((Sight::Part(known.structure), known.mark))
    }

    /// Refuses what is the owner's alone to everybody else.
    pub(crate) async fn owners_alone(&self, ctx: &Context, owner: UserId, action: &'static str) -> Result<()> {
        if ctx.actor == owner {
            return Ok(());
        }
        Ok(self.sight(ctx.actor, owner).await?.whole(action)?)
    }

    /// Asks about another's book what rests on what is seen of it: within the same state.
    async fn rows_seen(
        &self,
        ctx: &Context,
        owner: UserId,
        question: impl Fn(&Sight, i64) -> Question<'static> + Send + Sync,
    ) -> Result<(Sight, Vec<PgRow>)> {
        for _ in 0..TRIES {
            let (sight, mark) = self.last_sight(ctx.actor, owner).await?;
            match self.answers(question(&sight, mark)).await {
                Err(fault) if fault.has_moved_on() => self.memory().forget_view(ctx.actor, owner),
                rows => return Ok((sight, rows?)),
            }
        }
        Err(Error::conflict(Kind::Book, "its structure keeps changing").into())
    }

    /// Entries of another's book, as they see it.
    pub(crate) async fn entries_seen(
        &self,
        ctx: &Context,
        owner: UserId,
        query: &EntryQuery,
    ) -> Result<Page<Entry, (Day, ItemId)>> {
        let limit = check_limit(query.limit)?;
        if !query.words.is_empty() {
            self.sight(ctx.actor, owner).await?;
            return Ok(Page { rows: Vec::new(), next: None });
        }
        let one_more = sql::small::<i32>(query.limit)? + 1;
        let (first, last) = ends(query.days);
        let (after_day, after_item) = query.after.map(|(day, item)| (day.date(), item.uuid())).unzip();
        let question = |sight: &Sight, mark| {
            let items: Option<Vec<Uuid>> = query.items.as_ref().map(|items| ids(&sight.items(items)));
            let sql = "SELECT item, day, value, scale, seq, note
                       FROM kitaab.entries_seen($1, $2, $3, $4, $5, $6, $7, $8, $9)";
            let question = about(sql, ctx.actor, owner).bind(mark).bind(items).bind(first).bind(last);
            question.bind(after_day).bind(after_item).bind(one_more)
        };
        let (sight, rows) = self.rows_seen(ctx, owner, question).await?;
        let asked = query.items.clone().or_else(|| sight.logging_items()).unwrap_or_default();
        self.note_reading(ctx, &sight, &asked)?;
        let entry = |row: &PgRow| entry(row, 2, ItemId::new(row.try_get(0)?), sql::day(row.try_get(1)?)?);
        let rows = rows.iter().map(entry).collect::<Result<Vec<_>>>()?;
        Ok(cut(rows, limit, |entry| (entry.day, entry.item)))
    }

    /// The records of some items of another's book, as they see it.
    pub(crate) async fn records_seen(
        &self,
        ctx: &Context,
        owner: UserId,
        items: &[ItemId],
        days: DayRange,
    ) -> Result<Records> {
        let (sight, seen) = self.all_records_seen(ctx, owner, days).await?;
        self.note_reading(ctx, &sight, items)?;
        Ok(sight.records(seen, items))
    }

    /// The daily rollups of another's book: what the items that are seen come to.
    pub(crate) async fn rollups_seen(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<Vec<DayRollup>> {
        let (sight, seen) = self.all_records_seen(ctx, owner, days).await?;
        self.note_reading(ctx, &sight, &sight.logging_items().unwrap_or_default())?;
        Ok(sight.rollups(&seen).unwrap_or_default())
    }

    async fn all_records_seen(&self, ctx: &Context, owner: UserId, days: DayRange) -> Result<(Sight, Records)> {
        let (first, last) = ends(days);
        let question = |sight: &Sight, mark| {
            let items = ids(&sight.logging_items().unwrap_or_default());
            let sql = "SELECT item, days, amounts, scale_nos, scales FROM kitaab.records_seen($1, $2, $3, $4, $5, $6)";
            about(sql, ctx.actor, owner).bind(mark).bind(items).bind(first).bind(last)
        };
        let (sight, rows) = self.rows_seen(ctx, owner, question).await?;
        let mut all = BTreeMap::new();
        if let Some((scales, rows)) = rows.split_last() {
            // Of scale versions they know some: those that have a number in another's book.
            let numbers = scales.try_get::<Option<Vec<i64>>, _>(2)?.unwrap_or_default();
            let known = scales.try_get::<Option<Vec<Uuid>>, _>(4)?.unwrap_or_default();
            let scales: BTreeMap<i64, Uuid> = numbers.into_iter().zip(known).collect();
            for row in rows {
                all.insert(ItemId::new(row.try_get(0)?), series(row, |number| scales.get(&number.into()).copied())?);
            }
        }
        Ok((sight, Records::new(days, all, Vec::new())))
    }

    /// What stands between an actor and another's book, to check what they write.
    pub(crate) async fn between(
        conn: &mut PgConnection,
        actor: UserId,
        owner: UserId,
        step: bool,
    ) -> Result<Option<Known<Catalogue>>> {
        let row = about(BETWEEN, actor, owner).bind(step).fetch_optional(conn).await?;
        row.map(|row| between(owner, &row)).transpose()
    }

    /// Applies a commit of somebody else than the owner: it is checked with the structure, and the database sees to it that
    /// the structure is that one still.
    pub(crate) async fn apply_of_other(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        let (actor, owner) = (ctx.actor, commit.header().book);
        for _ in 0..TRIES {
            let rows = self.connections().rows(about(BETWEEN, actor, owner).bind(false)).await?;
            let between = between(owner, rows.first().ok_or_else(|| Error::not_found(Kind::Book, owner))?)?;
            let turned = match turned_by(commit) {
                Some(seq) => self.own_header(ctx, owner, seq).await?,
                None => None,
            };
            check_commit(ctx, &between.structure, commit, turned.as_ref())?;
            let work = Work::of(commit, None, Erasures::default()).map_err(|flaw| flaw.fault)?;
            let mut call = Call::new(actor, commit, work, false)?;
            call.base = Some(between.mark);
            match self.send(&call).await? {
                Said::Answered(answer) => return Ok(answer),
                Said::Request(seq) => {
                    // Of another's commits they know nothing.
                    if self.own_header(ctx, owner, seq).await?.is_none() {
                        return Err(Error::conflict(Kind::Request, "was answered before, to somebody else").into());
                    }
                    return self.answer_request(actor, seq, commit).await;
                }
                Said::Moved => {}
            }
        }
        Err(Error::conflict(Kind::Book, "its structure keeps changing").into())
    }

    /// The header of a commit of one's own in another's book.
    async fn own_header(&self, ctx: &Context, owner: UserId, seq: u64) -> Result<Option<Header>> {
        let headers = self.headers(ctx.actor, owner, seq.checked_add(1), 1).await?;
        Ok(headers.into_iter().find(|(found, _)| *found == seq).map(|(_, header)| header))
    }
}

const BETWEEN: &str = "SELECT version, begun, bodies FROM kitaab.structure_between($1, $2, $3)";

fn between(owner: UserId, row: &PgRow) -> Result<Known<Catalogue>> {
    let (version, bodies): (i64, Option<Vec<Vec<u8>>>) = (row.try_get(0)?, row.try_get(2)?);
    let structure = structure::read(owner, version, &bodies.unwrap_or_default())?;
    Ok(Known::new(row.try_get(1)?, version, Arc::new(structure)))
}

/// The structure that somebody sees, to hand over.
pub(crate) fn catalogue_of(sight: &Sight) -> Option<Arc<Catalogue>> {
    match sight {
        Sight::Whole => None,
        Sight::Part(view) => Some(Arc::new(view.catalogue.clone())),
    }
}
