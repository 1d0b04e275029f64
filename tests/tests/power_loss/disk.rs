//! A disk that loses power: what a program did to its files, and what may be left of it.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

/// A file: its path, and how many files of that path were removed before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    path: PathBuf,
    generation: u32,
}

/// One thing that a program did, as the shim recorded it.
#[derive(Clone, Debug)]
pub enum Event {
    /// Wrote bytes at an offset of a file.
    Write { file: File, offset: usize, bytes: Vec<u8> },
    /// Set the size of a file.
    Truncate { file: File, size: usize },
    /// Asked for a file, or a folder, to be made durable.
    Sync { file: File },
    /// Removed a file.
    Remove { file: File },
    /// Printed something: what it has acknowledged by now.
    Acknowledge(Vec<u8>),
}

/// Reads a trace.
pub fn read_trace(path: &Path) -> io::Result<Vec<Event>> {
    let bytes = std::fs::read(path)?;
    let mut names: HashMap<u32, File> = HashMap::new();
    let mut removed: HashMap<PathBuf, u32> = HashMap::new();
    let mut events = Vec::new();
    let mut rest = &bytes[..];
    while rest.len() >= 17 {
        let (head, tail) = rest.split_at(17);
        let number = |at: usize, n: usize| head[at..at + n].iter().rev().fold(0u64, |sum, b| sum << 8 | u64::from(*b));
        let (file, offset, length) = (number(1, 4) as u32, number(5, 8) as usize, number(13, 4) as usize);
        let Some(body) = tail.get(..length) else { break };
        rest = &tail[length..];
        let named = |removed: &HashMap<PathBuf, u32>| {
            let path = PathBuf::from(String::from_utf8_lossy(body).into_owned());
            let generation = removed.get(&path).copied().unwrap_or(0);
            File { path, generation }
        };
        let known = |names: &HashMap<u32, File>| {
            names.get(&file).cloned().ok_or_else(|| io::Error::other(format!("file {file} was never opened")))
        };
        match head[0] {
            b'O' => {
                names.insert(file, named(&removed));
            }
            b'W' => events.push(Event::Write { file: known(&names)?, offset, bytes: body.to_vec() }),
            b'T' => events.push(Event::Truncate { file: known(&names)?, size: offset }),
            b'S' => events.push(Event::Sync { file: known(&names)? }),
            b'U' => {
                let file = named(&removed);
                *removed.entry(file.path.clone()).or_default() += 1;
                events.push(Event::Remove { file });
            }
            b'A' => events.push(Event::Acknowledge(body.to_vec())),
            other => return Err(io::Error::other(format!("unknown record {other}"))),
        }
    }
    Ok(events)
}

/// Whether a disk keeps its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syncs {
    /// What was synced is durable.
    Kept,
    /// Syncs do nothing: the control, which must lose something.
    Ignored,
}

/// A small, fast random source with a seed that a failing test can name (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// The next number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides.max(1) as u64) as usize
    }
}

/// The files on a disk: what is durable, and what is still on its way there.
#[derive(Default)]
pub struct Disk {
    durable: BTreeMap<File, Vec<u8>>,
    pending: Vec<Event>,
}

/// A disk writes sectors whole; anything longer can be torn between them.
const SECTOR: usize = 512;

impl Disk {
    /// Takes in what the program did next.
    pub fn take(&mut self, event: &Event, syncs: Syncs) {
        match event {
            Event::Sync { file } if syncs == Syncs::Kept => {
                // Syncing a folder makes the removals in it durable; syncing a file its content, and,
                // as journalling file systems do, that it exists.
                let (settled, pending) = std::mem::take(&mut self.pending).into_iter().partition(|waiting| match waiting
                {
                    Event::Remove { file: removed } => removed.path.parent() == Some(&file.path),
                    Event::Write { file: written, .. } | Event::Truncate { file: written, .. } => written == file,
                    _ => false,
                });
                self.pending = pending;
                let settled: Vec<Event> = settled;
                for event in settled {
                    self.settle(&event);
                }
            }
            Event::Sync { .. } | Event::Acknowledge(_) => {}
            other => self.pending.push(other.clone()),
        }
    }

    fn settle(&mut self, event: &Event) {
        match event {
            Event::Write { file, offset, bytes } => {
                let content = self.durable.entry(file.clone()).or_default();
                if content.len() < offset + bytes.len() {
                    content.resize(offset + bytes.len(), 0);
                }
                content[*offset..offset + bytes.len()].copy_from_slice(bytes);
            }
            Event::Truncate { file, size } => self.durable.entry(file.clone()).or_default().resize(*size, 0),
            Event::Remove { file } => {
                self.durable.remove(file);
            }
            Event::Sync { .. } | Event::Acknowledge(_) => {}
        }
    }

    /// Loses power: of what was on its way, nothing, all, some, or torn parts arrive.
    pub fn lose_power(mut self, dice: &mut Dice) -> BTreeMap<PathBuf, Vec<u8>> {
        let mode = dice.below(4);
        for event in std::mem::take(&mut self.pending) {
            match mode {
                0 => {}
                1 => self.settle(&event),
                2 if dice.below(2) == 0 => self.settle(&event),
                2 => {}
                _ => self.tear(&event, dice),
            }
        }
        // In order of generations, so that a newer file of the same path replaces an older one.
        self.durable.into_iter().map(|(file, content)| (file.path, content)).collect()
    }

    /// Lets each sector of a write arrive or not.
    fn tear(&mut self, event: &Event, dice: &mut Dice) {
        let Event::Write { file, offset, bytes } = event else {
            if dice.below(2) == 0 {
                self.settle(event);
            }
            return;
        };
        for (i, sector) in bytes.chunks(SECTOR).enumerate() {
            if dice.below(2) == 0 {
                let offset = offset + i * SECTOR;
                self.settle(&Event::Write { file: file.clone(), offset, bytes: sector.to_vec() });
            }
        }
    }
}
