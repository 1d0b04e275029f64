//! Steps of relations: commits to several books at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{Arrival, Change, Commit, Error, RecordKey, UserId};
use kitaab_store::{Answer, Applied, Context, Stale, Together, arrival, check_together};
use sqlx::{PgConnection, Row as _};

use crate::applying::{AtOnce, Call, Said};
use crate::connection::Tries;
use crate::erasure::Erasures;
use crate::error::{Fault, Result};
use crate::key::Key;
use crate::ledger;
use crate::sql;
use crate::store::Server;
use crate::working::Work;

impl Server {
    /// Applies commits to several books, all or none.
    pub(crate) async fn apply_together(&self, ctx: &Context, commits: &[Commit]) -> Result<Together> {
        let (own, others) = check_together(ctx, commits)?;
        if own.changes().any(|change| matches!(change, Change::Erase(_))) {
            return Err(Error::invalid("commits", "must not erase anything", "").into());
        }
        let mut tries = Tries::new();
        let together = loop {
            match self.together_once(ctx, own, others).await {
                Err(fault) => tries.after(fault).await?,
                together => break together,
            }
        };
        self.memory().forget(ctx.actor);
        together
    }

    async fn together_once(&self, ctx: &Context, own: &Commit, others: &[Commit]) -> Result<Together> {
        let actor = ctx.actor;
        let mut tx = self.connections().begin().await?;
        let heads = hold_together(&mut tx, actor, own, others).await?;
        let applied = match self.apply_own(&mut tx, actor, own).await? {
            Answer::Stale(stale) => return Ok(Together::Stale { book: actor, stale }),
            Answer::Applied(applied) if applied.replayed => return Ok(Together::Applied(applied)),
            Answer::Applied(applied) => applied,
        };
        for other in others {
            let there = heads.get(&other.header().book).is_some_and(|seq| *seq > 0);
            if let Some(stale) = apply_step(&mut tx, ctx, other, there).await? {
                return Ok(Together::Stale { book: other.header().book, stale });
            }
        }
        tx.commit().await?;
        Ok(Together::Applied(Applied { replayed: false, ..applied }))
    }

    async fn apply_own(&self, tx: &mut PgConnection, actor: UserId, own: &Commit) -> Result<Answer> {
        let asking = AtOnce::new(actor, own, None, false)?;
        match asking.said(&asking.question().fetch_one(&mut *tx).await?)? {
            Some(Said::Answered(answer)) => return Ok(answer),
            Some(Said::Request(seq)) => {
                return Ok(ledger::commit_at(tx, actor, actor, seq).await?.answer_again(own)?);
            }
            _ => {}
        }
        let structure = self.catalogue_within(tx, actor, actor).await?;
        let work = match Work::of(own, Some(Arc::clone(&structure)), Erasures::default()) {
            Ok(work) => work,
            Err(flaw) => return Err(flaw.or_earlier(tx, own, &structure).await),
        };
        let call = Call::new(actor, own, work, false)?;
        answered(call.said(&call.question().fetch_one(tx).await?)?)
    }
}

/// Holds all the books; tells where the ledgers of those stand that there are.
async fn hold_together(
    tx: &mut PgConnection,
    actor: UserId,
    own: &Commit,
    others: &[Commit],
) -> Result<BTreeMap<UserId, u64>> {
    let owners: Vec<_> = [own].into_iter().chain(others).map(|commit| commit.header().book.uuid()).collect();
    let rows = sqlx::query("SELECT owner, seq FROM kitaab.hold_together($1, $2)")
        .persistent(false)
        .bind(actor.uuid())
        .bind(owners)
        .fetch_all(tx)
        .await?;
    rows.iter().map(|row| Ok((UserId::new(row.try_get(0)?), sql::seq(row.try_get::<i64, _>(1)?)?))).collect()
}

/// Applies a step of a relation in another's book, if it arrives. Tells what is stale.
async fn apply_step(tx: &mut PgConnection, ctx: &Context, other: &Commit, there: bool) -> Result<Option<Stale>> {
    let (actor, header) = (ctx.actor, other.header());
    let owner = header.book;
    if !there {
        arrival(ctx, None, other)?;
        return Ok(None);
    }
    let between = Server::between(tx, actor, owner, true).await?;
    let between = between.ok_or_else(|| Fault::corrupt("a book that is there and is not"))?;
    let mark = between.mark;
    let asking = AtOnce::new(actor, other, Some(mark), true)?;
    match asking.said(&asking.question().fetch_one(&mut *tx).await?)? {
        Some(Said::Answered(Answer::Stale(stale))) => return Ok(Some(stale)),
        Some(Said::Answered(Answer::Applied(_))) => return Ok(Some(Stale::DeviceSeq { last: header.device_seq })),
        _ => {}
    }
    match arrival(ctx, Some(&between.structure), other)? {
        Arrival::Written => {
            let work = Work::unchecked(other, Some(between.structure), Erasures::default());
            let mut call = Call::new(actor, other, work.map_err(|flaw| flaw.fault)?, true)?;
            call.base = Some(mark);
            answered(call.said(&call.question().fetch_one(tx).await?)?)?;
            Ok(None)
        }
        Arrival::Answers(id) => {
            let key = RecordKey::Relation(id);
            let column = Key::from(&key);
            let current: i64 = sqlx::query_scalar("SELECT kitaab.relation_revision($1, $2, $3)")
                .persistent(false)
                .bind(actor.uuid())
                .bind(owner.uuid())
                .bind(column.id)
                .fetch_one(tx)
                .await?;
            Ok(Some(Stale::Record { key, current: sql::seq(current)? }))
        }
        _ => Ok(None),
    }
}

fn answered(said: Option<Said>) -> Result<Answer> {
    match said {
        Some(Said::Answered(answer)) => Ok(answer),
        _ => Err(Fault::corrupt("an answer that is none")),
    }
}
