//! Applying a commit: one call of the database's function.

use std::sync::Arc;

use kitaab_core::{Catalogue, Change, Commit, Day, Digest, Error, Expects, Kind, Leaf, RecordKey, UserId};
use kitaab_store::{Answer, Applied, Context, Stale, check_author};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::connection::Question;
use crate::erasure::Erasures;
use crate::error::{Fault, Result};
use crate::flaw::Flaw;
use crate::key::Key;
use crate::operations::{Operations, Rows};
use crate::sql;
use crate::store::Server;
use crate::structure::Known;
use crate::working::{Kept, Work, is_structural};

/// How often a commit is worked out anew because the structure moved on meanwhile. Each time somebody else succeeded.
const TRIES: u32 = 64;

/// What the database answers to a commit.
pub(crate) enum Said {
    Answered(Answer),
    /// The request was answered before, by the commit with this number.
    Request(u64),
    /// The structure has moved on.
    Moved,
}

impl Server {
    /// Applies a commit.
    pub(crate) async fn apply(&self, ctx: &Context, commit: &Commit) -> Result<Answer> {
        let (actor, owner) = (ctx.actor, commit.header().book);
        check_author(ctx, commit.header())?;
        if actor != owner {
            return self.apply_of_other(ctx, commit).await;
        }
        if let Some(answer) = self.record(commit).await? {
            return Ok(answer);
        }
        if commit.changes().any(|change| matches!(change, Change::Erase(_))) {
            return self.apply_erasure(actor, commit).await;
        }
        for _ in 0..TRIES {
            let base = if is_structural(commit) { Some(self.structure_to_work_on(actor, owner).await?) } else { None };
            let structure = base.as_ref().map(|base| &base.structure);
            let said = match Work::of(commit, structure.cloned(), Erasures::default()) {
                Ok(work) => {
                    let mut call = Call::new(actor, commit, work, false)?;
                    call.base = base.as_ref().map(|base| base.mark);
                    let said = self.send(&call).await?;
                    self.remember_after(base.as_ref(), &call, &said);
                    said
                }
                // What stands against the commit comes before what is wrong with it.
                Err(flaw) => match self.ask_at_once(actor, commit, base.as_ref()).await? {
                    Some(said) => said,
                    None => return Err(self.first_wrong(flaw, commit, structure.map(Arc::as_ref)).await),
                },
            };
            match said {
                Said::Answered(answer) => return Ok(answer),
                Said::Request(seq) => return self.answer_request(actor, seq, commit).await,
                Said::Moved => self.memory().forget(owner),
            }
        }
        Err(Error::conflict(Kind::Book, "others keep writing to it: try again when they are done").into())
    }

    /// The structure as it was last seen; the database says if it has another one by now.
    async fn structure_to_work_on(&self, actor: UserId, owner: UserId) -> Result<Known<Catalogue>> {
        match self.memory().known(owner) {
            Some(known) => Ok(known),
            None => self.catalogue(actor, owner).await,
        }
    }

    pub(crate) async fn send(&self, call: &Call<'_>) -> Result<Said> {
        let row = self.connections().row(call.question()).await?;
        call.said(&row)?.ok_or_else(|| Fault::corrupt("an answer that is none"))
    }

    /// Asks what stands against a commit.
    async fn ask_at_once(
        &self,
        actor: UserId,
        commit: &Commit,
        base: Option<&Known<Catalogue>>,
    ) -> Result<Option<Said>> {
        let asking = AtOnce::new(actor, commit, base.map(|base| base.mark), false)?;
        asking.said(&self.connections().row(asking.question()).await?)
    }

    /// What is wrong first with a commit, with whose structure something is.
    async fn first_wrong(&self, flaw: Flaw, commit: &Commit, structure: Option<&Catalogue>) -> Fault {
        let Some(structure) = structure.filter(|_| flaw.may_come_second(commit)) else { return flaw.fault };
        match self.connections().begin().await {
            Ok(mut tx) => flaw.or_earlier(&mut tx, commit, structure).await,
            Err(fault) => fault,
        }
    }

    /// Remembers the structure that a commit made of another. Of the first of a book its beginning is not known yet.
    fn remember_after(&self, base: Option<&Known<Catalogue>>, call: &Call<'_>, said: &Said) {
        let Said::Answered(Answer::Applied(Applied { seq, replayed: false, .. })) = said else { return };
        if let (Some(now), Some(base), Ok(version)) = (call.work.after(), base, sql::number(*seq))
            && base.structure.version > 0
        {
            let mut now = now.clone();
            now.version = *seq;
            self.memory().remember(&Known::new(base.begun, version, Arc::new(now)));
        }
    }

    /// Answers a request that was answered before.
    pub(crate) async fn answer_request(&self, actor: UserId, seq: u64, commit: &Commit) -> Result<Answer> {
        let before = self.commit_at(actor, commit.header().book, seq).await?;
        Ok(before.answer_again(commit)?)
    }
}

/// What a commit expects, in columns.
struct Expected {
    catalogue: Option<i64>,
    keys: Vec<RecordKey>,
    columns: Vec<Key>,
    revisions: Vec<i64>,
}

impl Expected {
    fn of(commit: &Commit) -> Self {
        let Expects { catalogue, revisions } = commit.header().expects.clone().unwrap_or_default();
        let (keys, revisions): (Vec<_>, Vec<_>) = revisions.unwrap_or_default().into_iter().unzip();
        Self {
            // A version that no book can have is expected of none.
            catalogue: catalogue.map(|version| i64::try_from(version).unwrap_or(-1)),
            columns: keys.iter().map(Key::from).collect(),
            revisions: revisions.into_iter().map(|revision| i64::try_from(revision).unwrap_or(-1)).collect(),
            keys,
        }
    }

    fn bind<'q>(&'q self, question: Question<'q>) -> Question<'q> {
        let (kinds, ids, days) = columns(&self.columns);
        question.bind(self.catalogue).bind(kinds).bind(ids).bind(days).bind(&self.revisions)
    }

    /// What the database said.
    fn said(&self, row: &PgRow) -> Result<Option<Said>> {
        let Some(answer) = row.try_get::<Option<String>, _>(0)? else { return Ok(None) };
        let seq = row.try_get::<Option<i64>, _>(1)?.map_or(Ok(0), sql::seq)?;
        let applied = |replayed| -> Result<Said> {
            let link = sql::digest(row.try_get(2)?)?;
            Ok(Said::Answered(Answer::Applied(Applied { seq, link, replayed })))
        };
        let stale = |stale| Ok(Said::Answered(Answer::Stale(stale)));
        match answer.as_str() {
            "applied" => applied(false),
            "before" => applied(true),
            "request" => Ok(Said::Request(seq)),
            "moved" => Ok(Said::Moved),
            "device" => stale(Stale::DeviceSeq { last: seq }),
            "catalogue" => stale(Stale::Catalogue { current: seq }),
            "record" => {
                let place: i32 = row.try_get(3)?;
                let key = usize::try_from(place - 1).ok().and_then(|place| self.keys.get(place));
                let key = key.ok_or_else(|| Fault::corrupt("an answer about a record that was not asked for"))?;
                stale(Stale::Record { key: *key, current: seq })
            }
            _ => Err(Fault::corrupt("an answer that is none")),
        }
        .map(Some)
    }
}

/// The question what stands against a commit.
pub(crate) struct AtOnce<'a> {
    actor: UserId,
    commit: &'a Commit,
    hash: Digest,
    device_seq: i64,
    expected: Expected,
    base: Option<i64>,
    step: bool,
}

impl<'a> AtOnce<'a> {
    /// `base`: the mark of the structure that the commit rests on. `step`: it is a step of a relation in another's book.
    pub(crate) fn new(actor: UserId, commit: &'a Commit, base: Option<i64>, step: bool) -> Result<Self> {
        let (device_seq, hash) = (sql::number(commit.header().device_seq)?, commit.hash());
        Ok(Self { actor, commit, hash, device_seq, expected: Expected::of(commit), base, step })
    }

    pub(crate) fn question(&self) -> Question<'_> {
        let header = self.commit.header();
        let question =
            sqlx::query("SELECT * FROM kitaab.answer_at_once($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
                .persistent(false)
                .bind(self.actor.uuid())
                .bind(header.book.uuid())
                .bind(header.device.uuid())
                .bind(self.device_seq)
                .bind(header.request.map(kitaab_core::RequestId::uuid))
                .bind(&self.hash.as_bytes()[..]);
        self.expected.bind(question).bind(self.base).bind(self.step)
    }

    pub(crate) fn said(&self, row: &PgRow) -> Result<Option<Said>> {
        self.expected.said(row)
    }
}

/// A commit that is worked out, ready to be sent.
pub(crate) struct Call<'a> {
    actor: UserId,
    commit: &'a Commit,
    pub(crate) work: Work,
    kept: Kept,
    documents: String,
    expected: Expected,
    device_seq: i64,
    /// The mark of the structure that it was worked out on, or checked with, where others may have changed that meanwhile.
    pub(crate) base: Option<i64>,
    leaves: Vec<Vec<u8>>,
    /// Commits that lose bodies to an erasure: their numbers, how many leaves they have, and the leaves.
    stripped: (Vec<i64>, Vec<i32>, Vec<Vec<u8>>),
    /// The link that it must have, if it is taken over with its chain, and whether more of the chain follow.
    adopted: Option<(Digest, bool)>,
    step: bool,
}

impl<'a> Call<'a> {
    /// `step`: it is a step of a relation in another's book.
    pub(crate) fn new(actor: UserId, commit: &'a Commit, work: Work, step: bool) -> Result<Self> {
        let kept = work.kept(step.then_some(actor))?;
        let documents = serde_json::to_string(&kept.documents)
            .map_err(|error| Fault::corrupt(format!("records have no documents: {error}")))?;
        let mut stripped = (Vec::new(), Vec::new(), Vec::new());
        for (seq, leaves) in work.erasures.stripped() {
            stripped.0.push(sql::number(*seq)?);
            stripped.1.push(sql::small::<i32>(i64::try_from(leaves.len()).unwrap_or(i64::MAX))?);
            stripped.2.extend(encoded(leaves)?);
        }
        Ok(Self {
            actor,
            commit,
            documents,
            expected: Expected::of(commit),
            device_seq: sql::number(commit.header().device_seq)?,
            base: None,
            leaves: encoded(work.erasures.within(commit).leaves())?,
            stripped,
            kept,
            work,
            adopted: None,
            step,
        })
    }

    /// The same as a part of a chain that is taken over.
    pub(crate) fn adopted(mut self, link: Digest, more: bool) -> Self {
        self.adopted = Some((link, more));
        self
    }

    pub(crate) fn question(&self) -> Question<'_> {
        let (header, kept) = (self.commit.header(), &self.kept);
        let (link, more) =
            self.adopted.as_ref().map_or((None, None), |(link, more)| (Some(&link.as_bytes()[..]), Some(*more)));
        let question = sqlx::query(APPLY)
            .persistent(false)
            .bind(self.actor.uuid())
            .bind(header.book.uuid())
            .bind(header.device.uuid())
            .bind(self.device_seq)
            .bind(header.request.map(kitaab_core::RequestId::uuid))
            .bind(self.commit.header_bytes())
            .bind(&self.leaves);
        let question = self.expected.bind(question).bind(self.work.dirty_from.map(Day::date));
        let question = bind_rows(bind_operations(question, &self.work.operations), &self.work.rows);
        let (kinds, ids, _) = columns(&kept.put);
        let (gone_kinds, gone, _) = columns(&kept.gone);
        let (items, categories): (Vec<Uuid>, Vec<Option<i16>>) =
            kept.counted.iter().map(|(item, category)| (item.uuid(), *category)).unzip();
        question
            .bind(self.base)
            .bind(kinds)
            .bind(ids)
            .bind(&kept.bodies)
            .bind(&self.documents)
            .bind(gone_kinds)
            .bind(gone)
            .bind(items)
            .bind(categories)
            .bind(self.work.after().is_some())
            .bind(kept.recount)
            .bind(&kept.rescored)
            .bind(&self.stripped.0)
            .bind(&self.stripped.1)
            .bind(&self.stripped.2)
            .bind(link)
            .bind(more)
            .bind(self.step)
            .bind(&kept.views.grantees)
            .bind(&kept.views.body_counts)
            .bind(&kept.views.bodies)
            .bind(&kept.views.scale_counts)
            .bind(&kept.views.scales)
            .bind(&kept.views.item_grantees)
            .bind(&kept.views.items)
            .bind(&kept.views.levels)
    }

    pub(crate) fn said(&self, row: &PgRow) -> Result<Option<Said>> {
        self.expected.said(row)
    }
}

const APPLY: &str = "SELECT * FROM kitaab.apply(
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37::text::jsonb, $38, $39, $40, $41, $42, $43,
    $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58)";

fn bind_operations<'q>(question: Question<'q>, operations: &'q Operations) -> Question<'q> {
    question
        .bind(&operations.ops)
        .bind(&operations.leaves)
        .bind(&operations.kinds)
        .bind(&operations.ids)
        .bind(&operations.days)
        .bind(&operations.numbers)
        .bind(&operations.texts)
        .bind(&operations.words)
}

fn bind_rows<'q>(question: Question<'q>, rows: &'q Rows) -> Question<'q> {
    let items: Vec<Uuid> = rows.items.values().iter().map(|item| item.uuid()).collect();
    let scales: Vec<Uuid> = rows.scales.values().iter().map(|scale| scale.uuid()).collect();
    question
        .bind(items)
        .bind(scales)
        .bind(&rows.leaves)
        .bind(&rows.item_places)
        .bind(&rows.days)
        .bind(&rows.ops)
        .bind(&rows.values)
        .bind(&rows.scale_places)
        .bind(&rows.notes)
        .bind(&rows.texts)
        .bind(&rows.words)
}

fn columns(keys: &[Key]) -> (Vec<i16>, Vec<Uuid>, Vec<Option<chrono::NaiveDate>>) {
    let mut columns = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        columns.0.push(key.kind);
        columns.1.push(key.id);
        columns.2.push(key.day);
    }
    columns
}

/// Leaves, each encoded by itself.
fn encoded(leaves: &[Leaf]) -> Result<Vec<Vec<u8>>> {
    let encode = |leaf: &Leaf| {
        minicbor::to_vec(leaf).map_err(|error| Fault::corrupt(format!("a commit does not encode: {error}")))
    };
    leaves.iter().map(encode).collect()
}
