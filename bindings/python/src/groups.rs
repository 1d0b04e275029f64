//! The operations of a book, each a method that waits, made from the facade's lists.

use std::sync::Arc;

#[allow(clippy::wildcard_imports, reason = "the lists name nearly all types")]
use kitaab_ffi::*;
use pyo3::prelude::*;

use crate::client::Book;
use crate::process::Own;
use crate::table::Table;
use crate::waiting::wait;
use crate::{entries, insights};

/// Makes the class of a group. Two of them have tables, too, which no other language has.
macro_rules! group {
    ($(#[doc = $doc:literal])* group Entries, $($rest:tt)*) => {
        group! { @made $(#[doc = $doc])* group Entries, $($rest)* {
            /// The entries of some days, or of all, as a table: `item` and `deed` (their ids), `path`, `category`, `day`; `label` and
            /// `score` of a scale's value, `amount` of a count; by item and day, those of archived and hidden items, too. Notes
            /// are not in it.
            #[pyo3(signature = (days = None))]
            fn table(&self, py: Python<'_>, days: Option<DaySpan>) -> PyResult<Table> {
                let columns = wait(py, self.0.get()?.columns(days))?;
                Table::new(py.detach(|| entries::table(&columns)))
            }
        } }
    };
    ($(#[doc = $doc:literal])* group Insights, $($rest:tt)*) => {
        group! { @made $(#[doc = $doc])* group Insights, $($rest)* {
            /// The figures of `series` as a table, a row for each part.
            #[pyo3(signature = (subject, bucket, days, hidden = None))]
            fn series_table(
                &self,
                py: Python<'_>,
                subject: Subject,
                bucket: Bucket,
                days: DaySpan,
                hidden: Option<bool>,
            ) -> PyResult<Table> {
                let points = wait(py, self.0.get()?.series(subject, bucket, days, hidden))?;
                Table::new(insights::series(&points))
            }

            /// The figures of `summary` as a table, a row for each category, deed and item.
            #[pyo3(signature = (days, hidden = None))]
            fn summary_table(&self, py: Python<'_>, days: DaySpan, hidden: Option<bool>) -> PyResult<Table> {
                let summary = wait(py, self.0.get()?.summary(days, hidden))?;
                Table::new(insights::summary(&summary))
            }
        } }
    };
    ($(#[doc = $doc:literal])* group $group:ident, $($rest:tt)*) => {
        group! { @made $(#[doc = $doc])* group $group, $($rest)* {} }
    };
    (
        @made $(#[doc = $doc:literal])*
        group $group:ident, $accessor:ident;
        $(
            $(#[doc = $mdoc:literal])*
            fn $method:ident($($argument:ident: [$($type:tt)*] $(= $default:ident)?),*) -> [$($answer:tt)*];
        )+
        { $($more:tt)* }
    ) => {
        $(#[doc = $doc])*
        #[pyclass(frozen, module = "kitaab")]
        pub(crate) struct $group(Own<Arc<kitaab_ffi::$group>>);

        #[pymethods]
        impl $group {
            $(
                $(#[doc = $mdoc])*
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                #[allow(clippy::too_many_arguments, reason = "Python names them")]
                fn $method(
                    &self,
                    py: Python<'_>,
                    $( #[pyo3(from_py_with = taken_whole)] $argument: $($type)* ),*
                ) -> PyResult<$($answer)*> {
                    wait(py, self.0.get()?.$method($($argument),*))
                }
            )+

            fn __repr__(&self) -> &'static str {
                concat!("Book.", stringify!($accessor))
            }

            $($more)*
        }
    };
}

kitaab_ffi::every_group!(group);

/// Makes a book's ways to its groups.
macro_rules! accessors {
    ($($(#[doc = $doc:literal])* $accessor:ident: $group:ident,)+) => {
        #[pymethods]
        impl Book {
            /// The owner.
            #[getter]
            fn owner(&self) -> PyResult<UserId> {
                Ok(self.0.get()?.owner())
            }

            /// Who acts on it.
            #[getter]
            fn actor(&self) -> PyResult<UserId> {
                Ok(self.0.get()?.actor())
            }

            /// The same book with somebody else acting on it, who sees and may do what the owner allowed them.
            fn acting_as(&self, actor: UserId) -> PyResult<Self> {
                Ok(Self::new(self.0.get()?.acting_as(actor)))
            }

            $(
                $(#[doc = $doc])*
                #[getter]
                fn $accessor(&self) -> PyResult<$group> {
                    Ok($group(Own::new(self.0.get()?.$accessor())))
                }
            )+

            fn __repr__(&self) -> PyResult<String> {
                Ok(format!("Book({:?})", self.owner()?))
            }
        }

        /// Adds the classes of all groups.
        pub(crate) fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $( module.add_class::<$group>()?; )+
            Ok(())
        }
    };
}

kitaab_ffi::all_groups!(accessors);
