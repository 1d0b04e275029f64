//! Bringing years of records along from another program: first a look at what would come, then the import.
//!
//!     cargo run -p kitaab-examples --bin bring_along -- backup.db [book.db]

use kitaab::{ImportOptions, Kitaab};

#[tokio::main(flavor = "current_thread")]
async fn main() -> kitaab::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        println!("Name a file of another program: docs/importing.md lists them.");
        return Ok(());
    };
    let book = Kitaab::open(&arguments.next().unwrap_or_else(|| "memory:".to_owned())).await?.my_book().await?;

    let would = book.import(&file, ImportOptions::new().dry_run()).await?;
    println!("{} deeds with {} entries would come.", would.deeds.len(), would.entries_added);
    for remark in &would.remarks {
        println!("  {remark}");
    }

    let report = book.import(&file, ImportOptions::new()).await?;
    println!("{} entries came.", report.entries_added);
    // The same file again changes nothing, and one undo takes the import back.
    assert_eq!(book.import(&file, ImportOptions::new()).await?.entries_added, 0);
    Ok(())
}
