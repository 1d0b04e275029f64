//! Looking back over two months: one call gives all figures, another writes them as a page.
//!
//!     cargo run -p kitaab-examples --bin look_back
//!     cargo run -p kitaab-examples --bin look_back -- report.html

use std::error::Error;

use kitaab::{Amount, Bucket, Category, DashboardRequest, DayRange, Kitaab, NewDeed, NewEntry};
use kitaab_report::{ReportOptions, report};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let book = Kitaab::open("memory:").await?.my_book().await?;
    let days = DayRange::ending(book.today().await?, 60);
    let pages = NewDeed::count("Qur'an", Category::Hasanaat).unit("pages").starts_on(days.first());
    let pages = book.deeds().add(pages).await?.root();

    // Many entries are written at once: all of them or none. Every seventh day is left out.
    let mut entries = Vec::new();
    for (read, day) in [4, 3, 2, 5, 2, 4, 0].into_iter().cycle().zip(days.days()).filter(|(read, _)| *read > 0) {
        entries.push(NewEntry::new(pages, day, Amount::whole(read)?));
    }
    book.entries().put_many(&entries).await?;

    // One read of the store; everything else happens in memory.
    let dashboard = book.insights().dashboard(&DashboardRequest::new(days).by(Bucket::Week)).await?;
    for item in &dashboard.summary.items {
        let rate = item.figures.rate.unwrap_or_default() * 100.0;
        println!("{} of {} due days kept, {rate:.0} %", item.figures.kept, item.figures.due);
    }
    for streaks in &dashboard.streaks {
        if let Some(longest) = streaks.longest {
            println!("The longest run: {} days, from {} to {}", longest.length, longest.first, longest.last);
        }
    }
    for strength in &dashboard.strengths {
        println!("Strength: {:.2}", strength.score);
    }

    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(&file, report(&book, &ReportOptions::new(days)).await?)?;
        println!("Written: {file}");
    }
    Ok(())
}
