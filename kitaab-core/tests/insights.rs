//! Insights: the known figures, and everything against a naive oracle on generated worlds.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod insight_figures;
