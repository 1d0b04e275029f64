//! Being told of commits as they are made.

use kitaab_core::UserId;
use kitaab_store::{Result, StoreError};
use sqlx::postgres::PgListener;
use uuid::Uuid;

use crate::error::{Fault, Result as Within};
use crate::sql;

/// What those who listen are told on.
const CHANNEL: &str = "kitaab";

/// Tells of commits that stores make whose [`crate::Options::notify`] is on.
///
/// It needs a connection of its own that goes to the server itself: a pooler in transaction mode does not pass on what is told.
///
/// ```no_run
/// # async fn forget(_: kitaab_core::UserId) {}
/// # async fn forget_all() {}
/// # async fn listen() -> kitaab_store::Result<()> {
/// use kitaab_pg::{Changes, Told};
/// let mut changes = Changes::listen("postgres://server@db.example/kitaab").await?;
/// loop {
///     match changes.next().await? {
///         Told::Committed { owner, .. } => forget(owner).await,
///         _ => forget_all().await,
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Changes {
    listener: PgListener,
}

/// What was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Told {
    /// A commit was made.
    Committed {
        /// In whose book.
        owner: UserId,
        /// Its sequence number there.
        seq: u64,
    },
    /// The connection was lost, and is there again: what was told meanwhile was told to nobody.
    Missed,
}

impl Changes {
    /// Listens from now on, as any role that may connect.
    ///
    /// # Errors
    /// `unavailable` where the server can't be reached.
    pub async fn listen(url: &str) -> Result<Self> {
        Self::listen_within(url).await.map_err(StoreError::from)
    }

    async fn listen_within(url: &str) -> Within<Self> {
        let mut listener = PgListener::connect(url).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self { listener })
    }

    /// Waits for what is told next. It may be dropped at any await: nothing is lost by that.
    ///
    /// # Errors
    /// `unavailable` where the server can't be reached any more; asked again, it tries to connect again.
    pub async fn next(&mut self) -> Result<Told> {
        self.next_within().await.map_err(StoreError::from)
    }

    async fn next_within(&mut self) -> Within<Told> {
        match self.listener.try_recv().await? {
            Some(told) => committed(told.payload()).ok_or_else(|| Fault::corrupt("what is told of a commit")),
            None => Ok(Told::Missed),
        }
    }
}

/// Reads an owner's id and a sequence number.
fn committed(payload: &str) -> Option<Told> {
    let (owner, seq) = payload.split_once(' ')?;
    Some(Told::Committed {
        owner: UserId::new(owner.parse::<Uuid>().ok()?),
        seq: sql::seq(seq.parse::<i64>().ok()?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_an_owner_and_a_number() {
        let owner = UserId::new(Uuid::from_u128(7));
        assert_eq!(committed(&format!("{owner} 12")), Some(Told::Committed { owner, seq: 12 }));
        for other in ["", "12", "me 12", &format!("{owner} -1"), &format!("{owner} ")] {
            assert_eq!(committed(other), None, "{other}");
        }
    }
}
