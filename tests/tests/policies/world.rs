//! People with books, what stands between them, and what they share: made up from a seed, and carried out through the SDK.
//!
//! What was granted is kept here as it was asked for, and nothing of it is read back from the database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kitaab::rules::{every_day, logged, score_at_least};
use kitaab::{
    Amount, Book, Category, Day, DayRange, DeedId, DeviceId, DueOptions, FixedTime, Hide, HijriMonth, ItemId, Kitaab,
    MakeUpPolicy, NewDeed, NewEntry, NewExemption, NewItem, NewMerit, NewPermission, NewReminder, NewTarget,
    PermissionId, Reason, RecordKey, RelationId, RelationKind, Scope, SeededIds, Shared, Store, TimeSource as _,
    Timestamp, UserId, ValueInput, Weekday, scored_values,
};
use kitaab_core::{Change, Clock, Commit, Header};
use kitaab_store::{Answer, Context};
use kitaab_test_pg::{Database, Role};
use kitaab_tests::postgres::empty_store;
use kitaab_tests::random::Random;
use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

/// How many people there are. Each has a book.
const PEOPLE: u128 = 5;

/// A database with books in it.
pub(crate) struct World {
    pub(crate) database: Database,
    /// Those who have a book.
    pub(crate) people: Vec<UserId>,
    books: BTreeMap<UserId, Shelf>,
    grants: Vec<Grant>,
}

/// What the owner of a book knows of it.
#[derive(Default)]
struct Shelf {
    items: BTreeMap<ItemId, Placed>,
}

/// Where an item stands.
struct Placed {
    deed: DeedId,
    parent: Option<ItemId>,
    hidden: bool,
}

/// What an owner lets somebody see.
struct Grant {
    id: PermissionId,
    relation: RelationId,
    owner: UserId,
    to: UserId,
    shared: Shared,
}

/// An accepted relation.
#[derive(Clone, Copy)]
struct Bond {
    id: RelationId,
    kind: RelationKind,
    asker: UserId,
    asked: UserId,
}

impl Bond {
    /// Who may let whom see something by it.
    fn ways(self) -> Vec<(UserId, UserId)> {
        let follower_sees = (self.asked, self.asker);
        match self.kind {
            RelationKind::Friend => vec![follower_sees, (self.asker, self.asked)],
            _ => vec![follower_sees],
        }
    }

    fn is_between(self, one: UserId, other: UserId) -> bool {
        [(self.asker, self.asked), (self.asked, self.asker)].contains(&(one, other))
    }
}

impl World {
    /// The items of a book that somebody else may see.
    pub(crate) fn seen(&self, owner: UserId, by: UserId) -> BTreeSet<ItemId> {
        let Some(shelf) = self.books.get(&owner) else { return BTreeSet::new() };
        let granted: Vec<&Grant> = self.grants.iter().filter(|grant| grant.owner == owner && grant.to == by).collect();
        let is_shared = |item: &ItemId| {
            let lineage = shelf.lineage(*item);
            let hidden = lineage.iter().any(|above| shelf.items[above].hidden);
            let covered = granted.iter().any(|grant| match grant.shared {
                Shared::Deed(deed) => shelf.items[item].deed == deed,
                Shared::Item(above) => lineage.contains(&above),
            });
            covered && !hidden
        };
        shelf.items.keys().copied().filter(is_shared).collect()
    }

    /// The deeds of a book of which somebody else sees something.
    pub(crate) fn seen_deeds(&self, owner: UserId, by: UserId) -> BTreeSet<DeedId> {
        self.seen(owner, by).iter().map(|item| self.books[&owner].items[item].deed).collect()
    }

    /// How many pairs of a book and somebody else there are in which they see some of its items, and not all.
    pub(crate) fn partly_seen(&self) -> usize {
        let pairs = self.people.iter().flat_map(|owner| self.people.iter().map(move |by| (*owner, *by)));
        pairs.filter(|(owner, by)| (1..self.books[owner].items.len()).contains(&self.seen(*owner, *by).len())).count()
    }
}

impl Shelf {
    /// An item and those above it.
    fn lineage(&self, item: ItemId) -> Vec<ItemId> {
        std::iter::successors(Some(item), |item| self.items[item].parent).collect()
    }
}

/// Makes one up. `None` where there is no PostgreSQL.
pub(crate) async fn make(seed: u64) -> Option<World> {
    let (store, database) = empty_store().await?;
    let store: Arc<dyn Store> = Arc::new(store);
    let years = years(&database).await;
    // So that there are entries that no partition of a year takes.
    let began: Timestamp = format!("{}-06-15T12:00:00Z", years.end() + 1).parse().expect("an instant");
    let time = FixedTime::at(began);
    let ids = SeededIds::new(seed);
    let kitaab = Kitaab::builder().time(time.clone()).ids(ids).with_store(store.clone()).expect("a client");
    let people: Vec<UserId> = (1..=PEOPLE).map(|number| UserId::new(Uuid::from_u128(number))).collect();
    let world = World { database, people, books: BTreeMap::new(), grants: Vec::new() };
    let mut maker = Maker { random: Random::new(seed), store, kitaab, time, began, world, bonds: Vec::new() };
    for owner in maker.world.people.clone() {
        maker.fill(owner, *years.start()..=years.end() + 1).await;
    }
    maker.relate().await;
    maker.share().await;
    maker.part().await;
    maker.hide().await;
    maker.read().await;
    let gone = maker.kitaab.book(UserId::new(Uuid::from_u128(PEOPLE + 1)));
    gone.groups().add("Soon erased").await.expect("a book");
    gone.ledger().erase_book(gone.owner()).await.expect("it is erased");
    let Maker { kitaab, world, .. } = maker;
    drop(kitaab);
    // What stands beside the books, and comes about once a night.
    world
        .database
        .run(
            Role::Superuser,
            "INSERT INTO kitaab.archives (name, parent, year) VALUES ('entries_1999', 'entries', 1999);
             INSERT INTO kitaab.left_out (archive, owner_hash) VALUES ('entries_1999', sha256(''));
             INSERT INTO kitaab.ledger_ends (owner, seq, link, archive) SELECT owner, 1, link, 'entries_1999' FROM kitaab.books;
             INSERT INTO kitaab.days_away (owner, day) SELECT owner, '1999-01-01' FROM kitaab.books;
             SELECT kitaab.begin_evaluation('2024-01-01');",
        )
        .await;
    Some(world)
}

/// From the year before those of which each has a partition of its own to the last of them.
async fn years(database: &Database) -> std::ops::RangeInclusive<i32> {
    let mut superuser = PgConnection::connect(&database.url(Role::Superuser)).await.expect("the superuser connects");
    let (first, last): (i32, i32) = sqlx::query_as(
        "SELECT min(y.year), max(y.year)
         FROM pg_class, LATERAL (SELECT substring(relname FROM '^entries_(\\d{4})$')::integer AS year) y
         WHERE relnamespace = 'kitaab'::regnamespace AND y.year IS NOT NULL",
    )
    .fetch_one(&mut superuser)
    .await
    .expect("the partitions");
    first - 1..=last
}

/// Acts for all of them.
struct Maker {
    random: Random,
    store: Arc<dyn Store>,
    kitaab: Kitaab,
    time: FixedTime,
    began: Timestamp,
    world: World,
    bonds: Vec<Bond>,
}

impl Maker {
    /// Gives somebody a book with something of everything. All are alike, to the ids and numbers in them: nothing but the owner
    /// tells a row of one from that of another.
    async fn fill(&mut self, owner: UserId, years: std::ops::RangeInclusive<i32>) {
        self.time.set(self.began);
        let alike = Kitaab::builder().time(self.time.clone()).ids(SeededIds::new(1)).with_store(self.store.clone());
        let book = alike.expect("a client").book(owner);
        let today = book.today().await.expect("a day");
        let first = Day::new(*years.start(), 1, 1).expect("a day");
        book.settings().set_first_weekday(Weekday::Sat).await.expect("settings");
        let group = book.groups().add("Prayer").await.expect("a group");
        let prayer = NewDeed::scale("Salah", Category::Hasanaat)
            .values(["missed", "late", "on time"])
            .group(group.id)
            .item(NewItem::named("Fajr").item(NewItem::named("Sunnah")).item(NewItem::named("Fard")))
            .item(NewItem::named("Isha"))
            .starts_on(first);
        let reading =
            NewDeed::count("Qur'an", Category::Hasanaat).unit("pages").items(["Reading", "Hifz"]).starts_on(first);
        let lies = NewDeed::scale("Lies", Category::Saiyyiaat)
            .values(["none", "small", "great"])
            .items(["At work", "At home"])
            .starts_on(first);
        let made = book.deeds().add_all(vec![prayer, reading, lies]).await.expect("deeds");
        let shelf = self.world.books.entry(owner).or_default();
        for item in made.iter().flat_map(|deed| &deed.items) {
            let placed = Placed { deed: item.item.deed, parent: item.item.parent, hidden: false };
            shelf.items.insert(item.id, placed);
        }
        let [prayer, reading, lies] = &made.added[..] else { panic!("three deeds were made") };
        let [sunnah, hifz, home] =
            [prayer.item("Sunnah"), reading.item("Hifz"), lies.item("At home")].map(|item| item.expect("an item"));

        let pages = Amount::whole(7).expect("an amount");
        let mut entries = Vec::new();
        // One for each partition, of each deed.
        for day in years.map(|year| Day::new(year, 6, 1).expect("a day")) {
            entries.push(NewEntry::new(sunnah, day, "late"));
            entries.push(NewEntry::new(home, day, "small"));
            entries.push(NewEntry::new(hifz, day, pages));
        }
        book.entries().put_many(&entries).await.expect("entries");
        let values = [(prayer, ValueInput::from("on time")), (reading, pages.into()), (lies, "great".into())];
        for (deed, value) in values {
            for leaf in deed.items.iter().filter(|item| item.leaf) {
                let day = today.saturating_plus(-self.random.between(0, 400));
                book.entries().put(leaf.id, day, value.clone()).await.expect("an entry");
            }
        }
        book.entries().add(hifz, today, Amount::whole(1).expect("an amount")).await.expect("a request");
        book.entries().note(hifz, today, "tired").await.expect("a note");
        book.entries().put(sunnah, today, "on time").await.expect("an entry");
        book.entries().remove(sunnah, today).await.expect("it is taken out");
        book.entries().set_reviewed(today, true).await.expect("a mark");
        self.version_that_is_gone(&book, prayer.id, sunnah).await;
        book.people().block(UserId::new(Uuid::from_u128(0xb10c))).await.expect("a block");
        self.look_back(&book, sunnah, today).await;
    }

    /// Gives an entry a value of a version of its scale that is there no more: by an import, say, since no operation takes one
    /// out that has values.
    async fn version_that_is_gone(&self, book: &Book, deed: DeedId, item: ItemId) {
        let day = book.today().await.expect("a day").previous().expect("a day before");
        let values = scored_values([("slept", 0), ("prayed", 2)]).expect("a scale");
        let redefined = book.scales().redefine(deed, values, None).await.expect("a new version");
        book.entries().put(item, day, "prayed").await.expect("an entry");
        let (owner, now) = (book.owner(), self.time.now());
        let device = DeviceId::new(Uuid::from_u128(0xde));
        let header = Header::new(owner, device, 1, Clock::default().tick(now), now);
        let gone = Change::Remove(RecordKey::Scale(redefined.id));
        let context = Context { actor: owner, device, now };
        let answer = self.store.apply(&context, &Commit::author(header, vec![gone], || [7; 16])).await;
        assert!(matches!(answer, Ok(Answer::Applied(_))), "{answer:?}");
    }

    /// What a book holds beside deeds and entries.
    async fn look_back(&self, book: &Book, item: ItemId, today: Day) {
        let from = today.saturating_plus(-30);
        book.exemptions().add(NewExemption::new(Scope::Item(item), Reason::Travel, from)).await.expect("an exemption");
        let rule = every_day(item, score_at_least(1));
        let merit = book.merits().add(NewMerit::positive("Forty days").days(40).rule(rule)).await.expect("a merit");
        book.merits().backfill(merit.id, DayRange::ending(today, 3)).await.expect("verdicts");
        let target = NewTarget::titled("A month").from(from).to(today).item(every_day(item, logged()));
        book.targets().add(target).await.expect("a target");
        book.reflections().write(today, Category::Saiyyiaat, "I was not true").await.expect("a reflection");
        let month = HijriMonth::new(1445, 9).expect("a month");
        book.calendar().set_sighting(month, Day::new(2024, 3, 12).expect("a day")).await.expect("a sighting");
        book.items().set_make_up(item, MakeUpPolicy::new(3, from)).await.expect("how they are reckoned");
        book.entries().put_make_up(item, today, 1).await.expect("a make-up");
        // At noon, which is when it is.
        book.reminders().add(NewReminder::once("Call", today, 12 * 60)).await.expect("a reminder");
        self.time.advance(Duration::from_secs(20));
        let due = book.reminders().due(DueOptions::new()).await.expect("reminders");
        assert_eq!(due.len(), 1, "a claim of a reminder");
    }

    /// Lets something stand between each two of them, or nothing.
    async fn relate(&mut self) {
        let people = self.world.people.clone();
        for (place, asker) in people.iter().enumerate() {
            for (other, asked) in people.iter().enumerate() {
                if other > place {
                    // The first two are friends in every world.
                    let fate = if (place, other) == (0, 1) { 0 } else { self.random.below(8) };
                    self.ask(RelationKind::Friend, *asker, *asked, fate).await;
                }
                if other != place {
                    let fate = self.random.below(12);
                    self.ask(RelationKind::Follow, *asker, *asked, fate).await;
                }
            }
        }
    }

    /// Asks for a relation, or does not, and lets it come to something.
    async fn ask(&mut self, kind: RelationKind, asker: UserId, asked: UserId, fate: u64) {
        if fate > 6 {
            return;
        }
        let (asking, answering) = (self.kitaab.book(asker), self.kitaab.book(asked));
        let id = asking.people().request(kind, asked).await.expect("a request").id;
        let answer = answering.people();
        match fate {
            0..=3 => {
                answer.accept(id).await.expect("it is accepted");
                self.bonds.push(Bond { id, kind, asker, asked });
            }
            4 => drop(answer.reject(id).await.expect("it is rejected")),
            5 => drop(asking.people().end(id).await.expect("it is withdrawn")),
            _ => {}
        }
    }

    /// Lets some of them see something.
    async fn share(&mut self) {
        for bond in self.bonds.clone() {
            for (owner, to) in bond.ways() {
                let certain = bond.kind == RelationKind::Friend && self.are_the_first_two(owner, to);
                let items = &self.world.books[&owner].items;
                let mut all: BTreeSet<Shared> = items.keys().map(|item| Shared::Item(*item)).collect();
                all.extend(items.values().map(|item| Shared::Deed(item.deed)));
                for shared in all {
                    if self.random.chance(15) || (certain && self.is_prayer(owner, shared)) {
                        self.grant(bond.id, owner, to, shared).await;
                    }
                }
            }
        }
    }

    /// Whether they are the two who, in every world, let each other see a deed to the end: so that something is shown.
    fn are_the_first_two(&self, one: UserId, other: UserId) -> bool {
        let (first, second) = (self.world.people[0], self.world.people[1]);
        [(first, second), (second, first)].contains(&(one, other))
    }

    /// Whether it is the deed with a version that is gone, which those two share.
    fn is_prayer(&self, owner: UserId, shared: Shared) -> bool {
        let items = &self.world.books[&owner].items;
        let deepest = items.keys().max_by_key(|item| self.world.books[&owner].lineage(**item).len());
        deepest.is_some_and(|item| Shared::Deed(items[item].deed) == shared)
    }

    async fn grant(&mut self, relation: RelationId, owner: UserId, to: UserId, shared: Shared) {
        let book = self.kitaab.book(owner);
        let read = NewPermission::read(relation, shared).confirmed();
        let write = NewPermission::write(relation, shared).confirmed();
        let wanted = if self.random.chance(30) { write } else { read };
        let granted = match book.people().grant(wanted).await {
            // Somebody else writes in the deed already.
            Err(error) if error.code() == "conflict" => book.people().grant(read).await,
            granted => granted,
        };
        let id = granted.expect("a permission").id;
        self.world.grants.push(Grant { id, relation, owner, to, shared });
    }

    /// Takes back some of what was granted, and ends some of what stands between them.
    async fn part(&mut self) {
        let mut revoked = BTreeSet::new();
        for grant in &self.world.grants {
            if !self.are_the_first_two(grant.owner, grant.to) && self.random.chance(25) {
                self.kitaab.book(grant.owner).people().revoke(grant.id).await.expect("it is revoked");
                revoked.insert(grant.id);
            }
        }
        self.world.grants.retain(|grant| !revoked.contains(&grant.id));
        for bond in self.bonds.clone() {
            // An earlier block may have ended it.
            let stands = self.bonds.iter().any(|left| left.id == bond.id);
            if !stands || self.are_the_first_two(bond.asker, bond.asked) || !self.random.chance(15) {
                continue;
            }
            let [one, other] = if self.random.chance(50) { [bond.asker, bond.asked] } else { [bond.asked, bond.asker] };
            let book = self.kitaab.book(one);
            if self.random.chance(50) {
                book.people().end(bond.id).await.expect("it is ended");
                self.bonds.retain(|left| left.id != bond.id);
                self.world.grants.retain(|grant| grant.relation != bond.id);
            } else {
                book.people().block(other).await.expect("they are blocked");
                self.bonds.retain(|left| !left.is_between(one, other));
                self.world.grants.retain(|grant| ![(one, other), (other, one)].contains(&(grant.owner, grant.to)));
                if self.random.chance(30) {
                    book.people().unblock(other).await.expect("they are unblocked");
                }
            }
        }
    }

    /// Hides some items, and shows some of them again.
    async fn hide(&mut self) {
        for owner in self.world.people.clone() {
            let book = self.kitaab.book(owner);
            let items: Vec<ItemId> = self.world.books[&owner].items.keys().copied().collect();
            for item in items {
                let hide = match self.random.below(12) {
                    0 => Hide::HideFromAll,
                    1 => Hide::HideFromGraphs,
                    2 => {
                        book.items().hide(item, Hide::HideFromAll).await.expect("it is hidden");
                        Hide::None
                    }
                    _ => continue,
                };
                let deed = self.world.books[&owner].items[&item].deed;
                let first = self.world.people[..2].contains(&owner);
                if hide != Hide::None && first && self.is_prayer(owner, Shared::Deed(deed)) {
                    continue;
                }
                book.items().hide(item, hide).await.expect("it is hidden, or shown");
                if let Some(placed) = self.world.books.get_mut(&owner).and_then(|shelf| shelf.items.get_mut(&item)) {
                    placed.hidden = hide != Hide::None;
                }
            }
        }
    }

    /// Lets everybody read what they see, which the owners' access logs tell of.
    async fn read(&self) {
        for owner in &self.world.people {
            let book = self.kitaab.book(*owner);
            for by in &self.world.people {
                let seen = self.world.seen(*owner, *by);
                if let Some(item) = seen.first().filter(|_| owner != by) {
                    let today = book.today().await.expect("a day");
                    book.acting_as(*by).entries().get(*item, today).await.expect("they may read it");
                }
            }
            book.people().accesses(None, 100).await.expect("the log");
        }
    }
}
