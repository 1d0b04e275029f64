//! A run of operations on fresh stores, and the comparison of what they then hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use kitaab_core::{DayRange, UserId};
use kitaab_store::Store;
use kitaab_store::conformance::{check_book, elsewhere, read_ledger};
use uuid::Uuid;

use super::author::Author;
use super::operation::context;

/// How many operations an episode has.
pub const OPERATIONS: u64 = 500;

/// The owners of the books, one with the highest bit set in its id.
pub(super) fn owners() -> [UserId; 3] {
    [1, 2, u128::MAX / 3 * 2].map(|number| UserId::new(Uuid::from_u128(number)))
}

/// How many answers there were of each sort.
pub type Sorts = BTreeMap<&'static str, u64>;

/// Random operations from one seed.
#[derive(Clone, Copy, Debug)]
pub struct Episode {
    /// The seed that it follows from.
    pub seed: u64,
}

impl Episode {
    /// Carries the operations out on stores that are empty; the first is the one that others are
    /// compared with. Counts the answers by their sort.
    ///
    /// # Panics
    /// If two stores differ, or a book is not the replay of its ledger.
    pub async fn play(self, stores: &[(&str, Arc<dyn Store>)], sorts: &mut Sorts) {
        let [(reference, first), others @ ..] = stores else { return };
        let mut author = Author::new(self.seed);
        for number in 1..=OPERATIONS {
            let owner = author.owner();
            let operation = author.operation(&**first, owner).await;
            let expected = operation.run(&**first, owner).await;
            *sorts.entry(expected.sort()).or_default() += 1;
            for (name, store) in others {
                let reply = operation.run(&**store, owner).await;
                assert!(
                    reply == expected,
                    "operation {number} of the episode {}, on the book of {owner}:\n{}\n\
                     {reference} answers:\n{expected:#?}\n{name} answers:\n{reply:#?}",
                    self.seed,
                    operation.told()
                );
            }
        }
        for owner in owners() {
            self.compare(owner, stores).await;
        }
    }

    /// Compares whole books, each also with its own ledger.
    async fn compare(self, owner: UserId, stores: &[(&str, Arc<dyn Store>)]) {
        let ctx = context(owner);
        let mut told = Vec::new();
        for (name, store) in stores {
            let witness = Witness(name);
            check_book(&**store, &ctx, owner).await;
            drop(witness);
            let head = elsewhere(store.head(&ctx, owner).await.unwrap());
            let ledger = read_ledger(&**store, &ctx, owner).await;
            let verdicts = store.verdicts(&ctx, owner, None, DayRange::ALL).await.unwrap();
            told.push((name, (head, ledger, verdicts)));
        }
        for pair in told.windows(2) {
            let ((one, (head, ledger, verdicts)), (other, theirs)) = (&pair[0], &pair[1]);
            let place = format!("after the episode {}, {one} and {other}, on the book of {owner}", self.seed);
            assert_eq!(*head, theirs.0, "{place}: heads");
            assert_eq!(*verdicts, theirs.2, "{place}: verdicts");
            for (one, other) in ledger.iter().zip(&theirs.1) {
                assert!(one == other, "{place}: the commit {}: {:#?}\n{:#?}", one.seq, one.commit, other.commit);
            }
            assert_eq!(ledger.len(), theirs.1.len(), "{place}: commits");
        }
    }
}

/// Says, should a check fail, on which store.
struct Witness<'a>(&'a str);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{} was held against its own ledger.", self.0);
        }
    }
}
