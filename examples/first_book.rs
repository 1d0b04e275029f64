//! A book to begin with: deeds from the starter catalogue, a day recorded, a merit judged.
//!
//!     cargo run -p kitaab-examples --bin first_book             # in memory, gone afterwards
//!     cargo run -p kitaab-examples --bin first_book -- book.db  # in a file

use kitaab::rules::{every_day, score_at_least};
use kitaab::{Amount, Kitaab, NewMerit, starter};

#[tokio::main(flavor = "current_thread")]
async fn main() -> kitaab::Result<()> {
    let place = std::env::args().nth(1).unwrap_or_else(|| "memory:".to_owned());
    let book = Kitaab::open(&place).await?.my_book().await?;
    let today = book.today().await?;

    // One commit for all deeds that were picked. The catalogue says when each is due and what excuses it.
    let added = book.deeds().add_all(starter::pick(["salah", "quran"], today).deeds()?).await?;
    let [salah, quran] = added.as_slice() else { return Ok(()) };

    // A value is given by its label or its score, an amount as it is.
    book.entries().put(salah["Fajr"], today, "on time").await?;
    book.entries().put(salah["Isha"], today, "in congregation").await?;
    book.entries().put(quran.root(), today, Amount::whole(4)?).await?;

    let forty = NewMerit::positive("Forty days of Fajr").days(40).rule(every_day(salah["Fajr"], score_at_least(1)));
    let forty = book.merits().add(forty).await?;
    let verdict = book.merits().evaluate(forty.id, today).await?;
    println!("Forty days of Fajr: {}", verdict.why(&*book.catalogue().await?));

    let page = book.entries().day(today).await?;
    let catalogue = book.catalogue().await?;
    println!("{today}, {} in the Hijri calendar:", page.hijri.date);
    for line in page.lines {
        let name = &catalogue.item(line.item)?.name;
        println!("  {name}: {}", if line.state.recorded.is_some() { "recorded" } else { "blank" });
    }
    Ok(())
}
