//! A disk that loses power: what a program did to its files, and what may be left of it.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use kitaab_tests::random::Random;

/// A file: its path, and how many files of that path were removed before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    path: PathBuf,
    generation: u32,
}

/// One thing that a program did, as the shim recorded it.
#[derive(Clone, Debug)]
pub(crate) enum Event {
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
pub(crate) fn read_trace(path: &Path) -> io::Result<Vec<Event>> {
    let bytes = std::fs::read(path)?;
    let mut names: HashMap<usize, File> = HashMap::new();
    let mut removed: HashMap<PathBuf, u32> = HashMap::new();
    let mut events = Vec::new();
    let mut rest = &bytes[..];
    while rest.len() >= 17 {
        let (head, tail) = rest.split_at(17);
        let number = |at: usize, n: usize| head[at..at + n].iter().rev().fold(0, |sum, b| sum << 8 | usize::from(*b));
        let (file, offset, length) = (number(1, 4), number(5, 8), number(13, 4));
        let Some(body) = tail.get(..length) else { break };
        rest = &tail[length..];
        let named = |removed: &HashMap<PathBuf, u32>| {
            let path = PathBuf::from(String::from_utf8_lossy(body).into_owned());
            let generation = removed.get(&path).copied().unwrap_or(0);
            File { path, generation }
        };
        let known = |names: &HashMap<usize, File>| {
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
pub(crate) enum Syncs {
    /// What was synced is durable.
    Kept,
    /// Syncs do nothing: the control, which must lose something.
    Ignored,
}

/// The files on a disk: what is durable, and what is still on its way there.
#[derive(Default)]
pub(crate) struct Disk {
    durable: BTreeMap<File, Vec<u8>>,
    pending: Vec<Event>,
}

/// A disk writes sectors whole; anything longer can be torn between them.
const SECTOR: usize = 512;

impl Disk {
    /// Takes in what the program did next.
    pub(crate) fn take(&mut self, event: &Event, syncs: Syncs) {
        match event {
            Event::Sync { file } if syncs == Syncs::Kept => {
                // Syncing a folder makes the removals in it durable; syncing a file its content, and,
                // as journalling file systems do, that it exists.
                let (settled, pending) =
                    std::mem::take(&mut self.pending).into_iter().partition(|waiting| match waiting {
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
    pub(crate) fn lose_power(mut self, random: &mut Random) -> BTreeMap<PathBuf, Vec<u8>> {
        let mode = random.below(4);
        for event in std::mem::take(&mut self.pending) {
            match mode {
                1 => self.settle(&event),
                2 if random.below(2) == 0 => self.settle(&event),
                3 => self.tear(&event, random),
                // Nothing of it arrives.
                _ => {}
            }
        }
        // In order of generations, so that a newer file of the same path replaces an older one.
        self.durable.into_iter().map(|(file, content)| (file.path, content)).collect()
    }

    /// Lets each sector of a write arrive or not.
    fn tear(&mut self, event: &Event, random: &mut Random) {
        let Event::Write { file, offset, bytes } = event else {
            if random.below(2) == 0 {
                self.settle(event);
            }
            return;
        };
        for (i, sector) in bytes.chunks(SECTOR).enumerate() {
            if random.below(2) == 0 {
                let offset = offset + i * SECTOR;
                self.settle(&Event::Write { file: file.clone(), offset, bytes: sector.to_vec() });
            }
        }
    }
}
