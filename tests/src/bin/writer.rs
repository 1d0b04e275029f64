//! Writes to a book until it is killed: `writer <file> <mode> <seed>`.

use std::path::PathBuf;
use std::process::ExitCode;

use kitaab_tests::crash::Writer;

/// The device that it writes as.
const DEVICE: u128 = 0xde;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(Ok(mode)), Some(Ok(seed))) = (
        arguments.next().map(PathBuf::from),
        arguments.next().map(|mode| mode.parse()),
        arguments.next().map(|seed| seed.parse()),
    ) else {
        eprintln!("usage: writer <file> <mode> <seed>");
        return ExitCode::FAILURE;
    };
    let written = tokio::runtime::Builder::new_current_thread().build().map(|runtime| {
        runtime.block_on(async {
            let mut writer = Writer::open(&file, DEVICE, mode, seed).await?;
            writer.write_and_tell(std::io::stdout().lock()).await
        })
    });
    match written {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
