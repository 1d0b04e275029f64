//! Tests of the ledger: chains that were tampered with, and undo and redo in random books.

mod relying;
mod tampering;
mod undoing;

use proptest::test_runner::Config;
use uuid::Uuid;

use crate::commit::{Clock, Commit, Header};
use crate::id::{DeviceId, UserId};
use crate::time::Timestamp;

/// How many cases a property runs: few by default, many for the reliability figures.
fn cases(quick: u32, full: u32) -> Config {
    let asked = std::env::var("KITAAB_CASES").ok().and_then(|cases| cases.parse().ok());
    let figures = std::env::var("KITAAB_FIGURES").is_ok_and(|figures| figures == "full");
    let cases = asked.unwrap_or(if figures { full } else { quick });
    // Tampering that changes nothing (a commit put in its own place) is passed over: a case in ten or so.
    Config { cases, max_global_rejects: cases.max(1_024), ..Config::default() }
}

fn owner() -> UserId {
    UserId::new(Uuid::from_u128(1))
}

fn header(actor: UserId, device_seq: u64) -> Header {
    let device = DeviceId::new(actor.uuid());
    let at = Timestamp::from_micros(i64::try_from(device_seq).unwrap() * 1_000_000);
    let mut header = Header::new(owner(), device, device_seq, Clock::default().tick(at), at);
    header.editor = (actor != owner()).then_some(actor);
    header
}

fn commit(header: Header, changes: Vec<crate::Change>) -> Commit {
    let mut next = 0u8;
    Commit::author(header, changes, || {
        next = next.wrapping_add(1);
        [next; 16]
    })
}
