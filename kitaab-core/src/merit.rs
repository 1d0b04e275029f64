//! Merits and demerits.

use minicbor::{Decode, Encode};

use crate::error::{Error, Result};
use crate::id::MeritId;
use crate::record::record;
use crate::rule::Rule;
use crate::text::{Description, Title};

/// Whether a rule is something to be glad of or something to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeritCategory {
    /// A merit.
    #[n(0)]
    Positive,
    /// A demerit.
    #[n(1)]
    Negative,
}

/// The longest window of a merit, in days.
pub const MAX_DURATION: u16 = 365;

record! {
    /// A rule over a sliding window of days.
    record Merit(MeritId), kind merit;
    /// What to set of a [`Merit`].
    patch MeritPatch;
    {
        /// Its title.
        0 title: Title,
        /// What it means.
        1 description: Option<Description> = None,
        /// Merit or demerit.
        2 category: MeritCategory,
        /// Whether it is in use.
        3 active: bool = true,
        /// The length of its window in days, 1 to 365.
        4 duration: u16,
        /// What must hold in the window.
        5 rule: Rule,
        /// Its place among the merits: lower ones first, then by title, then by id.
        6 display_order: u32 = 0,
    }
}

impl Merit {
    /// Checks a window's length.
    pub fn check_duration(duration: u16) -> Result<()> {
        if (1..=MAX_DURATION).contains(&duration) {
            Ok(())
        } else {
            Err(Error::invalid("duration", "must be from 1 to 365 days", duration))
        }
    }
}
