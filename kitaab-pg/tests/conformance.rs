//! The contract, as every store keeps it; here as the role that serves.

mod server;

kitaab_store::conformance!(server::store);
