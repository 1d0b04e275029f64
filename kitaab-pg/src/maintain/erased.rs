//! A list of erased books, kept where no restore of the database reaches it.
//!
//! A line for each: the hash of its owner, and when it was erased.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, SecondsFormat, Utc};
use kitaab_core::Digest;
use sqlx::PgConnection;

use super::file::{self, Draft};
use crate::error::{Fault, Result};
use crate::sql;

type Erased = BTreeMap<Digest, DateTime<Utc>>;

/// Adds what the database knows of to the list.
pub(super) async fn write(connection: &mut PgConnection, place: &Path) -> Result<u64> {
    let mut list = if place.exists() { read(place)? } else { Erased::new() };
    let known: Vec<(Vec<u8>, DateTime<Utc>)> =
        sqlx::query_as("SELECT owner_hash, at FROM kitaab.erased").fetch_all(connection).await?;
    for (hash, at) in known {
        let latest = list.entry(sql::digest(&hash)?).or_insert(at);
        *latest = at.max(*latest);
    }
    let mut draft = Draft::of(place)?;
    for (hash, at) in &list {
        draft.write(format!("{hash} {}\n", at.to_rfc3339_opts(SecondsFormat::Micros, true)).as_bytes())?;
    }
    draft.keep()?;
    Ok(list.len() as u64)
}

/// Erases what the list says was erased, and a restore brought back.
pub(super) async fn apply(connection: &mut PgConnection, place: &Path) -> Result<u64> {
    let (hashes, at): (Vec<Vec<u8>>, Vec<DateTime<Utc>>) =
        read(place)?.into_iter().map(|(hash, at)| (hash.as_bytes().to_vec(), at)).unzip();
    let erased: i64 =
        sqlx::query_scalar("SELECT kitaab.erase_again($1, $2)").bind(hashes).bind(at).fetch_one(connection).await?;
    sql::seq(erased)
}

fn read(place: &Path) -> Result<Erased> {
    let mut list = Erased::new();
    file::lines(place, |line| {
        let (hash, at) = parse(line).ok_or_else(|| Fault::corrupt("the list of erased books"))?;
        list.insert(hash, at);
        Ok(())
    })?;
    Ok(list)
}

fn parse(line: &[u8]) -> Option<(Digest, DateTime<Utc>)> {
    let (hash, at) = std::str::from_utf8(line).ok()?.trim_end().split_once(' ')?;
    Some((hash.parse().ok()?, DateTime::parse_from_rfc3339(at).ok()?.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_hash_and_a_time() {
        let line = format!("{} 2026-11-28T12:00:00.000000Z\n", "0f".repeat(32));
        let (hash, at) = parse(line.as_bytes()).unwrap();
        assert_eq!((hash.as_bytes(), at.timestamp()), (&[15; 32], 1_795_867_200));
        for bad in ["", "0f 2026-11-28T12:00:00Z", &"é".repeat(32), &format!("{} then", "0f".repeat(32))] {
            assert!(parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
