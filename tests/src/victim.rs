//! A process that writes, to be killed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use kitaab_core::Digest;

use crate::crash::Mode;

/// A store that does not open, or takes no commit, for so long is stuck.
pub const STUCK: Duration = Duration::from_secs(20);

/// A process that writes to a book and tells what was acknowledged.
#[derive(Debug)]
pub struct Victim {
    process: Child,
    told: Receiver<(u64, Digest)>,
}

impl Victim {
    /// Starts the program `writer`, on a device in the book at a location.
    pub fn start(writer: &str, location: &str, device: u128, mode: Mode, seed: u64) -> Self {
        let mut process = Command::new(writer)
            .args([location, &device.to_string(), &format!("{mode:?}"), &seed.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the writer starts");
        let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let (sender, told) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let (seq, hash) = line.split_once(' ').expect("a sequence number and a hash");
                let told = (seq.parse().expect("a sequence number"), hash.parse().expect("a hash"));
                if sender.send(told).is_err() {
                    return;
                }
            }
        });
        Self { process, told }
    }

    /// The first commit that it tells of.
    pub fn first(&self) -> Option<(u64, Digest)> {
        match self.told.recv_timeout(STUCK) {
            Ok(first) => Some(first),
            Err(RecvTimeoutError::Timeout) => panic!("the writer is stuck"),
            // It is gone; as it is killed, it will be seen why.
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Kills it. Answers with what it told of and was not asked for yet.
    pub fn kill(mut self) -> Vec<(u64, Digest)> {
        self.process.kill().expect("the writer can be killed");
        let status = self.process.wait().expect("the writer is gone");
        let mut said = String::new();
        self.process.stderr.take().expect("a pipe").read_to_string(&mut said).expect("its last words");
        assert_eq!(status.signal(), Some(9), "the writer stopped by itself: {status}: {said}");
        // What it said may still be in the pipe; the channel ends with it.
        self.told.iter().collect()
    }
}

impl Drop for Victim {
    /// So that none outlives a test that fails.
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}
