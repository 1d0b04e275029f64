//! A book, and the groups of its operations.

use std::sync::Arc;

use crate::client::Shared;
use crate::error::Result;
use crate::groups::{
    BookCalendar, BookSettings, Deeds, Entries, Exemptions, Exports, Groups, Imports, Insights, Items, Ledger, MakeUps,
    Merits, People, Reflections, Reminders, Reports, Scales, Starter, Targets,
};
use crate::scalar::UserId;
use crate::words::{Group, GroupWords};

/// Which book of which client.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) client: Arc<Shared>,
    pub(crate) owner: kitaab::UserId,
    pub(crate) actor: kitaab::UserId,
}

impl Place {
    /// The book itself.
    ///
    /// # Errors
    /// `closed` once the client is.
    pub(crate) fn open(&self) -> Result<kitaab::Book> {
        #[cfg(feature = "panics")]
        assert!(!self.owner.uuid().is_max(), "a secret of the owner");
        Ok(self.client.open()?.book(self.owner).acting_as(self.actor))
    }
}

/// One book, with its owner acting on it. Its operations are grouped by what they are about.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Book {
    place: Place,
}

impl Book {
    pub(crate) const fn new(place: Place) -> Self {
        Self { place }
    }
}

/// The groups of a book: one line each.
macro_rules! groups {
    ($($(#[doc = $doc:literal])* $accessor:ident: $group:ident,)+) => {
        #[cfg_attr(feature = "uniffi", uniffi::export)]
        impl Book {
            /// The owner.
            pub fn owner(&self) -> UserId {
                UserId(self.place.owner.uuid())
            }

            /// Who is acting.
            pub fn actor(&self) -> UserId {
                UserId(self.place.actor.uuid())
            }

            /// The same book with somebody else acting on it: a server says who is at the other end, once it knows. They see
            /// what the owner shares with them, and write what they may; everything else is `denied`, and the whole book
            /// `not_found` to whom it shows nothing.
            pub fn acting_as(&self, actor: UserId) -> Arc<Book> {
                let Place { client, owner, .. } = self.place.clone();
                Arc::new(Self::new(Place { client, owner, actor: kitaab::UserId::new(actor.0) }))
            }

            $(
                $(#[doc = $doc])*
                pub fn $accessor(&self) -> Arc<$group> {
                    Arc::new($group::new(self.place.clone()))
                }
            )+
        }

        /// All groups, in words.
        pub(crate) const GROUPS: &[GroupWords] = &[$($group::WORDS),+];

        /// Hands the names of all groups to a macro of a binding: `$callback!{ accessor: Name, … }`, with their documentation.
        #[macro_export]
        macro_rules! all_groups {
            ($callback:path) => {
                $callback! { $($(#[doc = $doc])* $accessor: $group,)+ }
            };
        }
    };
}

groups! {
    /// The owner's settings.
    settings: BookSettings,
    /// The groups of its deeds.
    groups: Groups,
    /// Its deeds.
    deeds: Deeds,
    /// The items of its deeds.
    items: Items,
    /// The scales of its deeds.
    scales: Scales,
    /// Its entries.
    entries: Entries,
    /// The make-ups of its items.
    make_ups: MakeUps,
    /// Its exemptions.
    exemptions: Exemptions,
    /// Its merits and demerits.
    merits: Merits,
    /// Its targets.
    targets: Targets,
    /// Looking back over it.
    insights: Insights,
    /// It on paper: a page to look back with, and plots.
    reports: Reports,
    /// Its reflections.
    reflections: Reflections,
    /// Its reminders.
    reminders: Reminders,
    /// Its owner's calendar.
    calendar: BookCalendar,
    /// Deeds to begin with.
    starter: Starter,
    /// Its owner's relations with others, and what they share.
    people: People,
    /// Its ledger.
    ledger: Ledger,
    /// Exports for other programs.
    exports: Exports,
    /// Imports of other programs' files.
    imports: Imports,
}
