//! One question to the database, and whether its answer is right.

use kitaab::UserId;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::oracle::{Asker, Oracle, Role, Row, WHOLE};

/// Insufficient privilege: no grant, or no policy that lets a row in.
const REFUSED: &str = "42501";

/// What is asked of a table.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    /// All rows.
    Rows,
    /// All rows, if it were granted to read the table.
    RowsIfGranted,
    /// How many there are.
    Count,
    /// Those of one owner.
    RowsOf(UserId),
    /// Those of owners who have a row in another table.
    RowsWith(String),
    /// To let in a row without an owner.
    Blank,
    /// To make rows of the book another's.
    Move(UserId),
}

/// A question, and who asks it.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) asker: Asker,
    pub(crate) table: String,
    pub(crate) question: Question,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// These, in the order of their texts.
    Rows(Vec<String>),
    /// An error with this code.
    Error(String),
}

impl Answer {
    fn refused() -> Self {
        Self::Error(REFUSED.to_owned())
    }

    fn rows(mut rows: Vec<String>) -> Self {
        rows.sort();
        Self::Rows(rows)
    }
}

/// What must be answered.
#[derive(Debug)]
pub(crate) enum Expected {
    /// Just this.
    Answer(Answer),
    /// Whatever other rules say: by its privileges, the role may.
    NoRefusal,
}

impl Expected {
    /// What is wrong with an answer to a question.
    pub(crate) fn differs(&self, probe: &Probe, answer: &Answer) -> Option<String> {
        let told = |answer: &Answer| match answer {
            Answer::Rows(rows) => format!("{} rows, the first {:?}", rows.len(), rows.first()),
            Answer::Error(code) => format!("the error {code}"),
        };
        match self {
            Self::NoRefusal => (*answer == Answer::refused()).then(|| format!("{probe:?} is refused")),
            Self::Answer(expected) => (answer != expected)
                .then(|| format!("{probe:?} is answered {}, and not {}", told(answer), told(expected))),
        }
    }
}

impl Probe {
    /// What must be answered to it.
    pub(crate) fn expected(&self, oracle: &Oracle) -> Expected {
        let whole = WHOLE.contains(&self.table.as_str());
        Expected::Answer(match &self.question {
            // Let in by the policy, a blank row breaks other rules.
            Question::Blank | Question::Move(_) if whole => return Expected::NoRefusal,
            Question::Blank => Answer::refused(),
            Question::Move(_) => {
                let shown = oracle.shown(self.asker, &self.table).unwrap_or_default();
                let moved = shown.into_iter().any(|row| row.is_of(self.asker.book));
                if moved { Answer::refused() } else { Answer::rows(Vec::new()) }
            }
            // Then it is for the policies to show nothing of what is read by functions only.
            Question::RowsIfGranted => Answer::rows(self.shown(oracle).unwrap_or_default()),
            _ => self.shown(oracle).map_or_else(Answer::refused, Answer::rows),
        })
    }

    fn shown(&self, oracle: &Oracle) -> Option<Vec<String>> {
        let rows = oracle.shown(self.asker, &self.table)?;
        let texts = |rows: &[&Row]| rows.iter().map(|row| row.text.clone()).collect();
        Some(match &self.question {
            Question::Count => vec![rows.len().to_string()],
            Question::RowsOf(owner) => {
                let owner = owner.to_string();
                texts(&rows.into_iter().filter(|row| row.owner() == Some(&owner)).collect::<Vec<_>>())
            }
            Question::RowsWith(other) => {
                let others = oracle.shown(self.asker, other)?;
                let has_one = |row: &&Row| others.iter().any(|other| other.owner() == row.owner());
                texts(&rows.into_iter().filter(has_one).collect::<Vec<_>>())
            }
            _ => texts(&rows),
        })
    }

    fn sql(&self) -> String {
        let table = &self.table;
        let rows = format!("SELECT to_jsonb(t)::text FROM kitaab.{table} t");
        match &self.question {
            Question::Rows | Question::RowsIfGranted => rows,
            Question::Count => format!("SELECT count(*)::text FROM kitaab.{table}"),
            Question::RowsOf(owner) => format!("{rows} WHERE t.owner = '{owner}'"),
            Question::RowsWith(other) => {
                format!("{rows} WHERE EXISTS (SELECT FROM kitaab.{other} o WHERE o.owner = t.owner)")
            }
            Question::Blank => format!("INSERT INTO kitaab.{table} DEFAULT VALUES"),
            Question::Move(to) => {
                let book = self.asker.book.map(|book| book.to_string()).unwrap_or_default();
                format!(
                    "UPDATE kitaab.{table} t SET owner = '{to}' WHERE t.owner = '{book}' RETURNING to_jsonb(t)::text"
                )
            }
        }
    }

    /// Asks within a transaction, and leaves no trace there. Whoever is connected may be the role or become it.
    pub(crate) async fn ask(&self, conn: &mut PgConnection) -> Answer {
        let id = |user: Option<UserId>| user.map(|user| user.to_string()).unwrap_or_default();
        let Asker { role, actor, book, aggregating } = self.asker;
        let role = match role {
            Role::App => "test_app",
            Role::Owner => "test_owner",
            Role::Readonly => "test_readonly",
        };
        let grant = match self.question {
            Question::RowsIfGranted => {
                format!("GRANT SELECT ON kitaab.{} TO kitaab_app, kitaab_readonly;", self.table)
            }
            _ => String::new(),
        };
        let sql = format!(
            "SAVEPOINT before; {grant} SET LOCAL ROLE {role}; SET LOCAL kitaab.actor = '{}'; SET LOCAL kitaab.book = '{}';
             SET LOCAL kitaab.aggregating = '{}'; {}",
            id(actor),
            id(book),
            if aggregating { "on" } else { "" },
            self.sql(),
        );
        let answered = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut *conn).await;
        sqlx::raw_sql("ROLLBACK TO before").execute(conn).await.expect("as it was before");
        match answered {
            Ok(rows) => Answer::rows(rows.iter().map(|row| row.get(0)).collect()),
            Err(error) => {
                let code = error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
                Answer::Error(code.unwrap_or_else(|| error.to_string()))
            }
        }
    }
}
