//! Kitaab for node.
