//! Each group of operations, told as a host uses it.

use kitaab::rules::total_at_least;
use kitaab::{
    Category, DayRange, DeedPatch, Excuses, ExemptionPatch, Goal, Hide, ItemEdit, MakeUpPolicy, Measure, NewDeed,
    NewEntry, NewExemption, NewItem, NewReminder, NewTarget, Quantity, Reason, ReminderPatch, Schedule, Scope,
    TargetPatch, TargetState, Value,
};
use kitaab_store::{EntryQuery, ReflectionQuery};

use crate::world::{World, amount, day, on_every_store, today};

on_every_store!(
    deeds_are_made_shown_and_put_in_order,
    items_grow_move_and_rest,
    what_is_to_be_archived_is_live_until_then,
    a_scale_is_redefined_and_corrected,
    a_day_is_shown_as_an_input_screen_needs_it,
    entries_are_listed_and_searched,
    make_ups_are_reckoned,
    exemptions_lift_what_they_cover,
    targets_are_followed,
    reflections_are_written_and_found,
    reminders_are_kept_as_data,
);

async fn deeds_are_made_shown_and_put_in_order(world: World) {
    let deeds = world.book.deeds();
    let (salah, quran) = (world.salah().await, world.quran().await);
    assert_eq!(
        salah.items.iter().map(|view| view.item.name.as_str()).collect::<Vec<_>>(),
        ["Salah", "Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]
    );
    assert_eq!((salah.items[1].level, salah.items[1].leaf, salah.items[0].leaf), (1, true, false));
    assert_eq!(salah.item("Duha").unwrap_err().code(), "not_found");

    deeds.reorder(&[quran.id, salah.id]).await.unwrap();
    deeds.rename(quran.id, "Recitation").await.unwrap();
    let group = world.book.groups().add("Daily").await.unwrap();
    deeds.assign_group(quran.id, group.id).await.unwrap();
    let listed = world.another(2).await.deeds().list().await.unwrap();
    assert_eq!(listed.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["Recitation", "Salah"]);
    assert_eq!(listed[0].deed.group, Some(group.id));
    world.book.groups().remove(group.id).await.unwrap();
    assert_eq!(deeds.get(quran.id).await.unwrap().deed.group, None);

    let to_bad = DeedPatch { category: Some(Category::Saiyyiaat), ..DeedPatch::default() };
    deeds.edit(quran.id, to_bad.clone()).await.unwrap();
    deeds.edit(quran.id, DeedPatch { category: Some(Category::Hasanaat), ..DeedPatch::default() }).await.unwrap();
    world.book.entries().put(quran.root(), today(), amount("3")).await.unwrap();
    assert_eq!(deeds.edit(quran.id, to_bad).await.unwrap_err().code(), "conflict");
    let to_scale = DeedPatch { measure: Some(Measure::Scale), ..DeedPatch::default() };
    assert_eq!(deeds.edit(quran.id, to_scale).await.unwrap_err().code(), "conflict");

    deeds.archive(salah.id, today()).await.unwrap();
    assert!(deeds.get(salah.id).await.unwrap().items.iter().all(|view| view.item.archived_from == Some(today())));
    deeds.restore(salah.id).await.unwrap();
    assert_eq!(deeds.get(salah.id).await.unwrap().items[3].item.archived_from, None);
}

async fn items_grow_move_and_rest(world: World) {
    let salah = world.salah().await;
    let items = world.book.items();
    let sunnah = items.add(salah.root(), NewItem::named("Sunnah").items(["Witr", "Duha"])).await.unwrap();
    let witr = items.find("Salah/Sunnah/Witr").await.unwrap();
    items.move_under(witr, salah.root()).await.unwrap();
    assert_eq!(items.get(witr).await.unwrap().parent, Some(salah.root()));
    items.edit(witr, ItemEdit::new().name("Witr prayer").description("before sleeping")).await.unwrap();
    items.set_goal(witr, today(), Goal::ScoreAtLeast(2)).await.unwrap();
    items.hide(sunnah.id, Hide::HideFromAll).await.unwrap();
    let view = world.book.deeds().get(salah.id).await.unwrap();
    let duha = view.items.iter().find(|view| view.item.name.as_str() == "Duha").unwrap();
    assert_eq!(duha.hide, Hide::HideFromAll, "the strictest above it wins");
    let mut order: Vec<_> = view.items.iter().filter(|view| view.level == 1).map(|view| view.id).collect();
    order.reverse();
    items.reorder(salah.root(), &order).await.unwrap();
    let names = world.book.deeds().get(salah.id).await.unwrap();
    assert_eq!(names.items[1].item.name.as_str(), "Witr prayer");
    items.archive(sunnah.id, today()).await.unwrap();
    assert_eq!(items.get(duha.id).await.unwrap().archived_from, Some(today()));
    items.restore(sunnah.id).await.unwrap();
    assert_eq!(items.get(duha.id).await.unwrap().archived_from, None);
}

async fn what_is_to_be_archived_is_live_until_then(world: World) {
    let (items, entries) = (world.book.items(), world.book.entries());
    let deed = world.book.deeds().add(NewDeed::count("Dhikr", Category::Hasanaat).items(["Morning"])).await.unwrap();
    items.archive(deed["Morning"], today().plus(30).unwrap()).await.unwrap();
    let code = items.add(deed.root(), NewItem::named("Morning")).await.unwrap_err().code();
    assert_eq!(code, "conflict", "two of one path would be due");
    let view = world.book.deeds().get(deed.id).await.unwrap();
    let of_views: Vec<_> = view.items.iter().map(|view| (view.live, view.leaf)).collect();
    assert_eq!(of_views, [(true, false), (true, true)]);
    entries.put(deed["Morning"], today(), amount("3")).await.unwrap();
    assert_eq!(entries.put(deed.root(), today(), amount("3")).await.unwrap_err().code(), "invalid");

    // What is put under something that is to be archived is so with it, and takes its entries until then.
    items.archive(deed.root(), today().plus(20).unwrap()).await.unwrap();
    let evening = items.add(deed.root(), NewItem::named("Evening")).await.unwrap();
    assert_eq!(evening.archived_from, Some(today().plus(20).unwrap()));
    entries.put(evening.id, today(), amount("3")).await.unwrap();
}

async fn a_scale_is_redefined_and_corrected(world: World) {
    let salah = world.salah().await;
    let values = kitaab::scored_values([("missed", 0), ("alone", 1), ("together", 3)]).unwrap();
    let mapping = vec![Some(0), Some(1), Some(1), Some(2)];
    let scale = world.book.scales().redefine(salah.id, values, Some(mapping)).await.unwrap();
    world.book.scales().correct_labels(scale.id, &["missed", "alone", "in company"]).await.unwrap();
    let versions = world.book.scales().versions(salah.id).await.unwrap();
    assert_eq!(versions.iter().map(|scale| scale.version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((versions[1].values[2].label.as_str(), versions[1].values[2].score), ("in company", 3));
}

async fn a_day_is_shown_as_an_input_screen_needs_it(world: World) {
    let (salah, quran, lying) = (world.salah().await, world.quran().await, world.lying().await);
    let (book, entries) = (&world.book, world.book.entries());
    book.items().hide(salah["Isha"], Hide::HideFromAll).await.unwrap();
    book.items().hide(salah["Asr"], Hide::HideFromGraphs).await.unwrap();
    book.items()
        .set_schedule(quran.root(), today(), Schedule::EveryNDays { n: 2, from: day("2024-02-09") })
        .await
        .unwrap();
    let page = entries.day(today()).await.unwrap();
    assert_eq!((page.logged, page.reviewed, page.lines.len()), (false, false, 6));
    assert!(page.lines.iter().all(|line| line.state.kept.is_none()), "nothing is known of a day not logged");

    entries.put(salah["Fajr"], today(), "on time").await.unwrap();
    entries.note(salah["Fajr"], today(), "at the mosque").await.unwrap();
    let page = entries.day(today()).await.unwrap();
    let named = |item| page.lines.iter().find(|line| line.item == item).unwrap();
    assert_eq!(page.lines[0].item, salah["Fajr"], "in the order of deeds and items");
    assert_eq!(named(salah["Fajr"]).note.as_ref().unwrap().as_str(), "at the mosque");
    assert_eq!(named(salah["Fajr"]).state.kept, Some(true));
    assert_eq!(named(salah["Zuhr"]).state.kept, Some(false));
    assert_eq!((named(quran.root()).state.due, named(quran.root()).state.kept), (false, None));
    assert_eq!(named(lying.root()).state.kept, Some(true), "blank on a logged day reads as clean");

    entries.set_reviewed(today(), true).await.unwrap();
    assert_eq!(entries.reviewed(DayRange::ALL).await.unwrap(), [today()]);
    assert!(entries.day(today()).await.unwrap().reviewed);
    assert_eq!(entries.day(day("2023-12-31")).await.unwrap().lines, [], "nothing had begun");
}

async fn entries_are_listed_and_searched(world: World) {
    let salah = world.salah().await;
    let entries = world.book.entries();
    let new = |n: i32| NewEntry::new(salah["Fajr"], today().saturating_plus(-n), "late");
    let mut many: Vec<NewEntry> = (0..10).map(new).collect();
    many[3] = many[3].clone().note("Travelled to Madīnah");
    assert!(entries.put_many(&many).await.unwrap().seq.is_some());

    let mut query = EntryQuery::on(DayRange::ALL, 4);
    let mut days = Vec::new();
    loop {
        let page = entries.list(&query).await.unwrap();
        days.extend(page.rows.iter().map(|entry| entry.day));
        match page.next {
            Some(after) => query.after = Some(after),
            None => break,
        }
    }
    assert_eq!(days, (0..10).map(|n| today().saturating_plus(-n)).collect::<Vec<_>>());
    let found = entries.search("madinah", None, 10).await.unwrap();
    assert_eq!(found.rows.iter().map(|entry| entry.day).collect::<Vec<_>>(), [today().saturating_plus(-3)]);
}

async fn make_ups_are_reckoned(world: World) {
    let fasting = NewDeed::scale("Ramadan", Category::Hasanaat).excuses(Excuses::of_fast());
    let fast = world.book.deeds().add(fasting.starts_on(day("2024-02-01"))).await.unwrap().root();
    let entries = world.book.entries();
    assert_eq!(entries.make_up_balance(fast).await.unwrap_err().code(), "conflict");
    world.book.items().set_make_up(fast, MakeUpPolicy::new(10, day("2024-02-01"))).await.unwrap();
    world
        .book
        .exemptions()
        .add(NewExemption::new(Scope::Hasanaat, Reason::Illness, day("2024-02-03")).last_day(day("2024-02-04")))
        .await
        .unwrap();
    entries.put(fast, day("2024-02-01"), "Yes").await.unwrap();
    entries.put(fast, day("2024-02-02"), "No").await.unwrap();
    entries.make_up(fast, day("2024-02-06"), 1).await.unwrap();
    entries.make_up(fast, day("2024-02-06"), 2).await.unwrap();
    let balance = entries.make_up_balance(fast).await.unwrap();
    assert_eq!((balance.opening, balance.missed, balance.owed, balance.done, balance.balance), (10, 1, 2, 3, 10));
    entries.confirm_missed(fast, day("2024-02-05")).await.unwrap();
    assert_eq!(entries.make_up_balance(fast).await.unwrap().missed, 2);
    entries.put_make_up(fast, day("2024-02-06"), 1).await.unwrap();
    assert_eq!(entries.make_up_balance(fast).await.unwrap().done, 1);
    entries.remove_make_up(fast, day("2024-02-06")).await.unwrap();
    assert_eq!(entries.remove_make_up(fast, day("2024-02-06")).await.unwrap_err().code(), "not_found");
}

async fn exemptions_lift_what_they_cover(world: World) {
    let (salah, quran) = (world.salah().await, world.quran().await);
    let exemptions = world.book.exemptions();
    let added = exemptions.add(NewExemption::new(Scope::Deed(salah.id), Reason::Menstruation, today())).await.unwrap();
    let due = async |item| {
        let page = world.book.entries().day(today()).await.unwrap();
        page.lines.into_iter().find(|line| line.item == item).unwrap().state.due
    };
    assert_eq!((due(salah["Fajr"]).await, due(quran.root()).await), (false, true));
    exemptions
        .edit(added.id, ExemptionPatch { scope: Some(Scope::Hasanaat), ..ExemptionPatch::default() })
        .await
        .unwrap();
    assert!(!due(quran.root()).await);
    exemptions
        .edit(added.id, ExemptionPatch { first_day: Some(day("2024-02-01")), ..ExemptionPatch::default() })
        .await
        .unwrap();
    exemptions.end(added.id, day("2024-02-09")).await.unwrap();
    assert!(due(quran.root()).await);
    assert_eq!(exemptions.list().await.unwrap()[0].last_day, Some(day("2024-02-09")));
    exemptions.remove(added.id).await.unwrap();
    assert_eq!(exemptions.list().await.unwrap(), []);
}

async fn targets_are_followed(world: World) {
    let quran = world.quran().await;
    let targets = world.book.targets();
    let titled = |title: &str, first: &str| {
        let condition = total_at_least(quran.root(), amount("10"));
        NewTarget::titled(title).from(day(first)).to(day("2024-02-20")).item(condition)
    };
    let khatm = targets.add(titled("Khatm", "2024-02-01")).await.unwrap();
    let later = targets.add(titled("Khatm", "2024-02-15")).await.unwrap();
    world.book.entries().put(quran.root(), day("2024-02-09"), amount("4")).await.unwrap();
    let progress = targets.progress(khatm.id).await.unwrap();
    assert_eq!((progress.state, progress.items[0].have), (TargetState::Active, Quantity::Amount(amount("4").into())));
    world.book.entries().put(quran.root(), today(), amount("6")).await.unwrap();
    let all = targets.progress_all().await.unwrap();
    assert_eq!(
        all.iter().map(|(id, progress)| (*id, progress.state)).collect::<Vec<_>>(),
        [(later.id, TargetState::Upcoming), (khatm.id, TargetState::Completed { on: today() }),]
    );
    targets.edit(khatm.id, TargetPatch { active: Some(false), ..TargetPatch::default() }).await.unwrap();
    assert_eq!(targets.progress_all().await.unwrap().len(), 1);
    assert!(!targets.get(khatm.id).await.unwrap().active);
    targets.remove(later.id).await.unwrap();
    assert_eq!(targets.list().await.unwrap().len(), 1);
    assert_eq!(targets.progress(later.id).await.unwrap_err().code(), "not_found");
}

async fn reflections_are_written_and_found(world: World) {
    let reflections = world.book.reflections();
    let (good, bad) = (Category::Hasanaat, Category::Saiyyiaat);
    reflections.write(today(), good, "Prayed with my father.").await.unwrap();
    reflections.write(today(), bad, "Lost my temper.").await.unwrap();
    reflections.write(day("2024-02-09"), good, "A quiet day. My father called.").await.unwrap();
    reflections.write(today(), good, "Prayed at the mosque with my father.").await.unwrap();
    let read = reflections.read(today(), good).await.unwrap().unwrap();
    assert_eq!(read.text.as_str(), "Prayed at the mosque with my father.");
    let found = reflections.search("FATHER", None, 1).await.unwrap();
    assert_eq!(found.rows[0].day, today());
    let next = reflections.search("father", found.next, 10).await.unwrap();
    assert_eq!(next.rows.iter().map(|found| found.day).collect::<Vec<_>>(), [day("2024-02-09")]);
    let all = ReflectionQuery { days: DayRange::ALL, category: Some(bad), words: vec![], after: None, limit: 10 };
    assert_eq!(reflections.list(&all).await.unwrap().rows.len(), 1);
    reflections.remove(today(), bad).await.unwrap();
    assert_eq!(reflections.read(today(), bad).await.unwrap(), None);
}

async fn reminders_are_kept_as_data(world: World) {
    let salah = world.salah().await;
    let reminders = world.book.reminders();
    let fajr = NewReminder::recurring("Fajr", 5 * 60, Schedule::Daily).item(salah["Fajr"]).priority(1);
    let fajr = reminders.add(fajr).await.unwrap();
    let call = reminders.add(NewReminder::once("Call", today(), 18 * 60).text("before dinner")).await.unwrap();
    assert_eq!(reminders.list().await.unwrap().iter().map(|r| r.id).collect::<Vec<_>>(), [fajr.id, call.id]);
    let until = "2024-02-10T19:00:00Z".parse().unwrap();
    reminders.snooze(call.id, until).await.unwrap();
    assert_eq!(reminders.list().await.unwrap()[1].snoozed_until, Some(until));
    reminders.complete(call.id).await.unwrap();
    assert!(reminders.list().await.unwrap()[1].completed_at.is_some());
    reminders.edit(call.id, ReminderPatch { priority: Some(5), ..ReminderPatch::default() }).await.unwrap();
    assert_eq!(reminders.complete(fajr.id).await.unwrap_err().code(), "conflict");
    reminders.remove(fajr.id).await.unwrap();
    assert_eq!(reminders.list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_program_knows_it_can_name() {
    let world = World::memory();
    let salah = world.salah().await;
    world.book.entries().put(salah["Fajr"], today(), "late").await.unwrap();
    let entry = world.book.entries().get(salah["Fajr"], today()).await.unwrap().unwrap();
    let late = world.book.catalogue().await.unwrap().active_scale(salah.id).unwrap().labelled("late").unwrap();
    assert_eq!(entry.value, Value::Scale(late));
    let missing = std::panic::catch_unwind(|| salah["Duha"]).unwrap_err();
    assert_eq!(missing.downcast_ref::<String>().unwrap(), "Salah: there is no item Duha");
}
