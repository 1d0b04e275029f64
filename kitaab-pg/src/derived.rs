//! What is derived from a book, or stands beside it: recorded verdicts, and claims on reminders.

use kitaab_core::{DayRange, MeritId, Occurrence, Outcome, Slot, Timestamp, UserId};
use kitaab_store::{RecordedVerdict, check_claim, claims_kept_from};
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use crate::error::{Fault, Result};
use crate::reading::{about, ends};
use crate::sql;
use crate::store::Server;

impl Server {
    pub(crate) async fn verdicts(
        &self,
        actor: UserId,
        owner: UserId,
        merit: Option<MeritId>,
        days: DayRange,
    ) -> Result<Vec<RecordedVerdict>> {
        let (first, last) = ends(days);
        let merit = merit.map(MeritId::uuid);
        let sql = "SELECT day, merit, outcome FROM kitaab.verdicts_of($1, $2, $3, $4, $5)";
        let rows = self.answers(about(sql, actor, owner).bind(merit).bind(first).bind(last)).await?;
        let verdict = |row: &PgRow| {
            let (day, merit) = (sql::day(row.try_get(0)?)?, MeritId::new(row.try_get(1)?));
            Ok(RecordedVerdict { merit, day, outcome: outcome(row.try_get(2)?)? })
        };
        rows.iter().map(verdict).collect()
    }

    pub(crate) async fn record_verdicts(
        &self,
        actor: UserId,
        owner: UserId,
        seq: u64,
        verdicts: &[RecordedVerdict],
        clean: bool,
    ) -> Result<bool> {
        let Ok(seq) = sql::number(seq) else { return Ok(false) };
        let merits: Vec<_> = verdicts.iter().map(|verdict| verdict.merit.uuid()).collect();
        let days: Vec<_> = verdicts.iter().map(|verdict| verdict.day.date()).collect();
        let outcomes: Vec<i16> = verdicts.iter().map(|verdict| i16::from(verdict.outcome as u8)).collect();
        let sql = "SELECT kitaab.record_verdicts($1, $2, $3, $4, $5, $6, $7)";
        let question = about(sql, actor, owner).bind(seq).bind(&merits).bind(&days).bind(&outcomes).bind(clean);
        Ok(self.connections().row(question).await?.try_get(0)?)
    }

    pub(crate) async fn claim_reminders(
        &self,
        actor: UserId,
        owner: UserId,
        occurrences: &[Occurrence],
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Occurrence>> {
        check_claim(until, now)?;
        let reminders: Vec<_> = occurrences.iter().map(|occurrence| occurrence.reminder.uuid()).collect();
        let (put_off, slots): (Vec<bool>, Vec<i64>) = occurrences.iter().map(slot).unzip();
        let at: Vec<i64> = occurrences.iter().map(|occurrence| occurrence.at.micros()).collect();
        let kept_from = claims_kept_from(now).micros();
        let sql = "SELECT kitaab.claim_reminders($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let question = about(sql, actor, owner)
            .bind(&reminders)
            .bind(&put_off)
            .bind(&slots)
            .bind(&at)
            .bind(until.micros())
            .bind(now.micros())
            .bind(kept_from);
        // Asked again, it would find its own claims.
        let rows = self.connections().rows_once(question).await?;
        let taken = |row: &PgRow| {
            let place: i32 = row.try_get(0)?;
            let taken = usize::try_from(place - 1).ok().and_then(|place| occurrences.get(place));
            taken.copied().ok_or_else(|| Fault::corrupt("an occurrence that was not asked for"))
        };
        rows.iter().map(taken).collect()
    }

    pub(crate) async fn confirm_reminder(&self, actor: UserId, owner: UserId, occurrence: &Occurrence) -> Result<bool> {
        let (put_off, slot) = slot(occurrence);
        let sql = "SELECT kitaab.confirm_reminder($1, $2, $3, $4, $5)";
        let question = about(sql, actor, owner).bind(occurrence.reminder.uuid()).bind(put_off).bind(slot);
        Ok(self.connections().row(question).await?.try_get(0)?)
    }

    pub(crate) async fn release_reminder(
        &self,
        actor: UserId,
        owner: UserId,
        occurrence: &Occurrence,
        until: Timestamp,
    ) -> Result<bool> {
        let (put_off, slot) = slot(occurrence);
        let sql = "SELECT kitaab.release_reminder($1, $2, $3, $4, $5, $6)";
        let question =
            about(sql, actor, owner).bind(occurrence.reminder.uuid()).bind(put_off).bind(slot).bind(until.micros());
        // Asked again, it would find nothing to release.
        let rows = self.connections().rows_once(question).await?;
        rows.first().map_or(Ok(false), |row| Ok(row.try_get(0)?))
    }
}

fn outcome(number: i16) -> Result<Outcome> {
    [Outcome::NotEarned, Outcome::Undetermined, Outcome::Earned]
        .into_iter()
        .find(|outcome| *outcome as i16 == number)
        .ok_or_else(|| Fault::corrupt(format!("a verdict of the unknown outcome {number}")))
}

/// What an occurrence was set for: whether it was put off, and its number.
fn slot(occurrence: &Occurrence) -> (bool, i64) {
    match occurrence.slot {
        Slot::Planned { day, minute } => (false, i64::from(day.epoch_days()) * 1_440 + i64::from(minute)),
        Slot::PutOff(until) => (true, until.micros()),
    }
}
