//! The specification holds itself to the contract.

use std::future::{Ready, ready};
use std::sync::Arc;

use super::MemoryStore;
use crate::contract::Store;

fn empty() -> Ready<(Arc<dyn Store>, ())> {
    ready((Arc::new(MemoryStore::new()), ()))
}

crate::conformance!(empty);
