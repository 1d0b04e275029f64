//! Writes to a book of its own, and prints `acknowledged N` once the commit with sequence number N was
//! answered. The power-loss test runs it under its shim.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test program stops where it fails")]

use std::io::Write as _;

use kitaab::{Amount, Book, Category, Committed, Kitaab, NewDeed, NewEntry, RequestId};
use kitaab_tests::random::Random;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("the file of the book");
    let seed = arguments.next().expect("a seed").parse().expect("a number");
    let mut random = Random::new(seed);
    // Closing writes the log back into the database: that, too, is cut short at some point.
    for sitting in 0..3 {
        let kitaab = Kitaab::open(&file).await.unwrap();
        let book = kitaab.my_book().await.unwrap();
        sit(&book, sitting, &mut random).await;
    }
}

fn acknowledge(committed: &Committed) {
    let Some(seq) = committed.seq else { return };
    let mut out = std::io::stdout().lock();
    // One write for one line, so that the trace holds it whole.
    out.write_all(format!("acknowledged {seq}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

async fn sit(book: &Book, sitting: u64, random: &mut Random) {
    let name = format!("Deed {sitting}");
    let deed = book.deeds().add(NewDeed::count(&name, Category::Hasanaat).items(["One", "Two"])).await.unwrap();
    acknowledge(&deed.committed);
    let items = [deed.item("One").unwrap(), deed.item("Two").unwrap()];
    let today = book.today().await.unwrap();
    for _ in 0..25 {
        let item = random.pick(&items).unwrap();
        let day = today.plus(random.between(-40, 0)).unwrap();
        let amount = Amount::from_hundredths(random.between(1, 9_999).into()).unwrap();
        let committed = match random.below(8) {
            0 => book.entries().add(item, day, amount).await.unwrap(),
            1 => book.reflections().write(day, Category::Hasanaat, "words ".repeat(300)).await.unwrap(),
            2 => {
                let days = (0..600).map(|back| today.plus(-back).unwrap());
                let entries: Vec<NewEntry> = days.map(|day| NewEntry::new(item, day, amount)).collect();
                book.entries().put_many(&entries).await.unwrap()
            }
            3 => {
                let request = RequestId::new(uuid::Uuid::from_bytes(random.bytes()));
                book.entries().batch(request).add(item, day, amount).write().await.unwrap()
            }
            _ => book.entries().put(item, day, amount).await.unwrap(),
        };
        acknowledge(&committed);
    }
}
