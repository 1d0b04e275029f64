//! What is known of a book's recorded verdicts without asking.

use std::collections::BTreeSet;

use kitaab_core::Timestamp;

use crate::committed::Turned;

/// How long it is taken for granted that another program has not begun to record verdicts, in
/// microseconds. Meanwhile its verdicts are still recomputed as they are read, but not told as turned.
const GRANTED: i64 = 60 * 1_000_000;

/// How many of the numbers as of which something turned are remembered: as many as are recorded at once.
const REMEMBERED: usize = 64;

/// What is known of a book's recorded verdicts without asking.
#[derive(Debug, Default)]
pub(crate) struct Known {
    any: Any,
    /// The ledger's number as of which all of them were current.
    current_at: Option<u64>,
    /// The latest of the ledger's numbers as of which somebody recorded what had turned.
    told_at: BTreeSet<u64>,
    /// Those that were found to have turned by an operation that could not tell.
    untold: Vec<Turned>,
}

/// Whether there are any.
#[derive(Clone, Copy, Debug, Default)]
enum Any {
    #[default]
    Unknown,
    None {
        /// When that was so.
        at: Timestamp,
    },
    Some,
}

impl Known {
    /// Whether there are any; none if that has to be asked.
    pub(crate) fn any(&self, now: Timestamp) -> Option<bool> {
        match self.any {
            Any::Unknown => None,
            Any::None { at } => (0..GRANTED).contains(&now.micros().saturating_sub(at.micros())).then_some(false),
            Any::Some => Some(true),
        }
    }

    /// Takes in whether there were any at `at`. Once there are, somebody may have recorded while another
    /// still looked and found none.
    pub(crate) fn set_any(&mut self, any: bool, at: Timestamp) {
        match (any, self.any) {
            (true, _) => self.any = Any::Some,
            (false, Any::Some) => {}
            (false, _) => self.any = Any::None { at },
        }
    }

    /// Whether all of them were current as of a number of the ledger.
    pub(crate) fn is_current_at(&self, seq: u64) -> bool {
        self.current_at == Some(seq)
    }

    /// Takes in that all of them were current as of a number.
    pub(crate) fn set_current_at(&mut self, seq: u64) {
        self.current_at = self.current_at.max(Some(seq));
    }

    /// Takes in that the ledger's numbers may not mean what they did.
    pub(crate) fn doubt(&mut self) {
        self.current_at = None;
        self.told_at.clear();
    }

    /// Whether nobody has told yet what had turned as of a number: of several who recorded the same at
    /// once, the first tells.
    pub(crate) fn is_first_to_tell(&mut self, seq: u64) -> bool {
        if self.told_at.len() >= REMEMBERED {
            self.told_at.pop_first();
        }
        self.told_at.insert(seq)
    }

    pub(crate) fn keep_untold(&mut self, turned: Vec<Turned>) {
        self.untold.extend(turned);
    }

    pub(crate) fn take_untold(&mut self) -> Vec<Turned> {
        std::mem::take(&mut self.untold)
    }
}
