//! Recording one entry, by the function of the database that does nothing else.

use kitaab_core::{Change, Commit, Day, Error, ItemId, Leaf, NoteWrite, Value, ValueWrite};
use kitaab_store::{Answer, Applied, Stale};
use sqlx::Row as _;
use uuid::Uuid;

use crate::error::{Fault, Result};
use crate::operations::columns_of;
use crate::sql;
use crate::store::Server;

/// One entry that is put or added to, without its note.
struct Recording<'a> {
    leaf: &'a Leaf,
    item: ItemId,
    day: Day,
    /// 1 puts the value, 2 adds to it.
    op: i16,
    value: i64,
    scale: Option<Uuid>,
}

impl<'a> Recording<'a> {
    /// What a commit records, if it is no more than that.
    fn of(commit: &'a Commit) -> Option<Self> {
        let header = commit.header();
        let expected = header.expects.as_ref().and_then(|expects| expects.revisions.as_ref());
        let ([leaf], None, true) = (commit.leaves(), header.request, expected.is_none_or(Vec::is_empty)) else {
            return None;
        };
        match commit.changes().next()? {
            Change::Entry { value: ValueWrite::Keep, .. } => None,
            Change::Entry { item, day, value, note: NoteWrite::Keep } => {
                let (op, number) = columns_of(*value);
                let scale = match value {
                    ValueWrite::Put(Value::Scale(value)) => Some(value.scale.uuid()),
                    _ => None,
                };
                Some(Self { leaf, item: *item, day: *day, op, value: number, scale })
            }
            _ => None,
        }
    }
}

impl Server {
    /// Applies a commit of the owner's own that records one entry and is as ordinary as can be; none for another.
    pub(crate) async fn record(&self, commit: &Commit) -> Result<Option<Answer>> {
        let Some(recording) = Recording::of(commit) else { return Ok(None) };
        let header = commit.header();
        let leaf = minicbor::to_vec(recording.leaf)
            .map_err(|error| Fault::from(Error::corrupt(format!("a commit does not encode: {error}"))))?;
        let expected = header.expects.as_ref().and_then(|expects| expects.catalogue);
        let question = sqlx::query("SELECT * FROM kitaab.record($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
            .bind(header.book.uuid())
            .bind(header.device.uuid())
            .bind(sql::number(header.device_seq)?)
            .bind(commit.header_bytes())
            .bind(leaf)
            .bind(expected.map(|version| i64::try_from(version).unwrap_or(-1)))
            .bind(recording.item.uuid())
            .bind(recording.day.date())
            .bind(recording.op)
            .bind(recording.value)
            .bind(recording.scale);
        let row = self.connections().row(question).await?;
        let seq = row.try_get::<Option<i64>, _>(1)?.map_or(Ok(0), sql::seq)?;
        match row.try_get::<&str, _>(0)? {
            "applied" => {
                let link = sql::digest(row.try_get(2)?)?;
                Ok(Some(Answer::Applied(Applied { seq, link, replayed: false })))
            }
            "catalogue" => Ok(Some(Answer::Stale(Stale::Catalogue { current: seq }))),
            _ => Ok(None),
        }
    }
}
