//! Which corners of the semantics a run of worlds has met.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Defines the corners, and lists them.
macro_rules! corners {
    ($($name:ident,)+) => {
        /// A corner of the semantics.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Corner {
            $($name,)+
        }

        impl Corner {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)+];
        }
    };
}

corners! {
    RootEarned,
    RootNotEarned,
    RootUndetermined,
    PartUndetermined,
    AtLeastDecided,
    NotSwapped,
    QuotaUnit,
    QuotaUnitMet,
    QuotaNeedsFewer,
    QuotaPeriodCut,
    QuotaVersionChanged,
    HijriScheduled,
    HijriQuotaUnit,
    FastForbidden,
    MovedBySighting,
    ExemptDay,
    NotLiftedByExcuse,
    EachWithNoneDue,
    DayBeforeBegin,
    WindowBeforeBegin,
    NoLeafInWindow,
    AnyUnit,
    EachUnit,
    LeafOfOtherDays,
    EntryNotOnLeaf,
    MappedToSame,
    MappedToOther,
    MapsToNothing,
    ValueOfAnotherDeed,
    OtherMeasure,
    BlankReadAsLowest,
    BlankReadAsZero,
    BlankUnknown,
    ScaleOfEarlierVersion,
    LeapDayInWindow,
    CutOffAt1900,
    LongWindow,
    RuleFiveDeep,
    Upcoming,
    Active,
    Completed,
    Missed,
    OutOfReach,
    OutOfReachDayOver,
    OutOfReachPeriodOver,
    OutOfReachPeriodRunning,
    OutOfReachThoughTodayMatches,
    OutOfReachDays,
    EveryDayMetOnLast,
    LaterEntryLeftOut,
    Needed,
    Projected,
    ProjectedNever,
    MakeUpMissed,
    MakeUpMissedUnlogged,
    MakeUpOwed,
    MakeUpDoneWhileExempt,
    MakeUpLateCounts,
    MakeUpNegative,
    MakeUpUnconfirmed,
    MakeUpFidya,
    MakeUpFidyaDue,
    MakeUpProjected,
    MakeUpNoProgress,
    Kept,
    NotKept,
    KeptUnknown,
}

/// The corners that one world has met.
#[derive(Default)]
pub(crate) struct Corners(RefCell<BTreeSet<Corner>>);

impl Corners {
    /// Notes that a corner was met.
    pub(crate) fn note(&self, corner: Corner) {
        self.0.borrow_mut().insert(corner);
    }

    /// Notes it where `met`, and hands `met` through.
    pub(crate) fn note_if(&self, met: bool, corner: Corner) -> bool {
        if met {
            self.note(corner);
        }
        met
    }

    /// Adds this world's corners to the counts of a run.
    pub(crate) fn add_to(&self, counts: &mut BTreeMap<Corner, usize>) {
        for corner in self.0.borrow().iter() {
            *counts.entry(*corner).or_default() += 1;
        }
    }
}
