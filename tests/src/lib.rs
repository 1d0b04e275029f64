//! Tests that span crates: scenarios, crashes, real files, growth.
