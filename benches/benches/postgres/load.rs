//! The seeds' promises under an open-loop load: arrivals come at their rate, whether or not those before are done, and
//! latencies count from the instant at which an arrival was due, so that a server that stalls can't hide it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use kitaab::{DashboardRequest, Kitaab};
use kitaab_core::{Amount, Day, DayRange};
use tokio::sync::Semaphore;
use tokio::time::sleep_until;

use crate::measure::{Goal, figure, percentile};
use crate::sharing::{Sharing, check_permission};
use crate::world::{COUNTED, RECORDED_FROM, Shape, World, serve};

/// How many are served at the same time.
const CLIENTS: usize = 64;
/// What does not count: the connections are opened, and the books read, that a server has at hand.
const WARM_UP: Duration = Duration::from_secs(5);

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Record,
    Dashboard,
    Permission,
}

impl Wish {
    /// What it is called, how many come in a minute, and how many milliseconds the seeds allow 95 of 100.
    const fn promise(self) -> (&'static str, f64, f64) {
        match self {
            Self::Record => ("record", 10_000.0, 50.0),
            Self::Dashboard => ("dashboard", 1_000.0, 200.0),
            Self::Permission => ("permission check", 50_000.0, 5.0),
        }
    }
}

/// Everything that a client needs.
#[derive(Debug)]
struct Served {
    kitaab: Kitaab,
    books: Vec<Shape>,
    sharing: Option<Sharing>,
    free: Semaphore,
}

/// Numbers that look made up, the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// How long until the next arrival, of so many in a minute: those of a Poisson process.
    fn pause(&mut self, a_minute: f64) -> Duration {
        let even = ((self.next() >> 11) as f64 + 1.0) / (1_u64 << 53) as f64;
        Duration::from_secs_f64(-even.ln() * 60.0 / a_minute)
    }
}

pub(crate) async fn figures(world: &World, seconds: u32) {
    let copy = world.copy().await;
    let store = serve(&copy, 32).await;
    let sharing = Sharing::make(world, &copy).await;
    let served = Arc::new(Served {
        kitaab: Kitaab::with_store(store as _).unwrap(),
        books: world.books.iter().take(800).cloned().collect(),
        sharing,
        free: Semaphore::new(CLIENTS),
    });
    let mut wishes = vec![Wish::Record, Wish::Dashboard];
    if served.sharing.is_some() {
        wishes.push(Wish::Permission);
    }
    let begin = Instant::now() + Duration::from_millis(100);
    let until = begin + WARM_UP + Duration::from_secs(u64::from(seconds));
    let arriving: Vec<_> = (1..)
        .zip(&wishes)
        .map(|(seed, wish)| tokio::spawn(arrive(Arc::clone(&served), *wish, seed, begin, until)))
        .collect();
    for (wish, arriving) in wishes.iter().zip(arriving) {
        let mut latencies = arriving.await.unwrap();
        latencies.sort_unstable();
        let (name, a_minute, allowed) = wish.promise();
        let came = latencies.len() as f64 / f64::from(seconds) * 60.0;
        assert!(came > a_minute * 0.8, "{name}: {came:.0} a minute of {a_minute}");
        let detail = format!(
            "p50 {:.2}, p99 {:.2} ms, {came:.0} a minute, {CLIENTS} clients, {} entries",
            percentile(&latencies, 50),
            percentile(&latencies, 99),
            i64::from(world.plan.owners) * i64::from(world.plan.days) * 10
        );
        figure(&format!("open-loop {name}, p95"), percentile(&latencies, 95), " ms", Goal::AtMost(allowed), &detail);
    }
}

/// Lets them come; says how long each took that came after the warm-up.
async fn arrive(served: Arc<Served>, wish: Wish, seed: u64, begin: Instant, until: Instant) -> Vec<Duration> {
    let (_, a_minute, _) = wish.promise();
    let mut numbers = Numbers(seed);
    let (mut due, mut asked) = (begin, Vec::new());
    loop {
        due += numbers.pause(a_minute);
        if due >= until {
            break;
        }
        sleep_until(due.into()).await;
        let (served, number) = (Arc::clone(&served), numbers.next());
        let asking = tokio::spawn(async move {
            let _free = served.free.acquire().await.unwrap();
            grant(&served, wish, number).await;
            due.elapsed()
        });
        asked.push((due, asking));
    }
    let mut latencies = Vec::new();
    for (due, asking) in asked {
        let latency = asking.await.unwrap();
        if due >= begin + WARM_UP {
            latencies.push(latency);
        }
    }
    latencies
}

async fn grant(served: &Served, wish: Wish, number: u64) {
    let part = |shift: u32, bound: usize| usize::try_from(number >> shift).unwrap_or_default() % bound;
    let book = &served.books[part(0, served.books.len())];
    let first: Day = RECORDED_FROM.parse().unwrap();
    match wish {
        Wish::Record => {
            let day = first.plus(i32::try_from(part(20, 330)).unwrap()).unwrap();
            let amount = Amount::whole(u32::try_from(part(30, 99)).unwrap()).unwrap();
            let item = book.items[COUNTED[part(40, COUNTED.len())] as usize];
            served.kitaab.book(book.owner).entries().put(item, day, amount).await.unwrap();
        }
        Wish::Dashboard => {
            let request = DashboardRequest::new(DayRange::ending(first, 30));
            served.kitaab.book(book.owner).insights().dashboard(&request).await.unwrap();
        }
        Wish::Permission => {
            if let Some(sharing) = &served.sharing {
                check_permission(&served.kitaab, sharing, number).await;
            }
        }
    }
}
