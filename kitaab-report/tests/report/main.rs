//! Reports and charts of small books, looked at as text. `cargo xtask report` looks at them in a browser.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop at the line that says why")]

mod page;
mod plots;
mod world;
