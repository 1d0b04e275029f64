//! The server store: books in PostgreSQL.
