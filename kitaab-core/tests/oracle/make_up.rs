//! What is owed for missed days.

use std::collections::BTreeMap;

use kitaab_core::{Day, ItemId, MakeUpBalance, Value};

use super::{Corner, Oracle};

impl Oracle<'_> {
    /// The balance of an item with a make-up policy.
    pub(crate) fn balance(&self, id: ItemId, done: &BTreeMap<Day, u32>, d: Day) -> MakeUpBalance {
        let policy = self.item(id).make_up.clone().expect("worlds ask for balances of items with a policy");
        let (mut missed, mut owed) = (0_u32, 0_u32);
        let mut x = policy.from;
        while x < d {
            let reckoned = self.running(id, x) && self.leaf(id, x) && self.scheduled(id, x) && !self.has_quota(id, x);
            if reckoned && self.exempt(id, x) {
                let owes = self.lifting(id, x).iter().any(|e| self.item(id).excuses.of(e.reason.kind()).owed);
                let was_done = self.was_done(id, x);
                self.corners.note_if(owes && was_done, Corner::MakeUpDoneWhileExempt);
                if self.corners.note_if(owes && !was_done, Corner::MakeUpOwed) {
                    owed += 1;
                }
            } else if reckoned && self.logged(x) {
                if self.corners.note_if(!self.was_done(id, x), Corner::MakeUpMissed) {
                    missed += 1;
                }
                let late = self.was_done(id, x) && !self.reaches_goal(id, x);
                self.corners.note_if(late, Corner::MakeUpLateCounts);
            } else if reckoned && policy.unlogged_confirmed_until.is_some_and(|until| x <= until) {
                self.corners.note(Corner::MakeUpMissedUnlogged);
                missed += 1;
            }
            x = x.next().unwrap();
        }
        let done: u64 = done.iter().filter(|(day, _)| **day <= d).map(|(_, count)| u64::from(*count)).sum();
        let balance = i64::from(policy.opening) + i64::from(missed) + i64::from(owed) - i64::try_from(done).unwrap();
        self.corners.note_if(balance < 0, Corner::MakeUpNegative);
        MakeUpBalance { opening: policy.opening, missed, owed, done, balance }
    }

    fn was_done(&self, id: ItemId, x: Day) -> bool {
        match self.value(id, x) {
            None => false,
            Some(Value::Count(amount)) => amount.hundredths() > 0,
            Some(Value::Scale(value)) => self.score(value) > self.lowest_score(value),
        }
    }
}
