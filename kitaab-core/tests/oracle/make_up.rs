//! What is owed for missed days.

use std::collections::BTreeMap;

use kitaab_core::{Day, FidyaDue, ItemId, MakeUpBalance, MakeUpPace, Owing, Settled, Total, Value};

use super::{Corner, Oracle};

impl Oracle<'_> {
    /// What a day means for an item with a make-up policy.
    fn owing(&self, id: ItemId, x: Day) -> Option<Owing> {
        let policy = self.item(id).make_up.clone().expect("worlds ask for balances of items with a policy");
        let reckoned = self.running(id, x) && self.leaf(id, x) && self.scheduled(id, x) && !self.has_quota(id, x);
        if !reckoned {
            None
        } else if self.exempt(id, x) {
            let owes = self.lifting(id, x).iter().any(|e| self.item(id).excuses.of(e.reason.kind()).owed);
            let was_done = self.was_done(id, x);
            self.corners.note_if(owes && was_done, Corner::MakeUpDoneWhileExempt);
            self.corners.note_if(owes && !was_done, Corner::MakeUpOwed).then_some(Owing::Owed)
        } else if self.logged(x) {
            let late = self.was_done(id, x) && !self.reaches_goal(id, x);
            self.corners.note_if(late, Corner::MakeUpLateCounts);
            self.corners.note_if(!self.was_done(id, x), Corner::MakeUpMissed).then_some(Owing::Missed)
        } else if policy.unlogged_confirmed_until.is_some_and(|until| x <= until) {
            self.corners.note(Corner::MakeUpMissedUnlogged);
            Some(Owing::Missed)
        } else {
            self.corners.note(Corner::MakeUpUnconfirmed);
            Some(Owing::Unconfirmed)
        }
    }

    /// The days before `d` that mean something.
    pub(crate) fn make_up_days(&self, id: ItemId, d: Day) -> Vec<(Day, Owing)> {
        let mut found = Vec::new();
        let mut x = self.item(id).make_up.as_ref().unwrap().from;
        while x < d {
            found.extend(self.owing(id, x).map(|owing| (x, owing)));
            x = x.next().unwrap();
        }
        found
    }

    /// The balance of an item with a make-up policy.
    pub(crate) fn balance(&self, id: ItemId, settled: &Settled, d: Day) -> MakeUpBalance {
        let policy = self.item(id).make_up.clone().unwrap();
        let (mut missed, mut owed, mut unconfirmed) = (0_u32, 0_u32, 0_u32);
        for (_, owing) in self.make_up_days(id, d) {
            match owing {
                Owing::Missed => missed += 1,
                Owing::Owed => owed += 1,
                Owing::Unconfirmed => unconfirmed += 1,
            }
        }
        let sum = |counts: &BTreeMap<Day, u32>| -> u64 {
            counts.iter().filter(|(day, _)| **day <= d).map(|(_, count)| u64::from(*count)).sum()
        };
        let (done, fidya) = (sum(&settled.made_up), sum(&settled.fidya));
        let balance = i64::from(policy.opening) + i64::from(missed) + i64::from(owed)
            - i64::try_from(done).unwrap()
            - i64::try_from(fidya).unwrap();
        self.corners.note_if(balance < 0, Corner::MakeUpNegative);
        self.corners.note_if(fidya > 0, Corner::MakeUpFidya);
        let fidya_due = policy.fidya.map(|rate| {
            self.corners.note_if(balance > 0, Corner::MakeUpFidyaDue);
            let left = usize::try_from(balance.max(0)).unwrap();
            FidyaDue { amount: std::iter::repeat_n(rate.amount, left).sum::<Total>(), unit: rate.unit }
        });
        MakeUpBalance { opening: policy.opening, missed, owed, unconfirmed, done, fidya, balance, fidya_due }
    }

    /// The day on which nothing is left at the pace of the last `n` days, found by going on day by day.
    pub(crate) fn projected(&self, id: ItemId, settled: &Settled, d: Day, pace: MakeUpPace) -> Option<Day> {
        let left = self.balance(id, settled, d).balance;
        let (progress, n) = match pace {
            MakeUpPace::Given { make_ups, days } => (i64::from(make_ups), days),
            MakeUpPace::LastDays(n) => {
                let within = |day: Day| day <= d && d.since(day) < i32::from(n);
                let done: u32 = settled.made_up.iter().filter(|(day, _)| within(**day)).map(|(_, count)| *count).sum();
                let newly = self.make_up_days(id, d);
                let newly = newly.iter().filter(|(day, owing)| within(*day) && *owing != Owing::Unconfirmed).count();
                (i64::from(done) - i64::try_from(newly).unwrap(), n)
            }
        };
        if left > 0 && progress <= 0 {
            self.corners.note(Corner::MakeUpNoProgress);
            return None;
        }
        let (mut day, mut gone) = (d, 0_i64);
        while gone < left * i64::from(n) {
            day = day.next()?;
            gone += progress;
        }
        self.corners.note_if(left > 0, Corner::MakeUpProjected);
        Some(day)
    }

    fn was_done(&self, id: ItemId, x: Day) -> bool {
        match self.value(id, x) {
            None => false,
            Some(Value::Count(amount)) => amount.hundredths() > 0,
            Some(Value::Scale(value)) => self.score(value) > self.lowest_score(value),
        }
    }
}
