use std::io::Read;

use kitaab::{ForGood, Kitaab, NewEntry, RecordKey, SecretString, UserId};
use proptest::prelude::*;

use crate::book::{World, amount, content, today};

async fn exported(world: &World, passphrase: Option<&str>) -> Vec<u8> {
    let mut file = Vec::new();
    let head = world.book.ledger().export(&mut file, passphrase.map(SecretString::from)).await.unwrap();
    assert_eq!(head, world.book.ledger().checkpoint().await.unwrap());
    file
}

async fn restored(file: &[u8], passphrase: Option<&str>) -> kitaab::Result<(Kitaab, UserId)> {
    let kitaab = Kitaab::open("memory:").await.unwrap();
    let owner = kitaab.restore(file, passphrase.map(SecretString::from)).await?;
    Ok((kitaab, owner))
}

#[tokio::test]
async fn a_restored_book_equals_the_one_that_was_exported() {
    for from in World::all().await {
        from.fill().await;
        let quran = from.book.items().find("Qur'an").await.unwrap();
        from.book.ledger().undo().await.unwrap();
        from.book.ledger().erase(RecordKey::Entry(quran, today()), ForGood).await.unwrap();
        for passphrase in [None, Some("four words at random")] {
            let file = exported(&from, passphrase).await;
            for to in World::all().await {
                let owner = to.kitaab.restore(&file[..], passphrase.map(SecretString::from)).await.unwrap();
                let book = to.kitaab.book(owner);
                assert_eq!(content(&book).await, content(&from.book).await);
                let head = from.book.ledger().checkpoint().await.unwrap();
                let report = book.ledger().verify(Some(head)).await.unwrap();
                assert_eq!((report.head, report.erased > 0), (head, true));
                let key = RecordKey::Item(quran);
                assert_eq!(book.ledger().history(key).await.unwrap(), from.book.ledger().history(key).await.unwrap());
                // It goes on as it would have: what was undone can be redone, and its own export is the same.
                book.entries().add(quran, today(), amount("1")).await.unwrap();
                book.ledger().verify(Some(head)).await.unwrap();
                // And not twice.
                let again = to.kitaab.restore(&file[..], passphrase.map(SecretString::from)).await.unwrap_err();
                assert_eq!(again.code(), "conflict");
            }
        }
    }
}

#[tokio::test]
async fn an_export_is_read_by_eye() {
    let world = World::memory().await;
    world.fill().await;
    let file = String::from_utf8(exported(&world, None).await).unwrap();
    let lines: Vec<serde_json::Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["kitaab"], &lines[0]["format"]), (&"export".into(), &1.into()));
    assert_eq!(lines[0]["owner"], world.book.owner().to_string());
    assert_eq!(lines[0]["made_at"], "2024-02-10T12:00:00.000000Z");
    let note = lines.iter().find(|line| line.to_string().contains("private words")).unwrap();
    assert_eq!(note["decoded"]["changes"][0]["entry"]["note"], serde_json::json!({ "set": "private words" }));
    assert_eq!(note["decoded"]["actor"], world.book.owner().to_string());
    let last = lines.last().unwrap();
    assert_eq!(last["counts"]["commits"], lines.len() - 2);
    assert_eq!(last["checkpoint"]["seq"], lines.len() - 2);
}

#[tokio::test]
async fn a_long_commit_is_parted_into_lines() {
    let world = World::memory().await;
    let quran = world.quran().await;
    let entry = |back: i32| {
        let note = format!("{back} {}", "ṣ".repeat(1_500));
        NewEntry::new(quran, today().plus(-back).unwrap(), amount("1")).note(note)
    };
    world.book.entries().put_many(&(0..1_500).map(entry).collect::<Vec<_>>()).await.unwrap();
    let file = exported(&world, None).await;
    let lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
    assert!(lines.len() > 6, "{}", lines.len());
    assert!(lines.iter().all(|line| line.len() < 16 << 20));
    let (kitaab, owner) = restored(&file, None).await.unwrap();
    assert_eq!(content(&kitaab.book(owner)).await, content(&world.book).await);
    // A part that is missing, or stands twice, is noticed.
    for bad in [[&lines[..3], &lines[4..]].concat(), [&lines[..4], &lines[3..]].concat()] {
        let error = restored(&bad.join(&b'\n'), None).await.unwrap_err();
        assert_eq!(error.code(), "corrupt");
    }
}

#[tokio::test]
async fn an_empty_book_is_exported_too() {
    let world = World::memory().await;
    let file = exported(&world, None).await;
    let (kitaab, owner) = restored(&file, None).await.unwrap();
    assert_eq!(owner, world.book.owner());
    assert_eq!(kitaab.book(owner).ledger().checkpoint().await.unwrap().seq, 0);
}

#[tokio::test]
async fn a_locked_export_opens_with_its_passphrase_only() {
    let world = World::memory().await;
    world.fill().await;
    let locked = exported(&world, Some("right")).await;
    assert!(!locked.windows(7).any(|part| part == b"private"));
    let plain = exported(&world, None).await;
    let mut refused = Vec::new();
    for (file, passphrase, code) in [
        (&locked, Some("wrong"), "invalid"),
        (&locked, None, "invalid"),
        (&plain, Some("right"), "invalid"),
        (&locked[..locked.len() - 1].to_vec(), Some("right"), "corrupt"),
        (&locked[..locked.len() / 2].to_vec(), Some("right"), "corrupt"),
        (&b"age-encryption.org/v1\nhello".to_vec(), Some("right"), "unsupported"),
        (&b"age-encryption.org/v9\nhello".to_vec(), Some("right"), "unsupported"),
    ] {
        let error = restored(file, passphrase).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(!error.to_string().contains("right"), "{error}");
        if code == "invalid" {
            assert_eq!(error.field(), Some("passphrase"));
        }
        refused.push(error.to_string());
    }
    assert_eq!(refused[0], "passphrase must be the one that the export was locked with");
    let empty = world.book.ledger().export(Vec::new(), Some(SecretString::from(""))).await.unwrap_err();
    assert_eq!(empty.field(), Some("passphrase"));
    // A hostile file can't ask for hours of work.
    let text = String::from_utf8_lossy(&locked[..200]).into_owned();
    let at = text.find(" 16\n").unwrap();
    let mut costly = locked.clone();
    costly[at + 1..at + 3].copy_from_slice(b"40");
    assert_eq!(restored(&costly, Some("right")).await.unwrap_err().code(), "unsupported");
}

#[tokio::test]
async fn damaged_and_foreign_files_are_refused_with_nothing_written() {
    let world = World::memory().await;
    world.fill().await;
    let file = exported(&world, None).await;
    let text = String::from_utf8(file).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| lines.join("\n") + "\n";
    let without = |at: usize| {
        let mut lines = lines.clone();
        lines.remove(at);
        joined(&lines)
    };
    let swapped = {
        let mut lines = lines.clone();
        lines.swap(2, 3);
        joined(&lines)
    };
    let newer = text.replacen("\"format\":1", "\"format\":2", 1);
    let twice = format!("{text}{}\n", lines.last().unwrap());
    let long = format!("{}\n{}", lines[0], "x".repeat(17 << 20));
    let another = text.replacen(&world.book.owner().to_string(), &uuid::Uuid::from_u128(9).to_string(), 1);
    for (file, code) in [
        (String::new(), "invalid"),
        ("hello\n".to_owned(), "invalid"),
        ("{\"habits\":[]}\n".to_owned(), "invalid"),
        ("x".repeat(1 << 20), "invalid"),
        (joined(&lines[1..]), "invalid"),
        (newer, "unsupported"),
        (joined(&lines[..lines.len() - 1]), "corrupt"),
        (text[..text.len() - 1].to_owned(), "corrupt"),
        (without(1), "corrupt"),
        (without(5), "corrupt"),
        (without(lines.len() - 2), "corrupt"),
        (swapped, "corrupt"),
        (twice, "corrupt"),
        (long, "corrupt"),
        (another, "corrupt"),
        (text.replacen("\"commits\":", "\"commits\":1", 1), "corrupt"),
    ] {
        let kitaab = Kitaab::open("memory:").await.unwrap();
        let error = kitaab.restore(file.as_bytes(), None).await.unwrap_err();
        assert_eq!(error.code(), code, "{error}: {}", &file[..file.len().min(200)]);
        assert!(!error.to_string().contains("private"), "{error}");
        assert_eq!(kitaab.owners().await.unwrap(), vec![]);
    }
}

/// A file that can't be read to its end.
struct Failing(usize);

impl Read for Failing {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.0 {
            0 => Err(std::io::Error::other("gone")),
            _ => {
                self.0 -= 1;
                let line = b"{\"kitaab\":\"export\",\"format\":1,";
                into[..line.len()].copy_from_slice(line);
                Ok(line.len())
            }
        }
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_unavailable() {
    let kitaab = Kitaab::open("memory:").await.unwrap();
    assert_eq!(kitaab.restore(Failing(0), None).await.unwrap_err().code(), "unavailable");
    assert_eq!(kitaab.restore(Failing(1), None).await.unwrap_err().code(), "unavailable");
}

#[test]
fn whatever_happens_to_a_file_it_is_refused_or_read_the_same() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (file, expected) = runtime.block_on(async {
        let world = World::memory().await;
        let quran = world.quran().await;
        world.book.entries().put(quran, today(), amount("2")).await.unwrap();
        world.book.ledger().undo().await.unwrap();
        (exported(&world, None).await, content(&world.book).await)
    });
    let cases = std::env::var("KITAAB_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = ProptestConfig { cases: cases.unwrap_or(300), ..ProptestConfig::default() };
    proptest!(config, |(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    )| {
        let mut bad = file.clone();
        for (at, byte) in &edits {
            let at = at.index(bad.len());
            bad[at] = *byte;
        }
        if let Some(cut) = cut {
            bad.truncate(cut.index(bad.len()));
        }
        runtime.block_on(async {
            match restored(&bad, None).await {
                // What is only for people may have been hit.
                Ok((kitaab, owner)) => prop_assert_eq!(&content(&kitaab.book(owner)).await, &expected),
                Err(error) => prop_assert!(matches!(error.code(), "invalid" | "corrupt" | "unsupported"), "{}", error),
            }
            Ok(())
        })?;
    });
}
