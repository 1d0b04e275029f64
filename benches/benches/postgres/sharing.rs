//! What a friend reads of another's book, against what the owner reads; and checking whether they may, against a question
//! that is none.

use std::sync::Arc;

use kitaab::{Access, Kitaab, NewPermission, RelationKind, Shared, Wish};
use kitaab_core::{Day, DayRange, DeviceId, Timestamp, UserId};
use kitaab_store::{Context, EntryQuery, Store as _};
use kitaab_test_pg::{Database, Role};
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::measure::{Goal, figure, median, micros};
use crate::world::{FIRST_DAY, Shape, World, serve};

/// How many friends each has who read their first deed.
const FRIENDS: usize = 3;
/// How many books at most have friends.
const SHARING: usize = 200;
const READS: usize = 400;

/// Who may see what of whom.
#[derive(Debug)]
pub(crate) struct Sharing {
    /// An owner's book, and a friend who may read its first three items.
    pub(crate) pairs: Vec<(Shape, UserId)>,
}

impl Sharing {
    /// Lets friends of each owner read; `None`, and a line that says so, where the store does not know of friends.
    pub(crate) async fn make(world: &World, database: &Database) -> Option<Self> {
        let store = serve(database, 4).await;
        let kitaab = Kitaab::with_store(store as _).unwrap();
        let books = &world.books[..world.books.len().min(SHARING)];
        let mut pairs = Vec::new();
        for (place, shape) in books.iter().enumerate() {
            let book = kitaab.book(shape.owner);
            for number in 1..=FRIENDS {
                let friend = books[(place + number) % books.len()].owner;
                let asked = match book.people().request(RelationKind::Friend, friend).await {
                    Ok(asked) => asked.added.id,
                    Err(error) if error.code() == "unsupported" => {
                        println!("SKIPPED: what friends read: {error}");
                        return None;
                    }
                    Err(error) => panic!("{error}"),
                };
                kitaab.book(friend).people().accept(asked).await.unwrap();
                let deed = book.catalogue().await.unwrap().item(shape.items[0]).unwrap().deed;
                book.people().grant(NewPermission::read(asked, Shared::Deed(deed))).await.unwrap();
                pairs.push((shape.clone(), friend));
            }
        }
        database.run(Role::Superuser, "ANALYZE").await;
        Some(Self { pairs })
    }

    /// One of the pairs, and an item that the friend may read.
    pub(crate) fn drawn(&self, number: u64) -> (&Shape, UserId, Wish) {
        let (shape, friend) = &self.pairs[usize::try_from(number % self.pairs.len() as u64).unwrap()];
        (shape, *friend, Wish::Read(shape.items[usize::try_from(number >> 20).unwrap_or_default() % 3]))
    }
}

/// Checks whether a friend may read one of another's items.
pub(crate) async fn check_permission(kitaab: &Kitaab, sharing: &Sharing, number: u64) {
    let (shape, friend, wish) = sharing.drawn(number);
    let access = kitaab.book(shape.owner).people().may(friend, wish).await.unwrap();
    assert!(matches!(access, Access::Permitted { .. }), "{access:?}");
}

pub(crate) async fn figures(world: &World) {
    let copy = world.copy().await;
    let Some(sharing) = Sharing::make(world, &copy).await else { return };
    let store = serve(&copy, 1).await;
    let kitaab = Kitaab::with_store(Arc::clone(&store) as _).unwrap();
    let mut bare = PgConnection::connect(&copy.url(Role::App)).await.unwrap();

    let first: Day = FIRST_DAY.parse().unwrap();
    let last = first.plus(world.plan.days - 1).unwrap();
    let (mut owners, mut friends, mut checks, mut nothing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for turn in 0..READS {
        let (shape, friend, _) = sharing.drawn(turn as u64);
        let days = DayRange::ending(last, 30);
        let query = EntryQuery { items: Some(shape.items[..3].to_vec()), ..EntryQuery::on(days, 1_000) };
        let read = async |actor: UserId| {
            let ctx = Context {
                actor,
                device: DeviceId::new(Uuid::nil()),
                now: Timestamp::from_micros(1_790_000_000_000_000),
            };
            let page = store.entries(&ctx, shape.owner, &query).await.unwrap();
            assert_eq!(page.rows.len(), 3 * days.count());
        };
        // What a host that serves them has at hand: the structures.
        if turn < sharing.pairs.len() {
            read(shape.owner).await;
            read(friend).await;
            check_permission(&kitaab, &sharing, turn as u64).await;
        }
        owners.push(micros(read(shape.owner)).await);
        friends.push(micros(read(friend)).await);
        checks.push(micros(check_permission(&kitaab, &sharing, turn as u64)).await);
        nothing.push(micros(async { sqlx::query("SELECT 1").fetch_one(&mut bare).await.unwrap() }).await);
    }
    let (owners, friends, checks, nothing) = (median(owners), median(friends), median(checks), median(nothing));
    let detail = format!("{friends:.0} against {owners:.0} us for the same 90 entries");
    figure("a friend's 30-day page, of the owner's", friends / owners, "x", Goal::AtMost(2.0), &detail);
    let detail = format!("{checks:.0} against {nothing:.0} us");
    figure("a permission check by the SDK, of `SELECT 1`", checks / nothing, "x", Goal::AtMost(1.6), &detail);
}
