//! Make-ups and fidya, as a host uses them.

use kitaab::{
    Category::Hasanaat, Day, Excuse, Excuses, FidyaRate, ItemId, MakeUpPace, MakeUpPolicy, NewDeed, NewExemption,
    Opening, Reason, ReasonKind, RecordImage, RecordKey, Scope, Unit,
};

use crate::world::{World, day, today};

super::world::on_every_store!(
    blank_days_are_asked_about_and_owed_once_confirmed,
    owed_days_are_settled_by_fidya_apart_from_make_ups,
    fidya_is_undone_verified_exported_and_restored,
    how_a_balance_came_about_and_where_it_goes,
    excuses_are_set_reason_by_reason,
);

/// A fast, owed since 2024-02-01, of which nothing is recorded.
async fn fasting(world: &World, opening: u32) -> ItemId {
    let fasting = NewDeed::scale("Fasting", Hasanaat).starts_on(day("2024-02-01"));
    let fast = world.book.deeds().add(fasting).await.unwrap().root();
    world.book.items().set_make_up(fast, MakeUpPolicy::new(opening, day("2024-02-01"))).await.unwrap();
    fast
}

fn rate(amount: &str) -> FidyaRate {
    FidyaRate::new(amount.parse().unwrap(), Unit::new("EUR").unwrap())
}

async fn blank_days_are_asked_about_and_owed_once_confirmed(world: World) {
    let fast = fasting(&world, 0).await;
    let entries = world.book.entries();
    entries.put(fast, day("2024-02-02"), "Yes").await.unwrap();
    entries.set_reviewed(day("2024-02-04"), true).await.unwrap();
    let days = |days: &[&str]| days.iter().map(|date| day(date)).collect::<Vec<Day>>();
    let blank = ["2024-02-01", "2024-02-03", "2024-02-05", "2024-02-06", "2024-02-07", "2024-02-08", "2024-02-09"];
    assert_eq!(entries.unconfirmed_days(fast).await.unwrap(), days(&blank));
    let balance = entries.make_up_balance(fast).await.unwrap();
    assert_eq!((balance.unconfirmed, balance.balance), (7, 1));

    entries.confirm_missed(fast, day("2024-02-06")).await.unwrap();
    assert_eq!(entries.unconfirmed_days(fast).await.unwrap(), days(&blank[4..]));
    assert_eq!(entries.make_up_balance(fast).await.unwrap().balance, 5);
    entries.unconfirm_missed(fast, day("2024-02-05")).await.unwrap();
    assert_eq!(entries.unconfirmed_days(fast).await.unwrap(), days(&blank[2..]));
    entries.unconfirm_missed(fast, day("2024-02-01")).await.unwrap();
    assert_eq!(entries.unconfirmed_days(fast).await.unwrap(), days(&blank));

    // Each step stands in the history of the item, and is undone as any other.
    let history = world.book.ledger().history(RecordKey::Item(fast)).await.unwrap();
    let confirmed = |image: &Option<RecordImage>| match image {
        Some(RecordImage::Item(item)) => item.make_up.as_ref().unwrap().unlogged_confirmed_until,
        _ => None,
    };
    let told: Vec<_> = history.iter().take(3).map(|event| confirmed(&event.after)).collect();
    assert_eq!(told, [None, Some(day("2024-02-04")), Some(day("2024-02-06"))]);
    world.book.ledger().undo().await.unwrap();
    assert_eq!(entries.make_up_balance(fast).await.unwrap().unconfirmed, 5);
}

async fn owed_days_are_settled_by_fidya_apart_from_make_ups(world: World) {
    let fast = fasting(&world, 30).await;
    let (entries, items) = (world.book.entries(), world.book.items());
    assert_eq!(entries.make_up_balance(fast).await.unwrap().fidya_due, None);
    items.set_fidya_rate(fast, rate("5.50")).await.unwrap();
    entries.make_up(fast, day("2024-02-05"), 4).await.unwrap();
    entries.fidya(fast, day("2024-02-05"), 6).await.unwrap();
    entries.fidya(fast, day("2024-02-05"), 4).await.unwrap();
    entries.put_fidya(fast, today(), 1).await.unwrap();
    let balance = entries.make_up_balance(fast).await.unwrap();
    assert_eq!((balance.done, balance.fidya, balance.balance), (4, 11, 15));
    let due = balance.fidya_due.unwrap();
    assert_eq!((due.amount.to_string(), due.unit.as_str()), ("82.5".to_owned(), "EUR"));

    // Another estimate of the years before, another price: what was settled stays.
    items.set_opening(fast, "2x30 + 5 - 15".parse::<Opening>().unwrap().total().unwrap()).await.unwrap();
    items.set_fidya_rate(fast, rate("6")).await.unwrap();
    let balance = entries.make_up_balance(fast).await.unwrap();
    assert_eq!((balance.opening, balance.balance), (50, 35));
    assert_eq!(balance.fidya_due.unwrap().amount.to_string(), "210");
    items.set_fidya_rate(fast, None).await.unwrap();
    assert_eq!(entries.make_up_balance(fast).await.unwrap().fidya_due, None);

    let settled = entries.settled(fast).await.unwrap();
    assert_eq!(settled.made_up.into_iter().collect::<Vec<_>>(), [(day("2024-02-05"), 4)]);
    assert_eq!(settled.fidya.into_iter().collect::<Vec<_>>(), [(day("2024-02-05"), 10), (today(), 1)]);
    entries.remove_fidya(fast, day("2024-02-05")).await.unwrap();
    assert_eq!(entries.remove_fidya(fast, day("2024-02-05")).await.unwrap_err().code(), "not_found");
    let balance = entries.make_up_balance(fast).await.unwrap();
    assert_eq!((balance.done, balance.fidya), (4, 1));
    assert_eq!(entries.fidya(fast, today(), 0).await.unwrap_err().field(), Some("count"));
    let blank = world.salah().await["Fajr"];
    assert_eq!(entries.fidya(blank, today(), 1).await.unwrap_err().code(), "conflict");
    assert_eq!(items.set_fidya_rate(fast, rate("0")).await.unwrap_err().field(), Some("fidya"));
}

async fn fidya_is_undone_verified_exported_and_restored(world: World) {
    let fast = fasting(&world, 30).await;
    let (entries, ledger) = (world.book.entries(), world.book.ledger());
    let given = async || entries.settled(fast).await.unwrap().fidya.get(&today()).copied();
    items_rate(&world, fast).await;
    entries.fidya(fast, today(), 2).await.unwrap();
    // Another adds on top; what the first added is taken away again from that.
    let other = world.another(7).await;
    other.entries().fidya(fast, today(), 5).await.unwrap();
    let first = ledger.history(RecordKey::Fidya(fast, today())).await.unwrap().last().unwrap().seq;
    ledger.undo_commit(first).await.unwrap();
    assert_eq!(given().await, Some(5));
    ledger.redo().await.unwrap();
    assert_eq!(given().await, Some(7));
    entries.remove_fidya(fast, today()).await.unwrap();
    assert_eq!(given().await, None);
    ledger.undo().await.unwrap();
    assert_eq!(given().await, Some(7));
    let history = ledger.history(RecordKey::Fidya(fast, today())).await.unwrap();
    assert_eq!((&history[0].before, &history[0].after), (&None, &Some(RecordImage::Fidya(7))));

    ledger.verify(None).await.unwrap();
    let mut file = Vec::new();
    ledger.export(&mut file, None).await.unwrap();
    let elsewhere = World::memory().kitaab;
    let owner = elsewhere.restore(file.as_slice(), None).await.unwrap();
    let restored = elsewhere.book(owner);
    assert_eq!(restored.entries().settled(fast).await.unwrap(), entries.settled(fast).await.unwrap());
    assert_eq!(restored.entries().make_up_balance(fast).await.unwrap(), entries.make_up_balance(fast).await.unwrap());
}

async fn items_rate(world: &World, fast: ItemId) {
    world.book.items().set_fidya_rate(fast, rate("5")).await.unwrap();
}

async fn how_a_balance_came_about_and_where_it_goes(world: World) {
    let fast = fasting(&world, 12).await;
    let entries = world.book.entries();
    entries.put(fast, day("2024-02-02"), "No").await.unwrap();
    entries.make_up(fast, day("2024-02-08"), 2).await.unwrap();
    entries.make_up(fast, today(), 1).await.unwrap();
    entries.fidya(fast, day("2024-02-03"), 4).await.unwrap();
    let history = entries.make_up_history(fast).await.unwrap();
    let steps: Vec<_> = history.steps.iter().map(|step| (step.days.first(), step.balance)).collect();
    let expected = [("2024-02-02", 13), ("2024-02-03", 9), ("2024-02-08", 7), ("2024-02-10", 6)];
    assert_eq!(steps, expected.map(|(date, balance)| (day(date), balance)));
    assert_eq!(history.balance(), entries.make_up_balance(fast).await.unwrap().balance);
    // Three in ten days, less the one newly missed: six more take 30 days.
    assert_eq!(history.projected(MakeUpPace::LastDays(10)).unwrap(), Some(day("2024-03-11")));
    assert_eq!(history.projected(MakeUpPace::Given { make_ups: 1, days: 1 }).unwrap(), Some(day("2024-02-16")));

    let none = world.salah().await["Fajr"];
    assert_eq!(entries.make_up_history(none).await.unwrap_err().code(), "conflict");
    assert_eq!(entries.unconfirmed_days(none).await.unwrap_err().code(), "conflict");
}

async fn excuses_are_set_reason_by_reason(world: World) {
    let fast = fasting(&world, 0).await;
    let items = world.book.items();
    let fasts: Vec<_> = Excuses::of_fast().all().collect();
    items.set_excuses(&[fast], &fasts).await.unwrap();
    let ill = NewExemption::new(Scope::Hasanaat, Reason::Illness, day("2024-02-03")).last_day(day("2024-02-04"));
    world.book.exemptions().add(ill).await.unwrap();
    let balance = async || world.book.entries().make_up_balance(fast).await.unwrap();
    assert_eq!((balance().await.owed, balance().await.unconfirmed), (2, 7));
    items.set_excuses(&[fast], &[(ReasonKind::Illness, Excuse::DEFAULT)]).await.unwrap();
    assert_eq!((balance().await.owed, balance().await.unconfirmed), (0, 7));
    items.set_excuses(&[fast], &[(ReasonKind::Illness, Excuse::DUE)]).await.unwrap();
    assert_eq!((balance().await.owed, balance().await.unconfirmed), (0, 9));
    assert_eq!(items.get(fast).await.unwrap().excuses.of(ReasonKind::Travel), Excuse::OWED);
}
