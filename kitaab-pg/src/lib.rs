//! The server store: books in PostgreSQL.

pub mod doctor;
