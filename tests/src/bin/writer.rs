//! Writes to a book until it is killed: `writer <file> <mode> <seed>`.

use std::error::Error;
use std::path::Path;

use kitaab_tests::crash::Writer;

/// The device that it writes as.
const DEVICE: u128 = 0xde;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, mode, seed] = arguments.as_slice() else {
        return Err("usage: writer <file> <mode> <seed>".into());
    };
    let (mode, seed) = (mode.parse()?, seed.parse()?);
    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
        let mut writer = Writer::open(Path::new(file), DEVICE, mode, seed).await?;
        Ok(writer.write_and_tell(std::io::stdout().lock()).await?)
    })
}
