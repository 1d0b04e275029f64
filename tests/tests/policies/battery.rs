//! Questions that together would notice whatever is wrong with a policy.

use kitaab::UserId;
use sqlx::PgConnection;

use crate::oracle::{Asker, Oracle, Role};
use crate::probe::{Expected, Probe, Question};

/// Every table asked about by everybody in every context, and what those who maintain the database could write.
pub(crate) struct Battery(Vec<(Probe, Expected)>);

impl Battery {
    pub(crate) fn of(oracle: &Oracle, stranger: UserId) -> Self {
        let people: Vec<Option<UserId>> =
            oracle.world.people.iter().copied().map(Some).chain([Some(stranger), None]).collect();
        let mut probes = Vec::new();
        for (name, table) in &oracle.tables {
            let mut push = |asker, question| probes.push(Probe { asker, table: name.clone(), question });
            let pairs = people.iter().flat_map(|book| people.iter().map(move |actor| (*book, *actor)));
            for (place, (book, actor)) in pairs.enumerate() {
                let asker = Asker { role: Role::App, actor, book, aggregating: false };
                // What the grants refuse, they refuse to everybody.
                let readable = oracle.shown(asker, name).is_some();
                if readable || place == 0 {
                    push(asker, Question::Rows);
                }
                if !readable && place < 2 {
                    push(asker, Question::RowsIfGranted);
                }
            }
            for (actor, book) in [(people[0], people[0]), (people[1], people[0]), (None, None)] {
                let asker = Asker { role: Role::Readonly, actor, book, aggregating: true };
                push(asker, Question::RowsIfGranted);
            }
            for book in people.iter().copied() {
                let asker = Asker { role: Role::Owner, actor: None, book, aggregating: false };
                push(asker, Question::Rows);
                push(Asker { aggregating: true, ..asker }, Question::Rows);
                push(asker, Question::Blank);
                if table.has_owner && book.is_some() {
                    push(asker, Question::Move(stranger));
                }
            }
        }
        Self(probes.into_iter().map(|probe| (probe.clone(), probe.expected(oracle))).collect())
    }

    /// The first question that is answered wrongly, by who may become any role. What is about one table is asked first.
    pub(crate) async fn difference(&self, first: &str, superuser: &mut PgConnection) -> Option<String> {
        let (about, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|(probe, _)| probe.table == first);
        for (probe, expected) in about.into_iter().chain(others) {
            let answer = probe.ask(superuser).await;
            if let Some(difference) = expected.differs(probe, &answer) {
                return Some(difference);
            }
        }
        None
    }
}
