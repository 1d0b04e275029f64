//! What looking back costs: a dashboard of fifty items over ten years, from a SQLite file.
//!
//! `cargo bench -p kitaab-benches --bench insights`. Computing is told as thread CPU time, the whole as CPU
//! time of the process (the file is read on a thread of its own) and as wall time. Medians.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench stops where it fails")]
#![allow(clippy::cast_precision_loss, reason = "the numbers of a bench are small")]

use std::collections::BTreeMap;
use std::time::Instant;

use kitaab::{
    Amount, Book, Category, Dashboard, DashboardRequest, Day, DayRange, EntryQuery, Goal, ItemId, Kitaab, MAX_PAGE,
    Measure, NewDeed, NewEntry, Schedule, Value,
};
use kitaab_core::{InsightOptions, Insights, Records, Series};
use rustix::time::{ClockId, clock_gettime};

const YEARS: i32 = 10;
const ITEMS: usize = 50;
/// How often each figure is taken; the median is told.
const ROUNDS: usize = 41;
/// What the whole may take, and computing in it, in milliseconds.
const GOAL: f64 = 60.0;
const COMPUTING: f64 = 5.0;

/// Numbers that look made up, the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// Fifty items below ten deeds: half of them judged by a scale, half counted, a fifth of them bad deeds.
async fn fill(book: &Book, days: DayRange) {
    let mut numbers = Numbers(20_260_101);
    for deed in 0..10 {
        let category = if deed % 5 == 4 { Category::Saiyyiaat } else { Category::Hasanaat };
        let new = if deed % 2 == 0 {
            NewDeed::scale(format!("Deed {deed}"), category).values(["missed", "late", "on time", "in congregation"])
        } else {
            NewDeed::count(format!("Deed {deed}"), category).unit("pages")
        };
        let new = new.items((0..ITEMS / 10).map(|item| format!("Item {item}"))).starts_on(days.first());
        let deed_view = book.deeds().add(new).await.unwrap();
        let catalogue = book.catalogue().await.unwrap();
        for (number, item) in catalogue.children(deed_view.root()).into_iter().enumerate() {
            if number == 1 {
                let thrice = Schedule::TimesPerWeek { times: 3, week_start: 0 };
                book.items().set_schedule(item.id, days.first(), thrice).await.unwrap();
            }
            if number == 2 && deed % 2 == 1 && category == Category::Hasanaat {
                let goal = Goal::AmountAtLeast(Amount::whole(10).unwrap());
                book.items().set_goal(item.id, days.first(), goal).await.unwrap();
            }
            let entries: Vec<NewEntry> = days
                .days()
                .map(|day| match catalogue.deed_of(item.id).unwrap().measure {
                    Measure::Scale => {
                        let labels = ["missed", "late", "on time", "in congregation"];
                        NewEntry::new(item.id, day, labels[usize::try_from(numbers.below(4)).unwrap()])
                    }
                    Measure::Count => {
                        let amount = Amount::from_hundredths(i64::try_from(numbers.below(3_000)).unwrap()).unwrap();
                        NewEntry::new(item.id, day, amount)
                    }
                })
                .collect();
            book.entries().put_many(&entries).await.unwrap();
        }
    }
}

/// Milliseconds on a clock.
fn now(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The same records as the store reads, to compute on alone.
async fn records(book: &Book, days: DayRange) -> Records {
    let mut entries: BTreeMap<ItemId, BTreeMap<Day, Value>> = BTreeMap::new();
    let mut query = EntryQuery::on(days, MAX_PAGE);
    loop {
        let page = book.entries().list(&query).await.unwrap();
        for entry in page.rows {
            entries.entry(entry.item).or_default().insert(entry.day, entry.value);
        }
        match page.next {
            Some(after) => query.after = Some(after),
            None => break,
        }
    }
    let series = entries.into_iter().map(|(item, values)| {
        let mut series = Series::empty_count();
        for (day, value) in values {
            series.push(day, value).unwrap();
        }
        (item, series)
    });
    Records::new(days, series.collect(), days.days().collect())
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let kitaab = Kitaab::open(folder.path().join("book.db").to_str().unwrap()).await.unwrap();
        let book = kitaab.my_book().await.unwrap();
        let today = book.today().await.unwrap();
        let days = DayRange::new(today.saturating_plus(-365 * YEARS + 1), today).unwrap();
        fill(&book, days).await;
        let request = DashboardRequest::new(days);

        let (mut wall, mut cpu) = (Vec::new(), Vec::new());
        let mut dashboard: Option<Dashboard> = None;
        for _ in 0..ROUNDS {
            let (begin, begin_cpu) = (Instant::now(), now(ClockId::ProcessCPUTime));
            dashboard = Some(book.insights().dashboard(&request).await.unwrap());
            cpu.push(now(ClockId::ProcessCPUTime) - begin_cpu);
            wall.push(begin.elapsed().as_secs_f64() * 1e3);
        }

        let catalogue = book.catalogue().await.unwrap();
        let options = InsightOptions::seen_on(today);
        let records = records(&book, days).await;
        let mut computing = Vec::new();
        for _ in 0..ROUNDS {
            let begin = now(ClockId::ThreadCPUTime);
            let found = Insights::new(&catalogue, &records, options).unwrap().dashboard(&request).unwrap();
            computing.push(now(ClockId::ThreadCPUTime) - begin);
            assert_eq!(Some(&found), dashboard.as_ref(), "the same book, the same dashboard");
        }
        println!(
            "figure: a dashboard of {ITEMS} items over {YEARS} years from SQLite: {:.1} ms of CPU, {:.1} ms in all \
             (goal: <= {GOAL})",
            median(cpu),
            median(wall)
        );
        println!("figure: computing it: {:.2} ms (goal: <= {COMPUTING})", median(computing));
        parts(&Insights::new(&catalogue, &records, options).unwrap(), &request);
    });
}

/// What each part of it takes, once the columns are there.
fn parts(insights: &Insights<'_>, request: &DashboardRequest) {
    use kitaab::Subject;
    let days = request.days;
    let timed = |what: &str, part: &dyn Fn()| {
        let times = (0..ROUNDS).map(|_| {
            let begin = now(ClockId::ThreadCPUTime);
            part();
            now(ClockId::ThreadCPUTime) - begin
        });
        println!("  {what}: {:.2} ms", median(times.collect()));
    };
    let summary = insights.summary(days).unwrap();
    let subjects: Vec<Subject> = summary.categories.iter().map(|line| Subject::Category(line.category)).collect();
    timed("summary", &|| drop(insights.summary(days).unwrap()));
    timed("series", &|| subjects.iter().for_each(|of| drop(insights.series(*of, request.bucket, days).unwrap())));
    timed("heat maps", &|| subjects.iter().for_each(|of| drop(insights.heat_map(*of, days).unwrap())));
    let items = || summary.items.iter().map(|line| line.item);
    timed("distributions", &|| items().for_each(|item| drop(insights.distribution(item, days).unwrap())));
    timed("streaks", &|| {
        for item in items() {
            std::hint::black_box(insights.streaks(item, days).unwrap());
        }
    });
    timed("strength", &|| {
        for item in items() {
            std::hint::black_box(insights.strength(item, days.last()).unwrap());
        }
    });
}
