use super::*;
use crate::deed::{DeedPatch, Measure};
use crate::id::GroupId;
use crate::item::{Excuses, Hide};
use crate::make_up::MakeUpPolicy;
use crate::schedule::{Goal, Schedule};

#[test]
fn a_deed_comes_with_its_scale_root_and_items() {
    let (book, salah, quran) = Book::with_salah_and_quran();
    let catalogue = &book.catalogue;
    let root = catalogue.root(salah.deed).unwrap();
    assert_eq!((root.name.as_str(), root.starts_on), ("Salah", today()));
    let names: Vec<&str> = catalogue.children(root.id).iter().map(|item| item.name.as_str()).collect();
    assert_eq!(names, ["Fajr", "Zuhr", "Asr", "Maghrib", "Isha"]);
    let scale = catalogue.active_scale(salah.deed).unwrap();
    assert_eq!((scale.version, scale.values[2].label.as_str(), scale.values[2].score), (1, "on time", 2));
    assert_eq!(catalogue.deed_of(quran).unwrap().measure, Measure::Count);
    assert!(catalogue.active_scale(catalogue.deed_of(quran).unwrap().id).is_none());
    assert_eq!(catalogue.deeds_in_order().iter().map(|deed| deed.display_order).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn several_deeds_are_made_as_one_after_the_other_would_be() {
    let new = [
        NewDeed::scale("Salah", Category::Hasanaat).items(["Fajr", "Isha"]),
        NewDeed::count("Qur'an", Category::Hasanaat).unit("pages"),
        NewDeed::scale("Lying", Category::Saiyyiaat),
    ];
    let (mut together, mut apart) = (Book::with_salah_and_quran().0, Book::with_salah_and_quran().0);
    let made = together.add(|catalogue, ids| catalogue.add_deeds(&new, today(), ids));
    let each: Vec<DeedId> = new.iter().map(|deed| apart.add_deed(deed)).collect();
    assert_eq!(made, each);
    let told = |book: &Book| format!("{:?}", (book.catalogue.deeds_in_order(), book.catalogue.items_in_order()));
    assert_eq!(told(&together), told(&apart));

    let wrong = [new[0].clone(), NewDeed::count("", Category::Hasanaat)];
    let mut last = 9_999;
    let error = together.catalogue.add_deeds(&wrong, today(), &mut || next_id(&mut last)).unwrap_err();
    assert!(error.to_string().starts_with("deeds[1]."), "{error}");
}

#[test]
fn the_built_in_scale_is_yes_and_no() {
    let mut book = Book::new();
    let deed = book.add_deed(&NewDeed::scale("Lying", Category::Saiyyiaat));
    let values = &book.catalogue.active_scale(deed).unwrap().values;
    assert_eq!(values.iter().map(|v| (v.label.as_str(), v.score)).collect::<Vec<_>>(), [("No", 0), ("Yes", 1)]);
}

#[test]
fn what_a_deed_sets_holds_for_its_leaves_that_do_not() {
    let mut book = Book::new();
    let from = day("2020-01-01");
    let goal = Goal::ScoreAtLeast(2);
    let deed = book.add_deed(
        &NewDeed::scale("Salah", Category::Hasanaat)
            .values(["missed", "late", "on time"])
            .description("The pillar")
            .hide(Hide::HideFromGraphs)
            .starts_on(from)
            .goal(goal)
            .excuses(Excuses::of_prayer())
            .make_up(MakeUpPolicy::new(3, from))
            .item(
                NewItem::named("Night")
                    .schedule(Schedule::TimesPerWeek { times: 3, week_start: 0 })
                    .item(NewItem::named("Witr").goal(Goal::ScoreAtLeast(1)).starts_on(today()).description("Odd")),
            )
            .items(["Fajr"]),
    );
    let find = |path: &str| &book.catalogue.items[&book.catalogue.find_by_path(path).unwrap()];
    let (root, night, witr, fajr) = (find("Salah"), find("Salah/Night"), find("Salah/Night/Witr"), find("Salah/Fajr"));
    assert!(root.goals.is_empty() && night.goals.is_empty() && night.schedules.is_empty() && root.make_up.is_none());
    assert_eq!((root.hide, night.starts_on, witr.starts_on), (Hide::HideFromGraphs, from, today()));
    assert_eq!(witr.goals.on(today()), Some(&Goal::ScoreAtLeast(1)));
    assert_eq!(witr.schedule_on(today()), &Schedule::TimesPerWeek { times: 3, week_start: 0 });
    assert_eq!((fajr.goals.on(from), fajr.schedule_on(from)), (Some(&goal), &Schedule::Daily));
    assert_eq!((&fajr.excuses, fajr.make_up.as_ref().unwrap().opening), (&Excuses::of_prayer(), 3));
    assert_eq!(book.catalogue.deed_of(fajr.id).unwrap().id, deed);
}

#[test]
fn errors_of_builders_are_kept_and_say_where() {
    let mut book = Book::new();
    let mut refused = |new: NewDeed| book.try_add_deed(&new).unwrap_err();
    let scale = || NewDeed::scale("Salah", Category::Hasanaat);
    let count = || NewDeed::count("Qur'an", Category::Hasanaat);
    assert_invalid(refused(NewDeed::scale(" ", Category::Hasanaat)), "name", "must not be empty");
    assert_invalid(refused(count().unit("x".repeat(33))), "unit", "must have at most 32 characters");
    assert_invalid(refused(scale().unit("pages")), "unit", "must be given only for a deed that is counted");
    let rule = "must be given only for a deed that is judged by a scale";
    assert_invalid(refused(count().values(["a", "b"])), "values", rule);
    assert_invalid(refused(scale().values(["a"])), "scale.values", "must have from 2 to 100 values");
    assert_invalid(refused(scale().scored_values([("a", 5), ("a", 6)])), "scale.values", "must have unique labels");
    assert_invalid(refused(scale().description("x".repeat(4_001))), "description", "must have at most 4000 characters");
    let nested = scale().items(["Fajr"]).item(NewItem::named("Night").items(["Witr", ""]));
    assert_invalid(refused(nested), "items[1].items[1].name", "must not be empty");
    assert_conflict(refused(scale().items(["Fajr", " Fajr "])), "there is already an item named Fajr here");
    let goal = Goal::AmountAtLeast("3".parse().unwrap());
    let rule = "must be about scale values, since the deed is judged by a scale";
    assert_invalid(refused(scale().items(["Fajr"]).goal(goal)), "items[0].goal", rule);
    let schedule = Schedule::TimesPerWeek { times: 8, week_start: 0 };
    assert_invalid(refused(count().schedule(schedule)), "schedule.times", "must be from 1 to 7");
    let schedule = Schedule::HijriMonths(vec![13]);
    assert_invalid(refused(count().schedule(schedule)), "schedule.months", "must be from 1 to 12");
    assert_eq!(refused(count().group(unknown())).code(), "not_found");
}

#[test]
fn an_id_in_use_is_refused() {
    let (book, salah, _) = Book::with_salah_and_quran();
    let new = NewDeed::count("Istighfar", Category::Hasanaat);
    let taken = book.catalogue.add_deed(&new, today(), &mut || salah.deed.uuid()).unwrap_err();
    assert_eq!(taken.code(), "conflict");
    // The same id for a deed and an item is none of a kind; for two items it is.
    let new = new.items(["a", "b"]);
    let twice = book.catalogue.add_deed(&new, today(), &mut || Uuid::from_u128(5)).unwrap_err();
    assert_eq!(twice.code(), "conflict");
}

#[test]
fn category_and_measure_stay_once_there_are_entries() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let category = || DeedPatch { category: Some(Category::Saiyyiaat), ..DeedPatch::default() };
    let measure = |measure| DeedPatch { measure: Some(measure), ..DeedPatch::default() };
    let rule = "there are entries: category and measure stay as they are (make a new deed)";
    assert_conflict(book.catalogue.edit_deed(salah.deed, category(), true).unwrap_err(), rule);
    assert_conflict(book.catalogue.edit_deed(salah.deed, measure(Measure::Count), true).unwrap_err(), rule);
    // Naming what is so already changes nothing.
    assert_eq!(book.catalogue.edit_deed(salah.deed, measure(Measure::Scale), true).unwrap(), []);

    let goal = book.catalogue.set_goal(salah.fajr, today(), Goal::ScoreAtLeast(2)).unwrap();
    book.apply(goal);
    let changes = book.catalogue.edit_deed(salah.deed, measure(Measure::Count), false).unwrap();
    book.apply(changes);
    assert!(book.catalogue.items[&salah.fajr].goals.is_empty(), "a goal of scores fits no count");
    let quran = book.catalogue.deed_of(quran).unwrap().id;
    assert_conflict(
        book.catalogue.edit_deed(quran, measure(Measure::Scale), false).unwrap_err(),
        "it has no scale yet: define one first",
    );
    let scale = book.catalogue.redefine_scale(quran, crate::scale::yes_no(), None, today(), unknown()).unwrap();
    book.apply(scale);
    let changes = book.catalogue.edit_deed(quran, measure(Measure::Scale), false).unwrap();
    book.apply(changes);
    let deed = book.catalogue.deed(quran).unwrap();
    assert_eq!((deed.measure, deed.unit.as_ref()), (Measure::Scale, None));
}

#[test]
fn a_measure_that_a_rule_relies_on_stays() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let new =
        crate::NewMerit::positive("Forty").days(40).rule(crate::rules::every_day(salah.fajr, crate::rules::logged()));
    book.add(|catalogue, ids| catalogue.add_merit(&new, today(), ids));
    let patch = DeedPatch { measure: Some(Measure::Count), ..DeedPatch::default() };
    assert_conflict(
        book.catalogue.edit_deed(salah.deed, patch, false).unwrap_err(),
        "its measure is relied on by the merit Forty",
    );
}

#[test]
fn units_belong_to_counts_and_places_to_reordering() {
    let (book, salah, _) = Book::with_salah_and_quran();
    let patch = DeedPatch { unit: Some(Some(crate::Unit::new("x").unwrap())), ..DeedPatch::default() };
    let rule = "must be given only for a deed that is counted";
    assert_invalid(book.catalogue.edit_deed(salah.deed, patch, false).unwrap_err(), "unit", rule);
    let patch = DeedPatch { display_order: Some(9), ..DeedPatch::default() };
    let error = book.catalogue.edit_deed(salah.deed, patch, false).unwrap_err();
    assert_invalid(error, "display_order", "must be changed by reordering");
    assert_not_found(book.catalogue.edit_deed(unknown(), DeedPatch::default(), false));
}

#[test]
fn renaming_a_deed_renames_its_root_and_deeds_may_repeat_a_name() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let changes = book.catalogue.rename_deed(salah.deed, "Qur'an").unwrap();
    book.apply(changes);
    assert_eq!(book.catalogue.name_of(salah.deed).unwrap().as_str(), "Qur'an");
    assert_eq!(book.catalogue.items[&salah.root].name.as_str(), "Qur'an");
    assert_not_found(book.catalogue.rename_deed(unknown(), "x"));
}

#[test]
fn reordering_deeds_names_every_live_one_once() {
    let (mut book, salah, quran) = Book::with_salah_and_quran();
    let quran = book.catalogue.deed_of(quran).unwrap().id;
    let third = book.add_deed(&NewDeed::count("Dhikr", Category::Hasanaat));
    let reorder = |book: &Book, order: &[DeedId]| book.catalogue.reorder_deeds(order, today());
    assert_invalid(
        reorder(&book, &[quran, salah.deed]).unwrap_err(),
        "order",
        "must name every one that is not archived",
    );
    assert_invalid(
        reorder(&book, &[quran, salah.deed, quran, third]).unwrap_err(),
        "order[2]",
        "must not be named twice",
    );
    assert_not_found(reorder(&book, &[quran, salah.deed, third, unknown()]));
    let changes = reorder(&book, &[third, quran, salah.deed]).unwrap();
    assert_eq!(changes.len(), 2, "Qur'an stays in its place");
    book.apply(changes);
    let archived = book.catalogue.archive_deed(third, today(), today()).unwrap();
    book.apply(archived);
    let changes = reorder(&book, &[salah.deed, quran]).unwrap();
    book.apply(changes);
    let order: Vec<DeedId> = book.catalogue.deeds_in_order().iter().map(|deed| deed.id).collect();
    assert_eq!(order, [salah.deed, quran, third]);
}

#[test]
fn groups_come_and_go_without_their_deeds() {
    let (mut book, salah, _) = Book::with_salah_and_quran();
    let daily = book.add(|catalogue, ids| catalogue.add_group("Daily", ids));
    let yearly = book.add(|catalogue, ids| catalogue.add_group("Yearly", ids));
    let changes = book.catalogue.assign_group(salah.deed, Some(daily)).unwrap();
    book.apply(changes);
    assert_not_found(book.catalogue.assign_group(salah.deed, Some(unknown())));
    let changes = book.catalogue.reorder_groups(&[yearly, daily]).unwrap();
    book.apply(changes);
    let changes = book.catalogue.rename_group(yearly, "Each year").unwrap();
    book.apply(changes);
    let names: Vec<&str> = book.catalogue.groups_in_order().iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["Each year", "Daily"]);
    let changes = book.catalogue.remove_group(daily).unwrap();
    assert!(matches!(changes[..], [Change::Deed(..), Change::Remove(_)]), "{changes:?}");
    book.apply(changes);
    assert_eq!(book.catalogue.deed(salah.deed).unwrap().group, None);
    assert_not_found(book.catalogue.remove_group(daily));
    assert_not_found(book.catalogue.rename_group(unknown::<GroupId>(), "x"));
    assert_invalid(book.refused(|catalogue, ids| catalogue.add_group("", ids)), "name", "must not be empty");
}
