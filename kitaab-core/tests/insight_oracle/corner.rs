//! Which corners of the figures a run of worlds has met.

macro_rules! corners {
    ($($name:ident,)+) => {
        /// A corner of the figures.
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
    Hidden,
    Pending,
    ParentPending,
    ParentKept,
    ParentNotKept,
    PeriodKept,
    PeriodNotKept,
    PeriodRunning,
    PeriodKeptWhileRunning,
    PeriodCut,
    DueUnknown,
    DueExempt,
    ArchivedWithEntries,
    SeveralVersions,
    SeveralUnits,
    LeftOut,
    DayShareUnknown,
    WeekdaysDiffer,
    StreakOfDays,
    StreakOfWeeks,
    StreakOfMonths,
    StreakBroken,
    StreakOverExempt,
    StrengthByDays,
    StrengthByWindow,
    StrengthAtLeast,
    StrengthAtMost,
    StrengthAtMostExceeded,
    StrengthCarried,
    StrengthGoalChanged,
    StrengthScheduleChanged,
    StrengthOfParent,
    Phi,
    NoPhi,
}
