//! The operations, grouped by what they are about. One list makes each group for every language.

/// Defines a group of operations: its object, its methods, their words, and a macro by which a binding makes its own
/// methods from the same list.
///
/// An operation is `fn name(argument: [Type] = None) -> [Answer] = |book| body;`, where `book` is the SDK's book, and the
/// body runs in an `async` block that may use `?`. With `|book, place|` it is also told which book of which client that is.
macro_rules! operations {
    (
        $(#[doc = $doc:literal])*
        group $group:ident, $accessor:ident, $table:ident;
        $(
            $(#[doc = $mdoc:literal])*
            fn $method:ident($($argument:ident: [$($type:tt)*] $(= $default:ident)?),* $(,)?) -> [$($answer:tt)*]
            = |$book:ident $(, $place:ident)?| $body:expr;
        )+
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
        pub struct $group {
            book: crate::book::Place,
        }

        impl $group {
            pub(crate) const fn new(book: crate::book::Place) -> Self {
                Self { book }
            }
        }

        #[cfg(not(feature = "uniffi"))]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                pub async fn $method(&self, $($argument: $($type)*),*) -> std::result::Result<$($answer)*, KitaabError> {
                    let place = self.book.clone();
                    crate::runtime::run(async move {
                        let $book = place.open()?;
                        $( let $place = place; )?
                        $body
                    })
                    .await
                }
            )+
        }

        #[cfg(feature = "uniffi")]
        #[uniffi::export]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                #[uniffi::method(default($($($argument = $default,)?)*))]
                pub async fn $method(&self, $($argument: $($type)*),*) -> std::result::Result<$($answer)*, KitaabError> {
                    let place = self.book.clone();
                    crate::runtime::run(async move {
                        let $book = place.open()?;
                        $( let $place = place; )?
                        $body
                    })
                    .await
                }
            )+
        }

        impl crate::words::Group for $group {
            const WORDS: crate::words::GroupWords = crate::words::GroupWords {
                name: stringify!($group),
                accessor: stringify!($accessor),
                doc: &[$($doc),*],
                operations: &[$(
                    crate::words::OperationWords {
                        name: stringify!($method),
                        arguments: &[$(
                            crate::words::FieldWords {
                                name: stringify!($argument),
                                type_name: stringify!($($type)*),
                                optional: crate::types::is_given!($($default)?),
                                private: false,
                                doc: &[],
                            }
                        ),*],
                        answer: stringify!($($answer)*),
                        doc: &[$($mdoc),*],
                    }
                ),+],
            };
        }

        /// Hands the operations of this group to a macro of a binding:
        /// `group Name, accessor; fn method(argument: [Type] = None) -> [Answer]; …`, with their documentation.
        #[macro_export]
        macro_rules! $table {
            ($callback:path) => {
                $callback! {
                    $(#[doc = $doc])*
                    group $group, $accessor;
                    $(
                        $(#[doc = $mdoc])*
                        fn $method($($argument: [$($type)*] $(= $default)?),*) -> [$($answer)*];
                    )+
                }
            };
        }
    };
}

mod deeds;
mod entries;
mod insights;
mod ledger;
mod merits;
mod people;
mod reminders;
mod reports;
mod settings;

pub use deeds::{Deeds, Groups, Items, Scales};
pub use entries::{Entries, Exemptions, MakeUps};
pub use insights::Insights;
pub use ledger::{Exports, Imports, Ledger};
pub use merits::{Merits, Targets};
pub use people::People;
pub use reminders::{Reflections, Reminders};
pub use reports::Reports;
pub use settings::{BookCalendar, BookSettings, Starter};
pub(crate) use settings::{locale, named};

/// Hands the operations of every group to a macro of a binding, one group after the other: each as
///
/// ```text
/// #[doc = "…"]
/// group Deeds, deeds;
/// #[doc = "…"]
/// fn assign_group(id: [DeedId], group: [Option<GroupId>] = None) -> [Committed];
/// …
/// ```
#[macro_export]
macro_rules! every_group {
    ($callback:path) => {
        $crate::settings_table!($callback);
        $crate::groups_table!($callback);
        $crate::deeds_table!($callback);
        $crate::items_table!($callback);
        $crate::scales_table!($callback);
        $crate::entries_table!($callback);
        $crate::make_ups_table!($callback);
        $crate::exemptions_table!($callback);
        $crate::merits_table!($callback);
        $crate::targets_table!($callback);
        $crate::insights_table!($callback);
        $crate::reports_table!($callback);
        $crate::reflections_table!($callback);
        $crate::reminders_table!($callback);
        $crate::calendar_table!($callback);
        $crate::starter_table!($callback);
        $crate::people_table!($callback);
        $crate::ledger_table!($callback);
        $crate::exports_table!($callback);
        $crate::imports_table!($callback);
    };
}
