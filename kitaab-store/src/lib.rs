//! The storage contract of Kitaab, its in-memory reference store and its conformance suite.
