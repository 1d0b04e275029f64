//! Bad input: each breach of a rule gets its typed error, and nothing is written.

use kitaab::rules::{all, amount_at_least, at_least_of, days_at_least, every_day, is, score_at_least, total_at_least};
use kitaab::{
    Amount, Book, Category, Day, DayStart, DeedPatch, DeedView, Error, Goal, GroupId, ItemEdit, ItemId, MakeUpPolicy,
    MeritPatch, NewDeed, NewEntry, NewExemption, NewItem, NewMerit, NewReminder, NewTarget, Reason, Result, Rule,
    ScaleValueRef, Schedule, Scope, SettingsPatch, TargetPatch, scored_values,
};
use kitaab_store::EntryQuery;

use crate::world::{World, amount, day, on_every_store, today, unknown};

on_every_store!(
    of_deeds_and_items,
    of_scales_and_settings,
    of_entries,
    of_batches,
    of_exemptions_and_make_ups,
    of_merits,
    of_targets,
    of_texts_and_reminders,
);

/// A book in which the breaches are tried.
struct Tried {
    world: World,
    salah: DeedView,
    quran: DeedView,
}

impl Tried {
    async fn on(world: World) -> Self {
        let (salah, quran) = (world.salah().await, world.quran().await);
        Self { world, salah, quran }
    }

    fn book(&self) -> &Book {
        &self.world.book
    }

    /// The call was refused with this code, on this field if it is of a field, and nothing was written.
    async fn refused<T>(&self, call: impl Future<Output = Result<T>>, code: &str, field: Option<&str>) -> Error {
        let before = self.book().head().await.unwrap();
        let Err(error) = call.await else { panic!("must be refused: {code} {field:?}") };
        assert_eq!((error.code(), error.field()), (code, field), "{error}");
        assert!(!error.to_string().is_empty());
        assert_eq!(self.book().head().await.unwrap(), before, "{error}");
        error
    }

    async fn invalid<T>(&self, call: impl Future<Output = Result<T>>, field: &str) {
        self.refused(call, "invalid", Some(field)).await;
    }

    async fn conflict<T>(&self, call: impl Future<Output = Result<T>>) {
        self.refused(call, "conflict", None).await;
    }

    async fn not_found<T>(&self, call: impl Future<Output = Result<T>>) {
        self.refused(call, "not_found", None).await;
    }
}

fn long(length: usize) -> String {
    "x".repeat(length)
}

async fn of_deeds_and_items(world: World) {
    let t = Tried::on(world).await;
    let (deeds, items) = (t.book().deeds(), t.book().items());
    let good = Category::Hasanaat;
    t.invalid(deeds.add(NewDeed::scale("", good)), "name").await;
    t.invalid(deeds.add(NewDeed::scale(long(256), good)), "name").await;
    t.invalid(deeds.add(NewDeed::scale("a\0b", good)), "name").await;
    t.invalid(deeds.add(NewDeed::scale("Duha", good).values(["one"])), "scale.values").await;
    t.invalid(deeds.add(NewDeed::scale("Duha", good).values(["same", "same"])), "scale.values").await;
    t.invalid(deeds.add(NewDeed::scale("Duha", good).values((0..101).map(|n| n.to_string()))), "scale.values").await;
    t.invalid(deeds.add(NewDeed::scale("Duha", good).unit("pages")), "unit").await;
    t.invalid(deeds.add(NewDeed::count("Duha", good).values(["no", "yes"])), "values").await;
    t.invalid(deeds.add(NewDeed::count("Duha", good).unit(long(33))), "unit").await;
    t.invalid(deeds.add(NewDeed::count("Duha", good).goal(Goal::ScoreAtLeast(1))), "goal").await;
    t.invalid(deeds.add(NewDeed::scale("Duha", good).items(["two", ""])), "items[1].name").await;
    t.conflict(deeds.add(NewDeed::scale("Duha", good).items(["two", "two"]))).await;
    t.not_found(deeds.add(NewDeed::scale("Duha", good).group(unknown()))).await;
    t.invalid(
        deeds.add(NewDeed::count("D", good).schedule(Schedule::TimesPerWeek { times: 8, week_start: 0 })),
        "schedule.times",
    )
    .await;
    t.invalid(deeds.add(NewDeed::count("D", good).schedule(Schedule::HijriMonths(vec![13]))), "schedule.months").await;
    t.not_found(deeds.get(unknown())).await;
    t.not_found(deeds.rename(unknown(), "Duha")).await;
    t.not_found(deeds.assign_group(t.salah.id, unknown::<GroupId>())).await;
    t.invalid(deeds.reorder(&[t.salah.id]), "order").await;
    t.invalid(deeds.reorder(&[t.salah.id, t.salah.id, t.quran.id]), "order[1]").await;
    t.invalid(deeds.edit(t.salah.id, DeedPatch { display_order: Some(7), ..DeedPatch::default() }), "display_order")
        .await;

    t.conflict(items.add(t.salah.root(), NewItem::named("Fajr"))).await;
    t.not_found(items.add(unknown(), NewItem::named("Witr"))).await;
    t.conflict(items.edit(t.salah["Zuhr"], ItemEdit::new().name("Fajr"))).await;
    t.invalid(items.edit(t.salah["Zuhr"], ItemEdit::new().name(" ")), "name").await;
    t.invalid(items.move_under(t.salah["Fajr"], t.quran.root()), "parent").await;
    t.invalid(items.move_under(t.salah["Fajr"], t.salah["Fajr"]), "parent").await;
    t.conflict(items.move_under(t.salah.root(), t.salah["Fajr"])).await;
    t.invalid(items.reorder(t.salah.root(), &[t.salah["Fajr"]]), "order").await;
    t.invalid(items.set_goal(t.quran.root(), today(), Goal::ScoreAtLeast(1)), "goal").await;
    t.invalid(items.set_schedule(t.quran.root(), today(), Schedule::EveryNDays { n: 0, from: today() }), "schedule.n")
        .await;
    t.not_found(items.find("Salah/Tahajjud")).await;
    t.not_found(items.archive(unknown(), today())).await;
    // Eight levels below the root are allowed.
    let mut parent = t.quran.root();
    for level in 1..=8 {
        parent = items.add(parent, NewItem::named(format!("Level {level}"))).await.unwrap().id;
    }
    t.invalid(items.add(parent, NewItem::named("Level 9")), "parent").await;
    t.invalid(t.book().groups().add(""), "name").await;
    t.not_found(t.book().groups().rename(unknown(), "Morning")).await;
}

async fn of_scales_and_settings(world: World) {
    let t = Tried::on(world).await;
    let scales = t.book().scales();
    let two = || scored_values([("missed", 0), ("prayed", 1)]).unwrap();
    t.invalid(scales.redefine(t.salah.id, two()[..1].to_vec(), None), "scale.values").await;
    t.invalid(scales.redefine(t.salah.id, two(), Some(vec![Some(0)])), "mapping").await;
    t.invalid(scales.redefine(t.salah.id, two(), Some(vec![Some(0), Some(1), Some(2), None])), "mapping[2]").await;
    t.not_found(scales.redefine(unknown(), two(), None)).await;
    t.not_found(scales.versions(unknown())).await;
    let scale = t.salah.scale.as_ref().unwrap().id;
    t.invalid(scales.correct_labels(scale, &["missed"]), "labels").await;
    t.invalid(scales.correct_labels(scale, &["missed", "missed", "late", "on time"]), "scale.values").await;
    t.not_found(scales.correct_labels(unknown(), &["missed"])).await;

    let weekday = SettingsPatch { first_weekday: Some(7), ..SettingsPatch::default() };
    t.invalid(t.book().settings().edit(weekday), "first_weekday").await;
    assert_eq!(DayStart::from_minutes(721).unwrap_err().code(), "invalid");
    assert_eq!("Mars/Olympus".parse::<kitaab::Zone>().unwrap_err().code(), "invalid");
}

async fn of_entries(world: World) {
    let t = Tried::on(world).await;
    let entries = t.book().entries();
    let (fajr, quran) = (t.salah["Fajr"], t.quran.root());
    let error = t.refused(entries.put(fajr, today(), "quickly"), "invalid", Some("value")).await;
    assert_eq!(error.to_string(), "value must be one of: missed, late, on time, in congregation (given: quickly)");
    t.invalid(entries.put(fajr, today(), amount("1")), "value").await;
    t.invalid(entries.put(quran, today(), "on time"), "value").await;
    let foreign = ScaleValueRef { scale: unknown(), position: 0 };
    t.not_found(entries.put(fajr, today(), foreign)).await;
    let beyond = ScaleValueRef { scale: t.salah.scale.as_ref().unwrap().id, position: 4 };
    t.invalid(entries.put(fajr, today(), beyond), "value").await;
    t.invalid(entries.put(t.salah.root(), today(), "late"), "item").await;
    t.not_found(entries.put(unknown(), today(), "late")).await;
    t.invalid(entries.put(fajr, day("2024-02-12"), "late"), "day").await;
    t.invalid(entries.add(fajr, today(), amount("1")), "adds[0].value").await;
    t.invalid(entries.add(quran, today(), Amount::ZERO), "adds[0].amount").await;
    t.invalid(entries.add(quran, day("2024-02-12"), amount("1")), "adds[0].day").await;
    t.not_found(entries.note(fajr, today(), "no entry")).await;
    t.not_found(entries.remove(fajr, today())).await;
    t.not_found(entries.get(unknown(), today())).await;
    t.invalid(entries.set_reviewed(day("2024-02-12"), true), "day").await;
    t.invalid(entries.list(&EntryQuery::on(kitaab::DayRange::ALL, 0)), "limit").await;
    t.invalid(entries.list(&EntryQuery::on(kitaab::DayRange::ALL, 10_001)), "limit").await;
    t.invalid(entries.search("…", None, 10), "words").await;

    entries.put(fajr, today(), "late").await.unwrap();
    let error = t.refused(entries.note(fajr, today(), long(4_001).as_str()), "invalid", Some("note")).await;
    assert!(!error.to_string().contains("xx"), "a note is never shown");
    t.invalid(entries.note(fajr, today(), ""), "note").await;
    t.book().items().archive(fajr, day("2024-02-05")).await.unwrap();
    t.invalid(entries.put(fajr, day("2024-02-05"), "late"), "day").await;
    entries.put(fajr, day("2024-02-04"), "late").await.unwrap();

    for (text, rule) in [("-1", "negative"), ("1.234", "fraction"), ("100000000", "at most"), ("x", "decimal")] {
        let error = Error::from(text.parse::<Amount>().unwrap_err());
        assert_eq!((error.code(), error.field()), ("invalid", Some("amount")));
        assert!(error.to_string().contains(rule), "{error}");
    }
    for text in ["1899-12-31", "2101-01-01", "2024-02-30", "yesterday"] {
        assert_eq!(text.parse::<Day>().unwrap_err().code(), "invalid");
    }
}

async fn of_batches(world: World) {
    let t = Tried::on(world).await;
    let entries = t.book().entries();
    let (fajr, quran) = (t.salah["Fajr"], t.quran.root());
    let good = |n: i32| NewEntry::new(fajr, today().saturating_plus(-n), "late");
    let with = |bad: NewEntry| vec![good(0), good(1), bad, good(3)];
    t.invalid(entries.put_many(&with(NewEntry::new(fajr, today(), "late"))), "entries[2]").await;
    t.invalid(entries.put_many(&with(NewEntry::new(fajr, day("2024-02-01"), "x"))), "entries[2].value").await;
    t.invalid(entries.put_many(&with(NewEntry::new(fajr, day("2024-02-20"), "late"))), "entries[2].day").await;
    t.invalid(entries.put_many(&with(good(2).note(long(4_001)))), "entries[2].note").await;
    t.not_found(entries.put_many(&with(NewEntry::new(unknown(), today(), "late")))).await;
    assert_eq!(entries.get(fajr, today()).await.unwrap(), None, "all or nothing");

    let batch = || entries.batch(unknown());
    t.invalid(batch().add(quran, today(), amount("1")).add(quran, today(), amount("1")).write(), "adds[1]").await;
    t.invalid(batch().put(quran, today(), amount("1")).add(quran, today(), amount("1")).write(), "adds[0]").await;
    t.invalid(batch().put(fajr, today(), "late").add(fajr, day("2024-02-01"), amount("1")).write(), "adds[0].value")
        .await;
    // What was refused has used up no request id.
    batch().add(quran, today(), amount("1")).write().await.unwrap();
    t.conflict(batch().add(quran, today(), amount("2")).write()).await;
}

async fn of_exemptions_and_make_ups(world: World) {
    let t = Tried::on(world).await;
    let exemptions = t.book().exemptions();
    let new = |scope| NewExemption::new(scope, Reason::Travel, today());
    t.invalid(exemptions.add(new(Scope::Hasanaat).last_day(day("2024-02-09"))), "last_day").await;
    t.not_found(exemptions.add(new(Scope::Deed(unknown())))).await;
    t.not_found(exemptions.add(new(Scope::Item(unknown())))).await;
    t.not_found(exemptions.end(unknown(), today())).await;
    t.not_found(exemptions.remove(unknown())).await;
    let travel = exemptions.add(new(Scope::Hasanaat)).await.unwrap();
    t.invalid(exemptions.end(travel.id, day("2024-02-09")), "last_day").await;

    let (entries, fajr) = (t.book().entries(), t.salah["Fajr"]);
    t.conflict(entries.make_up(fajr, today(), 1)).await;
    t.conflict(entries.confirm_missed(fajr, day("2024-02-09"))).await;
    t.not_found(entries.make_up_balance(unknown())).await;
    t.book().items().set_make_up(fajr, MakeUpPolicy::new(0, today())).await.unwrap();
    t.invalid(entries.make_up(fajr, today(), 0), "count").await;
    t.invalid(entries.make_up(fajr, day("2024-02-12"), 1), "day").await;
    t.invalid(entries.confirm_missed(fajr, today()), "until").await;
    t.invalid(entries.fidya(fajr, today(), 0), "count").await;
    t.invalid(entries.put_fidya(fajr, day("2024-02-12"), 1), "day").await;
    t.not_found(entries.remove_fidya(fajr, today())).await;
    t.not_found(entries.settled(unknown())).await;
    t.not_found(t.book().items().set_opening(unknown(), 1)).await;
}

async fn of_merits(world: World) {
    let t = Tried::on(world).await;
    let merits = t.book().merits();
    let (fajr, quran) = (t.salah["Fajr"], t.quran.root());
    let with = |rule: Rule| merits.add(NewMerit::positive("Merit").days(7).rule(rule));
    let good = || Rule::from(every_day(fajr, score_at_least(1)));
    t.invalid(merits.add(NewMerit::positive("").days(7).rule(good())), "title").await;
    t.invalid(merits.add(NewMerit::positive("M").rule(good())), "duration").await;
    t.invalid(merits.add(NewMerit::positive("M").days(7)), "rule").await;
    t.invalid(merits.add(NewMerit::positive("M").days(0).rule(good())), "duration").await;
    t.invalid(merits.add(NewMerit::positive("M").days(366).rule(good())), "duration").await;
    t.not_found(with(every_day(unknown(), score_at_least(1)).into())).await;
    t.invalid(with(all(Vec::<Rule>::new())), "rule").await;
    t.invalid(with(at_least_of(3, [good(), good()])), "rule.n").await;
    t.invalid(with(all([good(), days_at_least(fajr, 8, score_at_least(1)).into()])), "rule.all[1].days").await;
    t.invalid(with(days_at_least(fajr, 0, score_at_least(1)).into()), "rule.days").await;
    t.invalid(with(total_at_least(fajr, amount("1")).into()), "rule.total").await;
    t.invalid(with(total_at_least(quran, Amount::ZERO).into()), "rule.total").await;
    t.invalid(with(every_day(fajr, amount_at_least(amount("1"))).into()), "rule.matching").await;
    t.invalid(with(every_day(t.salah.root(), score_at_least(1)).into()), "rule.below").await;
    let beyond = ScaleValueRef { scale: t.salah.scale.as_ref().unwrap().id, position: 9 };
    t.not_found(with(every_day(fajr, is(beyond)).into())).await;
    let deep = (0..16).fold(good(), |rule, _| kitaab::rules::not(rule));
    t.invalid(with(deep), "rule").await;
    t.invalid(with(all((0..257).map(|_| good()))), "rule").await;

    let merit = with(good()).await.unwrap();
    t.invalid(merits.edit(merit.id, MeritPatch { duration: Some(0), ..MeritPatch::default() }), "duration").await;
    t.not_found(merits.edit(unknown(), MeritPatch::default())).await;
    t.not_found(merits.remove(unknown())).await;
    t.not_found(merits.backfill(unknown(), kitaab::DayRange::single(today()))).await;
    t.invalid(merits.reorder(&[]), "order").await;
    // A measure that a rule relies on stays.
    let measure = DeedPatch { measure: Some(kitaab::Measure::Count), ..DeedPatch::default() };
    t.conflict(t.book().deeds().edit(t.salah.id, measure)).await;
}

async fn of_targets(world: World) {
    let t = Tried::on(world).await;
    let targets = t.book().targets();
    let item: ItemId = t.quran.root();
    let titled = |first: &str, last: &str| NewTarget::titled("Khatm").from(day(first)).to(day(last));
    let good = || titled("2024-02-01", "2024-03-01").item(total_at_least(item, amount("604")));
    t.invalid(targets.add(titled("2024-02-01", "2024-03-01")), "items").await;
    t.invalid(targets.add(NewTarget::titled("Khatm").to(today())), "first_day").await;
    t.invalid(targets.add(NewTarget::titled("Khatm").from(today())), "last_day").await;
    t.invalid(targets.add(titled("2024-03-01", "2024-02-01")), "last_day").await;
    t.invalid(targets.add(titled("2024-01-01", "2024-02-09").item(total_at_least(item, amount("1")))), "last_day")
        .await;
    t.invalid(targets.add(titled("2024-01-01", "2034-02-09").item(total_at_least(item, amount("1")))), "last_day")
        .await;
    t.not_found(targets.add(good().item(total_at_least(unknown(), amount("1"))))).await;
    t.invalid(targets.add(good().item(days_at_least(item, 99, kitaab::rules::logged()))), "items[1].days").await;
    t.invalid(targets.add(good().item(total_at_least(t.salah["Fajr"], amount("1")))), "items[1].total").await;
    let khatm = targets.add(good()).await.unwrap();
    t.conflict(targets.add(good())).await;
    let empty = TargetPatch { items: Some(vec![]), ..TargetPatch::default() };
    t.invalid(targets.edit(khatm.id, empty), "items").await;
    t.not_found(targets.edit(unknown(), TargetPatch::default())).await;
    t.not_found(targets.remove(unknown())).await;
    t.not_found(targets.progress(unknown())).await;
}

async fn of_texts_and_reminders(world: World) {
    let t = Tried::on(world).await;
    let (reflections, reminders) = (t.book().reflections(), t.book().reminders());
    let good = Category::Hasanaat;
    t.invalid(reflections.write(today(), good, ""), "reflection").await;
    let error = t.refused(reflections.write(today(), good, long(20_001)), "invalid", Some("reflection")).await;
    assert!(!error.to_string().contains("xx"), "a reflection is never shown");
    t.invalid(reflections.write(day("2024-02-12"), good, "too early"), "day").await;
    t.invalid(reflections.search("?", None, 10), "words").await;
    t.invalid(reflections.search("word", None, 0), "limit").await;

    t.invalid(reminders.add(NewReminder::once("", today(), 0)), "title").await;
    t.invalid(reminders.add(NewReminder::once("Call", today(), 1_440)), "time.minute").await;
    t.invalid(reminders.add(NewReminder::once("Call", today(), 0).priority(6)), "priority").await;
    t.not_found(reminders.add(NewReminder::once("Call", today(), 0).item(unknown()))).await;
    let call = reminders.add(NewReminder::once("Call", today(), 0)).await.unwrap();
    t.invalid(reminders.snooze(call.id, "2024-02-10T11:59:59Z".parse().unwrap()), "until").await;
    reminders.complete(call.id).await.unwrap();
    t.conflict(reminders.complete(call.id)).await;
    t.not_found(reminders.remove(unknown())).await;
}
