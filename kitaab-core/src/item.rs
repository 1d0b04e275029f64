//! Items: the nodes of a deed's tree.

use std::collections::BTreeMap;

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::day::Day;
use crate::exemption::ReasonKind;
use crate::id::{DeedId, ItemId};
use crate::make_up::MakeUpPolicy;
use crate::record::record;
use crate::schedule::{Goal, Schedule};
use crate::text::{Description, Name};
use crate::timeline::Timeline;

/// Where an item is left out. Hiding never changes merits and targets.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Hide {
    /// Shown everywhere.
    #[default]
    #[n(0)]
    None,
    /// Still logged, left out of insights.
    #[n(1)]
    HideFromGraphs,
    /// Also left out of input lists.
    #[n(2)]
    HideFromAll,
}

/// Whether a reason of exemption lifts an item, and whether what is missed is owed later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Excuse {
    /// Whether the item is not due on days exempt for this reason.
    #[n(0)]
    pub lifts: bool,
    /// Whether those days are owed as make-ups.
    #[n(1)]
    pub owed: bool,
}

impl Excuse {
    /// What holds where the owner has set nothing: lifted, and not owed.
    pub const DEFAULT: Self = Self { lifts: true, owed: false };
    /// Lifted, and owed as a make-up later.
    pub const OWED: Self = Self { lifts: true, owed: true };
    /// Not lifted: due on those days all the same.
    pub const DUE: Self = Self { lifts: false, owed: false };
}

/// What each reason of exemption does for an item; [`Excuse::DEFAULT`] where nothing is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Excuses(BTreeMap<ReasonKind, Excuse>);

impl Excuses {
    /// The default for every reason.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one reason set.
    #[must_use]
    pub fn with(mut self, reason: ReasonKind, excuse: Excuse) -> Self {
        self.0.insert(reason, excuse);
        self
    }

    /// What holds for a reason.
    pub fn of(&self, reason: ReasonKind) -> Excuse {
        self.0.get(&reason).copied().unwrap_or(Excuse::DEFAULT)
    }

    /// What holds for each reason, in the order of [`ReasonKind::ALL`].
    pub fn all(&self) -> impl Iterator<Item = (ReasonKind, Excuse)> + '_ {
        ReasonKind::ALL.into_iter().map(|reason| (reason, self.of(reason)))
    }

    /// What the five daily prayers need: lifted and not owed in menstruation and postnatal bleeding,
    /// not lifted by travel and illness.
    pub fn of_prayer() -> Self {
        Self::new()
            .with(ReasonKind::Menstruation, Excuse::DEFAULT)
            .with(ReasonKind::Postnatal, Excuse::DEFAULT)
            .with(ReasonKind::Travel, Excuse::DUE)
            .with(ReasonKind::Illness, Excuse::DUE)
    }

    /// What obligatory fasts need: lifted and owed later for all four reasons.
    pub fn of_fast() -> Self {
        [ReasonKind::Menstruation, ReasonKind::Postnatal, ReasonKind::Travel, ReasonKind::Illness]
            .into_iter()
            .fold(Self::new(), |excuses, reason| excuses.with(reason, Excuse::OWED))
    }
}

impl<C> Encode<C> for Excuses {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        self.0.encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for Excuses {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        d.decode_with(ctx).map(Self)
    }
}

record! {
    /// A node in a deed's tree. Only leaves (items without live children) take new entries.
    record Item(ItemId), kind item;
    /// What to set of an [`Item`].
    patch ItemPatch;
    {
        /// The deed it belongs to. Never changes.
        0 deed: DeedId,
        /// The item above it, of the same deed; none for the deed's one root.
        1 parent: Option<ItemId> = None,
        /// Its name, unique among its live siblings.
        2 name: Name,
        /// What it means, or the question it asks.
        3 description: Option<Description> = None,
        /// Its place among its siblings: lower ones first, then by name, then by id.
        4 display_order: u32 = 0,
        /// Where it is left out; the strictest of its ancestors' wins.
        5 hide: Hide = Hide::None,
        /// The first day on which it is due.
        6 starts_on: Day,
        /// The day from which it is archived: not due from then on, history kept. Until that day comes it is live.
        7 archived_from: Option<Day> = None,
        /// What makes a day kept; the default of its category where nothing is set.
        8 goals: Timeline<Goal> = Timeline::default(),
        /// When it is due; daily where nothing is set.
        9 schedules: Timeline<Schedule> = Timeline::default(),
        /// What each reason of exemption does for it.
        10 excuses: Excuses = Excuses::new(),
        /// Whether missed days are owed as make-ups, and from which opening amount on.
        11 make_up: Option<MakeUpPolicy> = None,
        /// Whether it is a fast: never due on the two Eids and 11 to 13 Dhul-Hijjah, whatever its schedule.
        12 fast: bool = false,
    }
}

impl Item {
    /// Whether it is live on `day`: not archived from that day or an earlier one.
    pub fn is_live_on(&self, day: Day) -> bool {
        self.archived_from.is_none_or(|from| day < from)
    }

    /// Whether there is a day on which it is live and another item, that above it, is not.
    pub(crate) fn is_live_longer_than(&self, above: &Self) -> bool {
        above.archived_from.is_some_and(|until| self.archived_from.is_none_or(|from| until < from))
    }

    /// Whether it has begun and is not archived on `day`.
    pub fn is_running_on(&self, day: Day) -> bool {
        self.starts_on <= day && self.is_live_on(day)
    }

    /// Whether a sighting may move the days on which it is due.
    pub fn is_hijri(&self) -> bool {
        self.fast || self.schedules.versions().iter().any(|(_, schedule)| schedule.is_hijri())
    }

    /// Its schedule on `day`.
    pub fn schedule_on(&self, day: Day) -> &Schedule {
        self.schedules.on(day).unwrap_or(&Schedule::Daily)
    }
}
