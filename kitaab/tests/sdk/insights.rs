//! Looking back over a book.

use kitaab::Category::{Hasanaat, Saiyyiaat};
use kitaab::{
    Amount, Bucket, DashboardRequest, DayRange, Goal, Hide, ItemEdit, NewDeed, NewExemption, Reason, Schedule, Scope,
    StreakUnit, Subject,
};

use crate::world::{World, day, on_every_store};

on_every_store!(
    a_dashboard_holds_what_is_asked_one_by_one,
    streaks_reach_back_before_the_days_that_are_looked_at,
    hidden_items_are_left_out_unless_asked_for,
    exempt_days_and_reviewed_days_are_heeded,
    a_change_of_goal_leaves_the_past_as_it_was,
    an_empty_book_answers_with_nothing
);

fn days(first: &str, last: &str) -> DayRange {
    DayRange::new(day(first), day(last)).unwrap()
}

async fn a_dashboard_holds_what_is_asked_one_by_one(world: World) {
    let book = &world.book;
    let salah = NewDeed::scale("Salah", Hasanaat).values(["missed", "late", "on time"]).items(["Fajr", "Zuhr"]);
    let salah = book.deeds().add(salah.starts_on(day("2023-11-01"))).await.unwrap();
    let pages = NewDeed::count("Qur'an", Hasanaat).unit("pages").starts_on(day("2024-01-01"));
    let pages = pages.schedule(Schedule::TimesPerWeek { times: 2, week_start: 0 });
    let pages = book.deeds().add(pages).await.unwrap().root();
    for date in days("2024-01-01", "2024-02-09").days() {
        let value = if date.epoch_days() % 5 == 0 { "missed" } else { "on time" };
        book.entries().put(salah["Fajr"], date, value).await.unwrap();
        if date.epoch_days() % 3 == 0 {
            book.entries().put(pages, date, Amount::whole(4).unwrap()).await.unwrap();
        }
    }
    let (month, insights) = (days("2024-01-01", "2024-01-31"), book.insights());
    let request = DashboardRequest::new(month).by(Bucket::Week).compared_with(days("2023-12-01", "2023-12-31"));
    let dashboard = insights.dashboard(&request).await.unwrap();

    assert_eq!(dashboard.summary, insights.summary(month).await.unwrap());
    assert_eq!(
        dashboard.comparison.unwrap(),
        insights.comparison(days("2023-12-01", "2023-12-31"), month).await.unwrap()
    );
    let good = Subject::Category(Hasanaat);
    assert_eq!(dashboard.series, [insights.series(good, Bucket::Week, month).await.unwrap()]);
    assert_eq!(dashboard.heat_maps, [insights.heat_map(good, month).await.unwrap()]);
    assert_eq!(dashboard.weekdays, [insights.weekdays(good, month).await.unwrap()]);
    assert_eq!(dashboard.distributions[0], insights.distribution(salah.root(), month).await.unwrap());

    let fajr = insights.figures(Subject::Item(salah["Fajr"]), month).await.unwrap();
    assert_eq!((fajr.due, fajr.kept, fajr.entries), (31, 25, 31));
    let correlation = insights.correlation(salah["Fajr"], salah["Zuhr"], month).await.unwrap();
    assert_eq!((correlation.days, correlation.first_only, correlation.phi), (31, 25, None));
    assert_eq!(insights.strength_series(salah["Fajr"], month).await.unwrap().len(), 31);
    let streaks = insights.streaks(pages).await.unwrap();
    assert_eq!(streaks.current.unwrap().unit, StreakUnit::Week);
    assert_eq!(
        insights.figures(Subject::Item(kitaab::ItemId::new(uuid::Uuid::nil())), month).await.unwrap_err().code(),
        "not_found"
    );
}

async fn streaks_reach_back_before_the_days_that_are_looked_at(world: World) {
    let book = &world.book;
    let dhikr = book.deeds().add(NewDeed::count("Dhikr", Hasanaat).starts_on(day("2023-12-01"))).await.unwrap().root();
    for date in days("2023-12-03", "2024-02-09").days() {
        book.entries().put(dhikr, date, Amount::whole(33).unwrap()).await.unwrap();
    }
    let insights = book.insights();
    let current = insights.streaks(dhikr).await.unwrap().current.unwrap();
    assert_eq!((current.length, current.first, current.last), (69, day("2023-12-03"), day("2024-02-09")));
    let within = insights.streaks_within(dhikr, days("2024-01-01", "2024-01-31")).await.unwrap();
    assert_eq!((within.current.unwrap().length, within.longest.unwrap().length), (31, 31));
    let request = DashboardRequest::new(days("2024-01-01", "2024-01-31"));
    assert_eq!(insights.dashboard(&request).await.unwrap().streaks[0].current.unwrap().length, 60);

    // As strong as if every day had been asked for.
    let all = insights.strength_series(dhikr, days("2023-01-01", "2024-02-10")).await.unwrap();
    assert_eq!((all[0].day, all[0].score), (day("2023-12-01"), 0.0));
    assert_eq!(insights.strength(dhikr).await.unwrap().unwrap(), *all.last().unwrap());
}

async fn hidden_items_are_left_out_unless_asked_for(world: World) {
    let book = &world.book;
    let salah = world.salah().await;
    book.entries().put(salah["Fajr"], day("2024-02-09"), "on time").await.unwrap();
    book.items().edit(salah["Fajr"], ItemEdit::new().hide(Hide::HideFromGraphs)).await.unwrap();
    let (root, day) = (Subject::Item(salah.root()), days("2024-02-09", "2024-02-09"));
    assert_eq!(book.insights().figures(root, day).await.unwrap().entries, 0);
    assert_eq!(book.insights().with_hidden().figures(root, day).await.unwrap().entries, 1);
    assert_eq!(book.insights().strength(salah["Fajr"]).await.unwrap(), None);
    assert!(book.insights().with_hidden().strength(salah["Fajr"]).await.unwrap().is_some());
}

async fn exempt_days_and_reviewed_days_are_heeded(world: World) {
    let book = &world.book;
    let lie = book.deeds().add(NewDeed::count("Lies", Saiyyiaat).starts_on(day("2024-02-01"))).await.unwrap().root();
    book.entries().set_reviewed(day("2024-02-05"), true).await.unwrap();
    book.entries().set_reviewed(day("2024-02-09"), true).await.unwrap();
    let travel = NewExemption::new(Scope::Item(lie), Reason::Travel, day("2024-02-06")).last_day(day("2024-02-08"));
    book.exemptions().add(travel).await.unwrap();
    let figures = book.insights().figures(Subject::Item(lie), days("2024-02-01", "2024-02-10")).await.unwrap();
    assert_eq!((figures.due, figures.kept, figures.unknown), (6, 2, 4));
    let streak = book.insights().streaks(lie).await.unwrap().current.unwrap();
    assert_eq!((streak.length, streak.first), (2, day("2024-02-05")));
}

async fn a_change_of_goal_leaves_the_past_as_it_was(world: World) {
    let book = &world.book;
    let deed = NewDeed::count("Pages", Hasanaat).starts_on(day("2024-01-01"));
    let deed = deed.goal(Goal::AmountAtLeast(Amount::whole(4).unwrap()));
    let pages = book.deeds().add(deed).await.unwrap().root();
    for date in days("2024-01-01", "2024-02-09").days() {
        book.entries().put(pages, date, Amount::whole(4).unwrap()).await.unwrap();
    }
    let january = days("2024-01-01", "2024-01-31");
    let before = book.insights().strength_series(pages, january).await.unwrap();
    book.items().set_goal(pages, day("2024-02-01"), Goal::AmountAtLeast(Amount::whole(8).unwrap())).await.unwrap();
    assert_eq!(book.insights().strength_series(pages, january).await.unwrap(), before);
    assert!(book.insights().strength(pages).await.unwrap().unwrap().score < 1.0);
    assert_eq!(book.insights().figures(Subject::Item(pages), january).await.unwrap().kept, 31);
}

async fn an_empty_book_answers_with_nothing(world: World) {
    let insights = world.book.insights();
    for range in [DayRange::ALL, days("2100-01-01", "2100-12-31"), days("1900-01-01", "1900-01-01")] {
        let dashboard = insights.dashboard(&DashboardRequest::new(range)).await.unwrap();
        assert!(dashboard.summary.items.is_empty() && dashboard.series.is_empty() && dashboard.streaks.is_empty());
        assert_eq!(dashboard.summary.logged_days, 0);
        let map = insights.heat_map(Subject::Category(Hasanaat), range).await.unwrap();
        assert!(map.days.is_empty());
    }
}
