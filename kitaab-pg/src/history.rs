//! The history of a record: from its last commit back to the one before, and so on.
//!
//! Each change keeps the revision that its record had before. Which of a commit's changes is the record's, its bytes say, which the
//! server does not read: it goes back by itself as far as it can tell, and tells what it came by. What that leaves out is asked for.
//! Where an erasure took a step out of the middle, as it does from what shared a column with an erased entry, the commits before are
//! looked through for the next one.

use kitaab_core::ledger::Previous;
use kitaab_core::{RecordKey, UserId};
use kitaab_store::{Context, HistoryStep, MAX_PAGE, Sight, check_limit};
use sqlx::postgres::PgRow;

use crate::connection::{Question, Tries};
use crate::error::{Fault, Result};
use crate::key::Key;
use crate::ledger::{Kept, kept};
use crate::reading::about;
use crate::sql;
use crate::store::Server;

impl Server {
    /// The history of a record as it is seen, newest first: the steps of at most `limit` commits.
    pub(crate) async fn history_seen(
        &self,
        ctx: &Context,
        owner: UserId,
        key: &RecordKey,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<HistoryStep>> {
        let most = check_limit(limit)?;
        let sight = self.sight(ctx.actor, owner).await?;
        sight.check_history(key)?;
        let mut found: Vec<HistoryStep> = Vec::new();
        let mut asked = Asked { actor: ctx.actor, owner, key: *key, before, limit: most };
        let mut commits = 0;
        'pages: loop {
            let page = self.history(&asked).await?;
            let Some(last) = page.last().map(|step| step.seq) else { break };
            asked.before = Some(last);
            for step in page.into_iter().filter_map(|step| sight.step(step)) {
                if found.last().is_none_or(|last| last.seq != step.seq) {
                    if commits == most {
                        break 'pages;
                    }
                    commits += 1;
                }
                found.push(step);
            }
            // What an owner sees is all that there is: one page tells.
            if commits == most || matches!(sight, Sight::Whole) {
                break;
            }
        }
        let item = key.day_of_item().map(|(item, _)| item);
        self.note_reading(ctx, &sight, item.as_slice())?;
        Ok(found)
    }

    /// The history of a record, newest first, of one state of the book.
    ///
    /// One question is of one state by itself. Where it does not answer all, all is asked again in a transaction that reads one.
    async fn history(&self, asked: &Asked) -> Result<Vec<HistoryStep>> {
        let mut walk = Walk::new(asked);
        let Some(question) = walk.question()? else { return Ok(walk.steps) };
        walk.take_in(&self.answers(question).await?)?;
        if walk.next == Next::Nothing {
            return Ok(walk.steps);
        }
        let mut tries = Tries::new();
        loop {
            match self.history_by_and_by(asked).await {
                Err(fault) => tries.after(fault).await?,
                steps => return steps,
            }
        }
    }

    async fn history_by_and_by(&self, asked: &Asked) -> Result<Vec<HistoryStep>> {
        let mut state = self.connections().begin_reading().await?;
        let mut walk = Walk::new(asked);
        while let Some(question) = walk.question()? {
            walk.take_in(&question.fetch_all(state.connection()).await?)?;
        }
        state.end().await?;
        Ok(walk.steps)
    }
}

/// What is asked for: the steps of at most `limit` commits, before the commit `before` if one is given.
struct Asked {
    actor: UserId,
    owner: UserId,
    key: RecordKey,
    before: Option<u64>,
    limit: usize,
}

/// The way back through the ledger, as far as it was gone.
struct Walk<'a> {
    asked: &'a Asked,
    next: Next,
    steps: Vec<HistoryStep>,
    /// How many commits the steps are of.
    commits: usize,
}

/// What is to be read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// The commit before which the steps are asked for, if there was one of the record by then: it is usually a step of the
    /// record itself, and leads on. Else the record's last one.
    Cursor,
    /// The record's last commit.
    Last,
    /// The one in which the record was changed before.
    Step(u64),
    /// One that may have changed it, and then all before.
    Each(u64),
    Nothing,
}

impl Next {
    const fn step(seq: u64) -> Self {
        if seq == 0 { Self::Nothing } else { Self::Step(seq) }
    }

    const fn each(seq: u64) -> Self {
        if seq == 0 { Self::Nothing } else { Self::Each(seq) }
    }
}

impl<'a> Walk<'a> {
    const fn new(asked: &'a Asked) -> Self {
        let next = if matches!(asked.before, Some(0 | 1)) { Next::Nothing } else { Next::Cursor };
        Self { asked, next, steps: Vec::new(), commits: 0 }
    }

    /// What to ask for next.
    fn question(&self) -> Result<Option<Question<'static>>> {
        let Asked { actor, owner, key, before, limit } = self.asked;
        let left = limit - self.commits;
        let most = MAX_PAGE as usize;
        let (from, each, most) = match self.next {
            // None is so late: such a cursor is as good as none.
            Next::Cursor => {
                (before.and_then(|before| sql::number(before).ok()), false, left + usize::from(before.is_some()))
            }
            Next::Last => (None, false, most),
            Next::Step(seq) => (Some(sql::number(seq)?), false, left),
            Next::Each(seq) => (Some(sql::number(seq)?), true, most),
            Next::Nothing => return Ok(None),
        };
        let Key { kind, id, day } = Key::from(key);
        let sql = "SELECT seq, link, header, previous, leaves FROM kitaab.history($1, $2, $3, $4, $5, $6, $7, $8)";
        let question = about(sql, *actor, *owner).bind(kind).bind(id).bind(day).bind(from).bind(each);
        Ok(Some(question.bind(i32::try_from(most).unwrap_or(i32::MAX))))
    }

    /// Goes on along the commits that were answered, as far as they are the record's.
    fn take_in(&mut self, rows: &[PgRow]) -> Result<()> {
        let asked_for = self.next;
        for (place, row) in rows.iter().enumerate() {
            let commit = kept(row)?;
            match self.next {
                Next::Cursor | Next::Last if place == 0 => {}
                Next::Step(seq) | Next::Each(seq) if seq == commit.stored.seq => {}
                _ => break,
            }
            self.pass(&commit)?;
        }
        match (asked_for, rows) {
            // The record was never changed.
            (Next::Cursor | Next::Last, []) => self.next = Next::Nothing,
            (Next::Step(seq) | Next::Each(seq), _) if self.next == asked_for => {
                return Err(Fault::corrupt(format!("commit {seq} is missing in the ledger")));
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes what a commit did to the record, and tells where it leads.
    fn pass(&mut self, commit: &Kept) -> Result<()> {
        let (seq, before) = (commit.stored.seq, self.asked.before);
        let (steps, previous) = steps_of(commit, &self.asked.key)?;
        self.next = match self.next {
            Next::Cursor if steps.is_empty() && before == Some(seq) => Next::Last,
            _ if steps.is_empty() || previous >= seq => Next::each(seq.saturating_sub(1)),
            _ => Next::step(previous),
        };
        if !steps.is_empty() && before.is_none_or(|before| seq < before) {
            self.steps.extend(steps);
            self.commits += 1;
            if self.commits == self.asked.limit {
                self.next = Next::Nothing;
            }
        }
        Ok(())
    }
}

/// What a commit did to a record, the last change first, and the record's revision before that.
fn steps_of(commit: &Kept, key: &RecordKey) -> Result<(Vec<HistoryStep>, u64)> {
    let Kept { stored, previous } = commit;
    let mut steps = Vec::new();
    let mut before = 0;
    for (index, change) in stored.commit.placed_changes() {
        let Some((place, change)) = change.narrowed_to(key) else { continue };
        if steps.is_empty() {
            before = previous.as_deref().map_or(Ok(0), |bytes| Previous::at(bytes, index, place))?;
        }
        steps.push(HistoryStep { seq: stored.seq, header: stored.commit.header().clone(), change });
    }
    steps.reverse();
    Ok((steps, before))
}
