//! The bytes and hashes of the ledger, held to vectors that are kept: what was written once is read for ever.
//!
//! `docs/ledger.md` describes the encoding in words. The vectors change only with a new format; run with
//! `KITAAB_GOLDEN=write` to add some, and look at every line that differs.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "golden/bytes.rs"]
mod bytes;
#[path = "golden/values.rs"]
mod values;

use std::fs;
use std::path::PathBuf;

use kitaab_core::{Change, Checkpoint, Commit, Digest, Header, Leaf, Verifier, link};
use serde_json::{Value, json};
use values::{changes, headers, later_changes, owner};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn unhex(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap().as_bytes();
    text.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

/// The nonce of the vector with this number: its bytes count up from there.
fn nonce(number: usize) -> [u8; 16] {
    let mut byte = u8::try_from(number % 251).unwrap();
    [(); 16].map(|()| {
        byte = byte.wrapping_add(1);
        byte
    })
}

/// Compares with the vectors that are kept, or writes them.
fn hold(file: &str, vectors: impl Iterator<Item = Value>) -> Vec<Value> {
    let vectors: Vec<Value> = vectors.collect();
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden", file].iter().collect();
    if std::env::var("KITAAB_GOLDEN").is_ok_and(|what| what == "write") {
        let lines: Vec<String> = vectors.iter().map(|vector| format!("  {vector}")).collect();
        fs::write(&path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
    }
    let kept: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    for (vector, kept) in vectors.iter().zip(&kept) {
        assert_eq!(vector, kept, "{file}: {}", kept["name"]);
    }
    assert_eq!(vectors.len(), kept.len(), "{file}");
    kept
}

#[test]
fn every_change_has_the_bytes_and_the_leaf_hash_of_its_vector() {
    let mut values = changes();
    values.extend(later_changes());
    let vectors = values.iter().enumerate().map(|(number, (name, change))| {
        let body = minicbor::to_vec(change).unwrap();
        let leaf = Leaf::Kept { nonce: nonce(number), body: body.clone() };
        json!({
            "name": name,
            "change": change,
            "cbor": hex(&body),
            "nonce": hex(&nonce(number)),
            "leaf": leaf.hash(owner(), 1),
        })
    });
    let kept = hold("changes.json", vectors);
    for (kept, (name, change)) in kept.iter().zip(&values) {
        let decoded: Change = minicbor::decode(&unhex(&kept["cbor"])).unwrap();
        assert_eq!(&decoded, change, "{name}");
    }
}

/// A header as a person reads it.
fn described(header: &Header) -> Value {
    json!({
        "book": header.book,
        "editor": header.editor,
        "device": header.device,
        "device_seq": header.device_seq,
        "clock": header.clock,
        "at": header.at,
        "zone": header.zone,
        "day_start": header.day_start,
        "request": header.request,
        "origin": header.origin,
        "expects": header.expects,
    })
}

#[test]
fn every_header_has_the_bytes_of_its_vector() {
    let values = headers();
    let vectors = values.iter().map(|(name, header)| {
        let commit = Commit::author(header.clone(), vec![], || nonce(0));
        json!({
            "name": name,
            "header": described(header),
            "bytes": hex(commit.header_bytes()),
            "commit": commit.hash(),
        })
    });
    let kept = hold("headers.json", vectors);
    for (kept, (name, header)) in kept.iter().zip(&values) {
        let commit = Commit::from_parts(unhex(&kept["bytes"]), vec![]).unwrap();
        assert_eq!(commit.header(), header, "{name}");
    }
}

#[test]
fn a_chain_has_the_hashes_and_links_of_its_vectors() {
    let mut previous = Digest::ZERO;
    let mut written = Vec::new();
    let mut erased = 0;
    for (seq, changes) in (1u64..).zip(changes().chunks(12)) {
        let mut header = headers()[0].1.clone();
        header.device_seq = seq;
        let mut number = usize::try_from(seq).unwrap() * 16;
        let changes = changes.iter().map(|(_, change)| change.clone()).collect();
        let mut commit = Commit::author(header, changes, || {
            number += 1;
            nonce(number)
        });
        let whole = commit.hash();
        if seq == 2 {
            // An erasure leaves every hash as it was.
            erased = commit.erase(|change| matches!(change, Change::Item(..)));
            assert_eq!(commit.hash(), whole);
        }
        previous = link(owner(), previous, seq, whole);
        written.push((seq, commit, previous));
    }
    let vectors = written.iter().map(|(seq, commit, link)| {
        let leaf = |leaf: &Leaf| match leaf {
            Leaf::Kept { nonce, body } => json!({ "nonce": hex(nonce), "body": hex(body) }),
            Leaf::Erased(hash) => json!({ "erased": hash }),
        };
        let leaves: Vec<Value> = commit.leaves().iter().map(leaf).collect();
        json!({
            "name": format!("commit {seq}"),
            "seq": seq,
            "header": hex(commit.header_bytes()),
            "leaves": leaves,
            "commit": commit.hash(),
            "link": link,
        })
    });
    let kept = hold("chain.json", vectors);

    // Read back from the file alone.
    let mut verifier = Verifier::new(owner());
    let mut head = Checkpoint::START;
    for kept in &kept {
        let leaf = |leaf: &Value| match leaf.get("erased") {
            Some(hash) => Leaf::Erased(hash.as_str().unwrap().parse().unwrap()),
            None => Leaf::Kept { nonce: unhex(&leaf["nonce"]).try_into().unwrap(), body: unhex(&leaf["body"]) },
        };
        let leaves = kept["leaves"].as_array().unwrap().iter().map(leaf).collect();
        head = Checkpoint { seq: kept["seq"].as_u64().unwrap(), link: kept["link"].as_str().unwrap().parse().unwrap() };
        verifier.step_bytes(head.seq, unhex(&kept["header"]), leaves, head.link).unwrap();
    }
    // The last commit erases, so that the hash in the second is explained.
    let report = verifier.finish(head).unwrap();
    assert_eq!((report.erased, report.changes), (erased as u64, changes().len() as u64));
    assert!(erased > 0);
}
