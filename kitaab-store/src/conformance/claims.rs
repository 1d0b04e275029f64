//! Claims on reminders: each occurrence is delivered once, by whoever took it.

use std::sync::Arc;

use kitaab_core::{Change, Day, Occurrence, RecordKey, ReminderId, ReminderPatch, ReminderTime, Slot, Timestamp};
use uuid::Uuid;

use super::world::{FAJR, SALAH, WAKE, World, day, structure};
use crate::contract::{CLAIMS_KEPT, Context, Store};

const SECOND: i64 = 1_000_000;
const NOW: Timestamp = Timestamp::from_micros(1_700_000_000 * SECOND);

const fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(NOW.micros() + seconds * SECOND)
}

/// The occurrence so many seconds after [`NOW`] (negative: before), each in a slot of its own.
fn occurrence(seconds: i64) -> Occurrence {
    let minute = u16::try_from(seconds.rem_euclid(1_440)).unwrap();
    let day: Day = day(i32::try_from(seconds.div_euclid(1_440)).unwrap());
    Occurrence { at: later(seconds), reminder: WAKE, slot: Slot::Planned { day, minute } }
}

/// Claims occurrences at an instant, for ten seconds.
async fn claim(world: &World, at: Timestamp, occurrences: &[Occurrence]) -> Vec<Occurrence> {
    let ctx = Context { now: at, ..world.ctx() };
    let until = Timestamp::from_micros(at.micros() + 10 * SECOND);
    world.store.claim_reminders(&ctx, world.owner, occurrences, until).await.unwrap()
}

async fn confirm(world: &World, occurrence: Occurrence) -> bool {
    world.store.confirm_reminder(&world.ctx(), world.owner, &occurrence).await.unwrap()
}

async fn release(world: &World, occurrence: Occurrence, until: Timestamp) -> bool {
    world.store.release_reminder(&world.ctx(), world.owner, &occurrence, until).await.unwrap()
}

/// What is claimed is not handed out again until the claim ends; what is confirmed, never.
pub async fn a_claim_lasts_until_it_ends(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let head = world.store.head(&world.ctx(), world.owner).await.unwrap();
    let (one, two, three) = (occurrence(-60), occurrence(-30), occurrence(-1));
    assert_eq!(claim(&world, NOW, &[two, one]).await, [two, one]);
    assert_eq!(claim(&world, later(9), &[one, two, three]).await, [three]);
    assert!(confirm(&world, one).await);
    assert_eq!(claim(&world, later(10), &[one, two, three]).await, [two]);
    // One that had ended is confirmed all the same, and once more.
    assert!(confirm(&world, three).await);
    assert!(confirm(&world, three).await);
    assert_eq!(claim(&world, later(100), &[one, two, three]).await, [two]);
    assert_eq!(claim(&world, later(200), &[two, two]).await, [two]);
    // Nobody claimed this one.
    assert!(!confirm(&world, occurrence(-2)).await);
    assert_eq!(claim(&world, later(200), &[occurrence(-2)]).await, [occurrence(-2)]);

    let ctx = Context { now: NOW, ..world.ctx() };
    for until in [NOW, later(-1)] {
        let refused = world.store.claim_reminders(&ctx, world.owner, &[one], until).await;
        assert_eq!(refused.expect_err("the claim would be over").code(), "invalid");
    }
    // None of it is in the ledger.
    assert_eq!(world.store.head(&world.ctx(), world.owner).await.unwrap(), head);
    world.check().await;
}

/// The slot names an occurrence, not the instant: a change of zone does not give it twice. One that was
/// put off is another.
pub async fn a_claim_is_by_reminder_and_slot(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let one = occurrence(-60);
    assert_eq!(claim(&world, NOW, &[one]).await, [one]);
    let moved = Occurrence { at: later(-5), ..one };
    assert_eq!(claim(&world, NOW, &[moved]).await, []);
    let Slot::Planned { day, minute } = one.slot else { panic!("it is planned") };
    let number = i64::from(day.epoch_days()) * 1_440 + i64::from(minute);
    let others = [
        Slot::PutOff(one.at),
        Slot::PutOff(Timestamp::from_micros(one.at.micros() + 1)),
        Slot::PutOff(Timestamp::from_micros(number)),
        Slot::Planned { day, minute: minute - 1 },
        Slot::Planned { day: day.next().unwrap(), minute },
    ];
    for slot in others {
        let other = Occurrence { slot, ..one };
        assert_eq!(claim(&world, NOW, &[other]).await, [other]);
        assert_eq!(claim(&world, NOW, &[other]).await, []);
    }
}

/// What is released is free at once; only the one who holds a claim releases it.
pub async fn a_claim_is_released_by_its_holder(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let one = occurrence(-60);
    assert!(!release(&world, one, later(10)).await);
    claim(&world, NOW, &[one]).await;
    assert!(!release(&world, one, later(11)).await);
    assert!(release(&world, one, later(10)).await);
    assert!(!release(&world, one, later(10)).await);
    assert_eq!(claim(&world, later(1), &[one]).await, [one]);
    // The first holder comes back too late: another has it.
    assert_eq!(claim(&world, later(11), &[one]).await, [one]);
    assert!(!release(&world, one, later(11)).await);
    assert!(confirm(&world, one).await);
    assert!(!release(&world, one, later(21)).await);
    assert_eq!(claim(&world, later(99), &[one]).await, []);
}

/// What is long ago is not handed out, and takes no room.
pub async fn what_is_long_ago_is_not_handed_out(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let kept = i64::try_from(CLAIMS_KEPT.as_secs()).unwrap();
    let (last, over) = (occurrence(-kept), occurrence(-kept - 1));
    assert_eq!(claim(&world, NOW, &[over, last]).await, [last]);
    assert!(confirm(&world, last).await);
    assert_eq!(claim(&world, NOW, &[over, last]).await, []);
    assert!(confirm(&world, last).await);
    assert_eq!(claim(&world, later(1), &[over, last]).await, []);
    assert!(!confirm(&world, last).await, "a claim on what is long ago is kept");
}

/// Claims go with their reminder, however it goes, and with the book; those on others stay.
pub async fn claims_go_with_their_reminder(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let reminder = |number, item| {
        let patch = ReminderPatch {
            title: Some("Rise".parse().unwrap()),
            item: Some(item),
            time: Some(ReminderTime::Once { day: day(1), minute: 300 }),
            ..ReminderPatch::default()
        };
        Change::Reminder(ReminderId::new(Uuid::from_u128(number)), patch)
    };
    let of = |number: u128| Occurrence { reminder: ReminderId::new(Uuid::from_u128(number)), ..occurrence(-60) };
    let make = || vec![reminder(1, None), reminder(2, None), reminder(3, Some(FAJR)), reminder(4, None)];
    let all = [of(1), of(2), of(3), of(4)];
    assert_eq!(claim(&world, NOW, &all).await, []);
    world.apply(make()).await;
    assert_eq!(claim(&world, NOW, &all).await, all);
    for one in all {
        assert!(confirm(&world, one).await);
    }
    world.apply(vec![Change::Remove(RecordKey::Reminder(of(1).reminder))]).await;
    world.apply(vec![Change::Erase(RecordKey::Reminder(of(2).reminder))]).await;
    world.apply(vec![Change::Remove(RecordKey::Deed(SALAH))]).await;
    assert_eq!(claim(&world, later(60), &all).await, []);
    for (one, kept) in all.into_iter().zip([false, false, false, true]) {
        assert_eq!(confirm(&world, one).await, kept);
    }

    let other = World::empty(Arc::clone(&world.store), 2);
    other.apply(structure()).await;
    other.apply(make()).await;
    assert_eq!(claim(&other, NOW, &all).await, all, "another book's claims stand in the way");
    world.store.erase_book(&world.ctx(), world.owner).await.unwrap();
    assert!(!confirm(&world, of(4)).await);
    assert_eq!(claim(&world, NOW, &all).await, []);
    world.on_device(0xdf).apply(structure()).await;
    world.on_device(0xe0).apply(make()).await;
    assert_eq!(claim(&world, NOW, &all).await, all);
    assert_eq!(claim(&other, later(1), &all).await, []);
}

/// Of many hosts that ask at once, each occurrence goes to one.
pub async fn many_hosts_get_each_occurrence_once(store: Arc<dyn Store>) {
    let world = World::new(store).await;
    let due: Vec<Occurrence> = (-40..0).map(occurrence).collect();
    for round in 0..5 {
        // The first claims run out, so that each round hands out all.
        let mut hosts = Vec::new();
        for host in 0..8_usize {
            let (world, mut due) = (world.clone(), due.clone());
            due.rotate_left(host * 5);
            hosts.push(tokio::spawn(async move {
                let mut got = Vec::new();
                for some in due.chunks(7) {
                    got.extend(claim(&world, later(round * 10), some).await);
                }
                got
            }));
        }
        let mut got = Vec::new();
        for host in hosts {
            got.extend(host.await.expect("a host"));
        }
        got.sort_unstable();
        assert_eq!(got, due);
    }
}
