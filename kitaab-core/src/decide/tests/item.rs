use super::*;
use crate::item::{Excuses, Hide};
use crate::make_up::MakeUpPolicy;
use crate::schedule::{Goal, Schedule};

#[test]
fn items_are_added_after_their_siblings() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let witr = book.add_item(salah.root, &NewItem::named("Witr").starts_on(day("2024-01-01")));
    let item = &book.catalogue.items[&witr];
    assert_eq!((item.display_order, item.starts_on, item.deed), (5, day("2024-01-01"), salah.deed));
    let made_today = book.add_item(salah.root, &NewItem::named("Duha"));
    assert_eq!(book.catalogue.items[&made_today].starts_on, today());
    assert_not_found(book.try_add_item(unknown(), &NewItem::named("x")));
}

#[test]
fn names_are_unique_among_live_siblings() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let taken = "there is already an item named Fajr here";
    assert_conflict(book.try_add_item(salah.root, &NewItem::named("Fajr")).unwrap_err(), taken);
    assert_conflict(book.rename(salah.zuhr, "Fajr").unwrap_err(), taken);
    assert_eq!(book.rename(salah.fajr, "Fajr").unwrap(), [], "its own name is no conflict");
    // Under another parent it is free, and an archived sibling's is.
    book.add_item(salah.zuhr, &NewItem::named("Fajr"));
    let archived = book.catalogue.archive_item(salah.fajr, today(), today()).unwrap();
    book.apply(archived);
    book.add_item(salah.root, &NewItem::named("Fajr"));
    assert_conflict(book.catalogue.restore_item(salah.fajr, today()).unwrap_err(), taken);
    // What is archived may have any name, until it is restored.
    assert!(book.rename(salah.fajr, "Zuhr").is_ok());
}

#[test]
fn the_tree_is_at_most_eight_levels_deep() {
    let mut book = Book::new();
    let chain =
        |levels: usize| (1..levels).fold(NewItem::named("end"), |item, n| NewItem::named(format!("{n}")).item(item));
    let deed = book.add_deed(&NewDeed::count("Dhikr", Category::Hasanaat).item(chain(8)));
    let end = *book.catalogue.subtree(book.catalogue.root(deed).unwrap().id).last().unwrap();
    assert_eq!(book.catalogue.level_of(end).unwrap(), 8);
    assert_invalid(
        book.try_add_item(end, &NewItem::named("ninth")).unwrap_err(),
        "parent",
        "must be less than 8 levels below the root",
    );
    let too_deep = book.try_add_deed(&NewDeed::count("Dhikr", Category::Hasanaat).item(chain(9))).unwrap_err();
    let place = ["items[0]"; 9].join(".");
    assert_invalid(too_deep, &place, "must be at most 8 levels below the root");
}

#[test]
fn edits_set_what_they_name() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let edit = ItemEdit::new()
        .name("Subh")
        .description("Before sunrise")
        .hide(Hide::HideFromAll)
        .excuses(Excuses::of_prayer())
        .make_up(MakeUpPolicy::new(0, today()));
    let changes = book.catalogue.edit_item(salah.fajr, &edit, today()).unwrap();
    book.apply(changes);
    let item = &book.catalogue.items[&salah.fajr];
    assert_eq!((item.name.as_str(), item.hide), ("Subh", Hide::HideFromAll));
    assert_eq!(item.description.as_ref().unwrap().as_str(), "Before sunrise");
    assert_eq!(book.catalogue.edit_item(salah.fajr, &edit, today()).unwrap(), []);
    let changes =
        book.catalogue.edit_item(salah.fajr, &ItemEdit::new().description(None).make_up(None), today()).unwrap();
    book.apply(changes);
    let item = &book.catalogue.items[&salah.fajr];
    assert!(item.description.is_none() && item.make_up.is_none());

    let error = book.catalogue.edit_item(salah.fajr, &ItemEdit::new().name("x".repeat(256)), today()).unwrap_err();
    assert_invalid(error, "name", "must have at most 255 characters");
    assert_not_found(book.catalogue.edit_item(unknown(), &ItemEdit::new(), today()));
}

#[test]
fn an_earlier_start_takes_the_first_goal_and_schedule_along() {
    let mut book = Book::new();
    let (goal, later) = (Goal::AmountAtLeast("2".parse().unwrap()), Goal::AmountAtLeast("5".parse().unwrap()));
    let deed = book.add_deed(&NewDeed::count("Qur'an", Category::Hasanaat).goal(goal));
    let root = book.catalogue.root(deed).unwrap().id;
    let changes = book.catalogue.set_goal(root, day("2024-04-01"), later).unwrap();
    book.apply(changes);
    let changes = book.catalogue.edit_item(root, &ItemEdit::new().starts_on(day("2024-01-01")), today()).unwrap();
    book.apply(changes);
    let goals = book.catalogue.items[&root].goals.versions();
    assert_eq!(goals, [(day("2024-01-01"), goal), (day("2024-04-01"), later)]);
    let changes = book.catalogue.edit_item(root, &ItemEdit::new().starts_on(day("2024-05-01")), today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.items[&root].goals.on(day("2024-02-01")), Some(&goal));
}

#[test]
fn goals_fit_the_measure_and_schedules_are_checked() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let error = book.catalogue.set_goal(quran, today(), Goal::ScoreAtMost(1)).unwrap_err();
    assert_invalid(error, "goal", "must be about amounts, since the deed is counted");
    let error = book.catalogue.set_goal(salah.fajr, today(), Goal::AmountAtMost("1".parse().unwrap())).unwrap_err();
    assert_invalid(error, "goal", "must be about scale values, since the deed is judged by a scale");
    let changes = book.catalogue.set_goal(salah.fajr, today(), Goal::ScoreAtLeast(3)).unwrap();
    book.apply(changes);
    let fajr = &book.catalogue.items[&salah.fajr];
    assert_eq!((fajr.goals.on(day("2024-03-14")), fajr.goals.on(today())), (None, Some(&Goal::ScoreAtLeast(3))));

    let error = book.catalogue.set_schedule(quran, today(), Schedule::HijriMonthDays(vec![31])).unwrap_err();
    assert_invalid(error, "schedule.days", "must be from 1 to 30");
    let error = book.catalogue.set_schedule(quran, today(), Schedule::TimesPerMonth { times: 32 }).unwrap_err();
    assert_invalid(error, "schedule.times", "must be from 1 to 31");
    let changes = book.catalogue.set_schedule(quran, today(), Schedule::TimesPerMonth { times: 3 }).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.items[&quran].schedule_on(today()), &Schedule::TimesPerMonth { times: 3 });
    assert_not_found(book.catalogue.set_goal(unknown(), today(), Goal::ScoreAtLeast(1)));
    assert_not_found(book.catalogue.set_schedule(unknown(), today(), Schedule::Daily));
}

#[test]
fn the_strictest_hiding_above_an_item_wins() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let changes = book.catalogue.edit_item(salah.root, &ItemEdit::new().hide(Hide::HideFromGraphs), today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.hide_of(salah.fajr).unwrap(), Hide::HideFromGraphs);
    let changes = book.catalogue.edit_item(salah.fajr, &ItemEdit::new().hide(Hide::HideFromAll), today()).unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.hide_of(salah.fajr).unwrap(), Hide::HideFromAll);
    assert_eq!(book.catalogue.hide_of(salah.root).unwrap(), Hide::HideFromGraphs);
}
