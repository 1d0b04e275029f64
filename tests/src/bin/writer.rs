//! Writes to a book until it is killed: `writer <file or URL> <device> <mode> <seed>`.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use kitaab_pg::{Options, PgStore};
use kitaab_tests::crash::{OWNER, Writer};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [location, device, mode, seed] = arguments.as_slice() else {
        return Err("usage: writer <file or URL> <device> <mode> <seed>".into());
    };
    let (device, mode, seed) = (device.parse()?, mode.parse()?, seed.parse()?);
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut writer = if location.starts_with("postgres://") {
            let store = PgStore::connect(location, Options::new().connections(1)).await?;
            Writer::on(Arc::new(store), OWNER, device, mode, seed).await?
        } else {
            Writer::open(Path::new(location), device, mode, seed).await?
        };
        Ok(writer.write_and_tell(std::io::stdout().lock()).await?)
    })
}
