//! Many at once, and operations that are dropped half-way.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use kitaab_core::{DayRange, RequestId, Value};
use uuid::Uuid;

use super::world::{PAGES, TASBIH, World, add, amount, applied, authored, day, put, structure};
use crate::contract::{EntryQuery, Store};

const WRITERS: u32 = 8;

/// Commits to a book are applied one after the other, whoever sends them: no number is left out, none
/// is given twice, and no addition is lost.
pub async fn writers_of_two_books_leave_no_gap(store: Arc<dyn Store>) {
    let books = [World::new(Arc::clone(&store)).await, World::empty(store, 2)];
    books[1].apply(structure()).await;
    let mut tasks = Vec::new();
    for book in &books {
        for writer in 0..WRITERS {
            let world = book.on_device(0xde00 + u128::from(writer));
            tasks.push(tokio::spawn(async move {
                let mut seqs = Vec::new();
                for _ in 0..25 {
                    seqs.push((world.owner, world.apply(vec![add(TASBIH, day(0), 100)]).await.seq));
                }
                assert!(seqs.is_sorted(), "a writer's own commits are applied in its order");
                seqs
            }));
        }
    }
    let mut seqs = Vec::new();
    for task in tasks {
        seqs.extend(task.await.expect("a writer"));
    }
    for book in &books {
        let mut of_book: Vec<u64> =
            seqs.iter().filter(|(owner, _)| *owner == book.owner).map(|(_, seq)| *seq).collect();
        of_book.sort_unstable();
        assert_eq!(of_book, (2..=u64::from(WRITERS) * 25 + 1).collect::<Vec<_>>());
        let entry = book.store.entry(&book.ctx(), book.owner, TASBIH, day(0)).await.unwrap().unwrap();
        assert_eq!(entry.value, amount(WRITERS * 25));
        book.check().await;
    }
}

/// A read sees a commit whole or not at all, and sees every one that was answered before it began.
pub async fn readers_never_see_half_a_commit(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    world.apply(vec![put(TASBIH, day(0), amount(0)), put(PAGES, day(0), amount(0))]).await;
    let writer = world.clone();
    let writing = tokio::spawn(async move {
        for number in 1..=100 {
            writer.apply(vec![put(TASBIH, day(0), amount(number)), put(PAGES, day(0), amount(number))]).await;
            let entry = writer.store.entry(&writer.ctx(), writer.owner, PAGES, day(0)).await.unwrap().unwrap();
            assert_eq!(entry.value, amount(number), "a read does not see what was answered before");
        }
    });
    let mut seen = 0;
    while !writing.is_finished() || seen == 0 {
        let (ctx, owner) = (world.ctx(), world.owner);
        let page = world.store.entries(&ctx, owner, &EntryQuery::on(DayRange::ALL, 9)).await.unwrap();
        assert_eq!((page.rows[0].value, page.rows[0].revision), (page.rows[1].value, page.rows[1].revision));
        let records = world.store.records(&ctx, owner, &[TASBIH, PAGES], DayRange::ALL).await.unwrap();
        let values = [TASBIH, PAGES].map(|item| records.series(item).unwrap().on(day(0)));
        assert_eq!(values[0], values[1]);
        let rollup = world.store.rollups(&ctx, owner, DayRange::ALL).await.unwrap()[0];
        assert_eq!(rollup.hasanaat.total.hundredths() % 200, 0, "a rollup holds half a commit");
        if let Value::Count(amount) = page.rows[0].value {
            assert!(amount.hundredths() >= seen, "a later read sees an earlier state");
            seen = amount.hundredths();
        }
        tokio::task::yield_now().await;
    }
    writing.await.expect("the writer");
    world.check().await;
}

/// A commit that is dropped at any await is applied whole or not at all: sent again, it counts once.
pub async fn a_cancelled_commit_is_whole_or_nothing(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for number in 0..60_u32 {
        let commit = world.commit(vec![add(TASBIH, day(0), 100), add(PAGES, day(0), 100)]);
        {
            let mut sending = pin!(world.send(&commit));
            for _ in 0..=number % 4 {
                if poll_fn(|cx| Poll::Ready(sending.as_mut().poll(cx).is_ready())).await {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        applied(world.send(&commit).await);
        // Not before: what was dropped may be on its way still, and would arrive while the book is read.
        if number % 7 == 0 {
            world.check().await;
        }
    }
    for item in [TASBIH, PAGES] {
        let entry = world.store.entry(&world.ctx(), world.owner, item, day(0)).await.unwrap().unwrap();
        assert_eq!(entry.value, amount(60));
    }
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap().seq, 61);
    world.check().await;
}

/// The same request from many at once is carried out by one; the others learn its place.
pub async fn one_request_from_many_writers_has_one_effect(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    for round in 0..5_u32 {
        let mut tasks = Vec::new();
        for writer in 0..WRITERS {
            let sender = world.on_device(0xde00 + (u128::from(round) << 8) + u128::from(writer));
            let mut header = sender.header();
            header.request = Some(RequestId::new(Uuid::from_u128(round.into())));
            let commit = authored(header, vec![add(TASBIH, day(0), 100)]);
            tasks.push(tokio::spawn(async move { applied(sender.send(&commit).await) }));
        }
        let mut first = 0;
        for task in tasks {
            let answer = task.await.expect("a writer");
            assert_eq!(answer.seq, u64::from(round) + 2);
            first += u32::from(!answer.replayed);
        }
        assert_eq!(first, 1);
    }
    let entry = world.store.entry(&world.ctx(), world.owner, TASBIH, day(0)).await.unwrap().unwrap();
    assert_eq!(entry.value, amount(5));
    world.check().await;
}
