//! Writes so many commits to a book while calls to the operating system fail: `stumbler <file> <seed> <commits>`.
//!
//! Prints `acknowledged SEQ HASH` for each commit that was answered, and `failed CODE` for each error. What
//! fails is tried again: the same commit, as an app would send it again. The I/O-failure test runs it under
//! its shim.

use std::error::Error;
use std::path::Path;

use kitaab_tests::crash::{Mode, Writer};

/// How often a commit, or opening the file, is tried before it is given up.
const TRIES: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, seed, commits] = arguments.as_slice() else {
        return Err("usage: stumbler <file> <seed> <commits>".into());
    };
    let (seed, commits) = (seed.parse()?, commits.parse()?);
    tokio::runtime::Builder::new_current_thread().build()?.block_on(write(Path::new(file), seed, commits));
    Ok(())
}

async fn write(file: &Path, seed: u64, commits: usize) {
    for _ in 0..TRIES {
        match Writer::open(file, 0xde, Mode::Mixed, seed).await {
            Ok(mut writer) => {
                for _ in 0..commits {
                    write_one(&mut writer).await;
                }
                return;
            }
            Err(error) => println!("failed {}", error.code()),
        }
    }
}

async fn write_one(writer: &mut Writer) {
    let mut authored = None;
    for _ in 0..TRIES {
        let tried = match &authored {
            Some(commit) => writer.apply(commit).await,
            None => match writer.author().await {
                Ok(commit) => writer.apply(authored.insert(commit)).await,
                Err(error) => Err(error),
            },
        };
        match tried {
            Ok((seq, hash)) => return println!("acknowledged {seq} {hash}"),
            Err(error) => println!("failed {}", error.code()),
        }
    }
}
