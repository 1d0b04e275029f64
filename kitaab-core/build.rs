//! Writes the clock changes of all IANA time zones as the tables that `src/zone.rs` reads.
//!
//! A change is four bytes: its quarter of an hour since 1700, and which of its zone's few kinds it is of; a kind is by how
//! much clocks are ahead of UTC after it, and how many seconds past the quarter it is. Zones of the same clocks share them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

const QUARTER: i64 = 900;

/// Where the quarters are counted from: no zone had clocks of its own before.
const START: &str = "1700-01-01T00:00:00Z";

/// A year after the last day of the calendar.
const END: &str = "2102-01-01T00:00:00Z";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let start: Timestamp = START.parse()?;
    let database = TimeZoneDatabase::bundled();
    let mut zones = BTreeMap::new();
    for name in database.available() {
        zones.insert(name.to_string(), database.get(name.as_str())?);
    }

    let (mut names, mut ends, mut clocks) = (String::new(), Vec::new(), Vec::new());
    let (mut first_changes, mut all_changes) = (Vec::<u16>::new(), Vec::<u32>::new());
    let (mut first_kinds, mut all_kinds) = (Vec::<u16>::new(), Vec::<i32>::new());
    let mut known = BTreeMap::new();
    for (name, zone) in &zones {
        names.push_str(name);
        ends.push(u16::try_from(names.len())?);
        let changes = changes(zone, start)?;
        if let Some(number) = known.get(&changes) {
            clocks.push(*number);
            continue;
        }
        let number = u16::try_from(known.len())?;
        first_changes.push(u16::try_from(all_changes.len())?);
        first_kinds.push(u16::try_from(all_kinds.len())?);
        let mut kinds = Vec::new();
        for (seconds, offset) in &changes {
            let kind = offset << 10 | i32::try_from(seconds % QUARTER)?;
            let index = kinds.iter().position(|known| *known == kind).unwrap_or(kinds.len());
            if index == kinds.len() {
                kinds.push(kind);
            }
            let quarter = u32::try_from(seconds / QUARTER)?;
            all_changes.push(
                quarter.checked_mul(256).ok_or("a change after the last quarter")? | u32::from(u8::try_from(index)?),
            );
        }
        all_kinds.extend(kinds);
        known.insert(changes, number);
        clocks.push(number);
    }
    first_changes.push(u16::try_from(all_changes.len())?);
    let utc = zones.keys().position(|name| name == "UTC").ok_or("there is no UTC")?;

    write("names", names)?;
    write("utc", u16::try_from(utc)?.to_le_bytes())?;
    write("ends", ends.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>())?;
    write("clocks", clocks.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>())?;
    write("first-changes", first_changes.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>())?;
    write("changes", all_changes.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<_>>())?;
    write("first-kinds", first_kinds.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>())?;
    write("kinds", all_kinds.into_iter().flat_map(i32::to_le_bytes).collect::<Vec<_>>())
}

fn write(table: &str, bytes: impl AsRef<[u8]>) -> Result<(), Box<dyn Error>> {
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join(table), bytes)?)
}

/// When a zone's clocks change, in seconds after `start`, and by how much they are ahead of UTC from then on; the first
/// is what they show before all changes.
fn changes(zone: &TimeZone, start: Timestamp) -> Result<Vec<(i64, i32)>, Box<dyn Error>> {
    let end: Timestamp = END.parse()?;
    let mut offset = zone.to_offset(start).seconds();
    let mut found = vec![(0, offset)];
    for change in zone.following(start).take_while(|change| change.timestamp() < end) {
        if change.offset().seconds() != offset {
            offset = change.offset().seconds();
            found.push((change.timestamp().as_second() - start.as_second(), offset));
        }
    }
    Ok(found)
}
