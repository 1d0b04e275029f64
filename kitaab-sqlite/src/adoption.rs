//! Taking over a whole chain.

use std::fmt::Display;

use kitaab_core::{Catalogue, Error, Kind, UserId};
use kitaab_store::StoredCommit;
use rusqlite::Connection;

use crate::erasure::Erasing;
use crate::error::{Fault, Result};
use crate::structure::Memory;
use crate::writing::{Finished, Writing, find_book};

/// Takes over a chain within a transaction. Answers with nothing if there is nothing to take over.
pub(crate) fn adopt(
    conn: &Connection,
    memory: &mut Memory,
    owner: UserId,
    chain: &[StoredCommit],
) -> Result<Option<Finished>> {
    let found = find_book(conn, owner)?;
    if found.is_some_and(|(_, head)| head.seq > 0) {
        return Err(Error::conflict(Kind::Book, "has commits already").into());
    }
    if chain.is_empty() {
        return Ok(None);
    }
    let mut writing = Writing::begin(conn, memory, owner, found)?;
    for (place, StoredCommit { seq, link, commit }) in (1_u64..).zip(chain) {
        let broken = |what: &dyn Display| Fault::corrupt(format!("link {place} of the chain: {what}"));
        if commit.header().book != owner {
            return Err(broken(&"it is of another book"));
        }
        // What the domain refuses breaks the chain; what the storage refuses is its own affair.
        writing.append(commit, Erasing::Again).map_err(|fault| match fault {
            Fault::Store(kitaab_store::StoreError::Domain(error)) => broken(&error),
            fault => fault,
        })?;
        if (writing.head.seq, writing.head.link) != (*seq, *link) {
            return Err(broken(&"it does not follow from what is before it"));
        }
    }
    let left = writing.catalogue().check_bonds(&Catalogue::new(owner));
    left.map_err(|error| Fault::corrupt(format!("what the chain leaves: {error}")))?;
    writing.finish().map(Some)
}
