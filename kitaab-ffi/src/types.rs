//! The plain values that cross the boundary. One list makes each of them for every language: the Rust type, the derives
//! of uniffi, pyo3 and napi, and its line in `bindings/api.golden`.
//!
//! Types are written in brackets (`day: [Day]`), so that the derives see plain tokens. A field or an argument
//! with `= None` may be left out.

/// Defines records: values with named fields. `= kitaab::Name` also makes it from the SDK's value, whose fields have
/// the same names. A field marked `@private` is told by its length only, wherever the value is shown.
macro_rules! records {
    ($(
        $(#[doc = $doc:literal])*
        record $name:ident $(= $core:path)? {
            $( $(#[doc = $fdoc:literal])* $(@ $private:ident)? $field:ident: [$($type:tt)*] $(= $default:ident)?, )*
        }
    )+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, PartialEq)]
            #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
            #[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, get_all, eq, module = "kitaab"))]
            pub struct $name {
                $(
                    $(#[doc = $fdoc])*
                    $(#[cfg_attr(feature = "uniffi", uniffi(default = $default))])?
                    pub $field: $($type)*,
                )*
            }

            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    let mut shown = crate::shown::Shown::new(f, stringify!($name))?;
                    $( crate::types::field!(shown, self.$field, stringify!($field) $(, $private)?); )*
                    shown.finish()
                }
            }

            crate::types::from_core!([$($core)?] $name { $($field)* });

            #[cfg(feature = "napi")]
            impl crate::parcel::Unpack for $name {
                fn unpack(parcel: &mut crate::parcel::Unpacking<'_>) -> crate::parcel::Taken<Self> {
                    parcel.object()?;
                    Ok(Self { $( $field: parcel.field(stringify!($field))?, )* })
                }
            }

            #[cfg(feature = "napi")]
            impl crate::tell::Tell for $name {
                fn tell(&self, json: &mut crate::tell::Json) {
                    json.object(|json| { $( self.$field.tell_field(stringify!($field), json); )* });
                }
            }

            #[cfg(feature = "pyo3")]
            crate::python::taken!($name);

            #[cfg(feature = "pyo3")]
            #[pyo3::pymethods]
            impl $name {
                /// Makes one.
                #[new]
                #[pyo3(signature = ($($field $(= $default)?),*))]
                #[allow(clippy::too_many_arguments, reason = "Python names them")]
                fn python_new(
                    $( #[pyo3(from_py_with = crate::python::taken_whole)] $field: $($type)* ),*
                ) -> Self {
                    Self { $($field),* }
                }

                fn __repr__(&self) -> String {
                    format!("{self:?}")
                }
            }
        )+

        /// The words of these records.
        pub(crate) const RECORDS: &[crate::words::TypeWords] = &[$(
            crate::words::TypeWords {
                name: stringify!($name),
                doc: &[$($doc),*],
                #[cfg(feature = "pyo3")]
                add: Some(crate::python::add::<$name>),
                shape: crate::words::Shape::Record(&[$(
                    crate::words::FieldWords {
                        name: stringify!($field),
                        type_name: stringify!($($type)*),
                        optional: crate::types::is_given!($($default)?),
                        private: crate::types::is_given!($($private)?),
                        doc: &[$($fdoc),*],
                    }
                ),*]),
            }
        ),+];
    };
}

/// Defines choices: one of several words. `= kitaab::Name` also makes it from the SDK's value and back.
macro_rules! choices {
    ($(
        $(#[doc = $doc:literal])*
        choice $name:ident $(= $core:path)? { $( $(#[doc = $vdoc:literal])* $variant:ident = $word:literal, )+ }
    )+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
            #[cfg_attr(feature = "pyo3", pyo3::pyclass(
                frozen, eq, hash, rename_all = "SCREAMING_SNAKE_CASE", module = "kitaab"
            ))]
            pub enum $name {
                $( $(#[doc = $vdoc])* $variant, )+
            }

            impl $name {
                /// The word for it: the same in every language.
                pub const fn word(self) -> &'static str {
                    match self { $( Self::$variant => $word, )+ }
                }

                /// The one that a word names.
                pub fn of_word(word: &str) -> Option<Self> {
                    match word { $( $word => Some(Self::$variant), )+ _ => None }
                }
            }

            crate::types::as_core!([$($core)?] $name { $($variant)+ });

            #[cfg(feature = "napi")]
            impl crate::parcel::Unpack for $name {
                fn unpack(parcel: &mut crate::parcel::Unpacking<'_>) -> crate::parcel::Taken<Self> {
                    let chosen = Self::of_word(parcel.word()?);
                    chosen.ok_or_else(|| crate::parcel::Refusal::of_word(&[$($word),+]))
                }
            }

            #[cfg(feature = "napi")]
            impl crate::tell::Tell for $name {
                fn tell(&self, json: &mut crate::tell::Json) {
                    json.text(self.word());
                }
            }

            #[cfg(feature = "pyo3")]
            crate::types::python_choice!($name);
        )+

        /// The words of these choices.
        pub(crate) const CHOICES: &[crate::words::TypeWords] = &[$(
            crate::words::TypeWords {
                name: stringify!($name),
                doc: &[$($doc),*],
                #[cfg(feature = "pyo3")]
                add: Some(crate::python::add::<$name>),
                shape: crate::words::Shape::Choice(&[$(
                    crate::words::WordWords { name: stringify!($variant), word: $word, doc: &[$($vdoc),*] }
                ),+]),
            }
        ),+];
    };
}

/// Defines unions: one of several shapes, each with fields of its own.
macro_rules! unions {
    ($(
        $(#[doc = $doc:literal])*
        union $name:ident {
            $(
                $(#[doc = $vdoc:literal])*
                $variant:ident { $( $(#[doc = $fdoc:literal])* $(@ $private:ident)? $field:ident: [$($type:tt)*], )* }
            )+
        }
    )+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, PartialEq)]
            #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
            #[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, eq, module = "kitaab"))]
            pub enum $name {
                $( $(#[doc = $vdoc])* $variant { $( $(#[doc = $fdoc])* $field: crate::types::held!($($type)*), )* }, )+
            }

            impl std::fmt::Debug for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self {
                        $(
                            Self::$variant { $($field),* } => {
                                #[allow(unused_mut, reason = "some have no fields")]
                                let mut shown = crate::shown::Shown::new(f, concat!(stringify!($name), ".", stringify!($variant)))?;
                                $( crate::types::field!(shown, *$field, stringify!($field) $(, $private)?); )*
                                shown.finish()
                            }
                        )+
                    }
                }
            }

            #[cfg(feature = "napi")]
            impl crate::parcel::Unpack for $name {
                fn unpack(parcel: &mut crate::parcel::Unpacking<'_>) -> crate::parcel::Taken<Self> {
                    parcel.object()?;
                    match parcel.variant(&[$(stringify!($variant)),+])? {
                        $(
                            stringify!($variant) => Ok(Self::$variant { $( $field: parcel.field(stringify!($field))?, )* }),
                        )+
                        _ => Err(crate::parcel::Refusal::of_variant()),
                    }
                }
            }

            #[cfg(feature = "napi")]
            impl crate::tell::Tell for $name {
                fn tell(&self, json: &mut crate::tell::Json) {
                    json.object(|json| match self {
                        $( Self::$variant { $($field),* } => {
                            json.variant(stringify!($variant));
                            $( $field.tell_field(stringify!($field), json); )*
                        } )+
                    });
                }
            }

            #[cfg(feature = "pyo3")]
            crate::python::taken!($name);

            #[cfg(feature = "pyo3")]
            #[pyo3::pymethods]
            impl $name {
                fn __repr__(&self) -> String {
                    format!("{self:?}")
                }
            }
        )+

        /// The words of these unions.
        pub(crate) const UNIONS: &[crate::words::TypeWords] = &[$(
            crate::words::TypeWords {
                name: stringify!($name),
                doc: &[$($doc),*],
                #[cfg(feature = "pyo3")]
                add: Some(crate::python::add::<$name>),
                shape: crate::words::Shape::Union(&[$(
                    crate::words::TypeWords {
                        name: stringify!($variant),
                        doc: &[$($vdoc),*],
                        #[cfg(feature = "pyo3")]
                        add: None,
                        shape: crate::words::Shape::Record(&[$(
                            crate::words::FieldWords {
                                name: stringify!($field),
                                type_name: stringify!($($type)*),
                                optional: false,
                                private: crate::types::is_given!($($private)?),
                                doc: &[$($fdoc),*],
                            }
                        ),*]),
                    }
                ),+]),
            }
        ),+];
    };
}

/// What a union holds in a field of a type.
#[cfg(not(feature = "pyo3"))]
macro_rules! held {
    ($($type:tt)*) => {
        $($type)*
    };
}
#[cfg(feature = "pyo3")]
macro_rules! held {
    (Vec<$value:ty>) => {
        crate::python::List<$value>
    };
    ($($type:tt)*) => {
        $($type)*
    };
}

/// Makes a record from the SDK's value with the same fields.
macro_rules! from_core {
    ([] $($rest:tt)*) => {};
    ([$core:path] $name:ident { $($field:ident)* }) => {
        impl crate::convert::Outward<$name> for $core {
            fn outward(self) -> $name {
                $name { $( $field: crate::convert::Outward::outward(self.$field), )* }
            }
        }
    };
}

/// Makes a choice from the SDK's value with the same variants, and back.
macro_rules! as_core {
    ([] $($rest:tt)*) => {};
    ([$core:path] $name:ident { $($variant:ident)+ }) => {
        impl crate::convert::Outward<$name> for $core {
            fn outward(self) -> $name {
                use $core as Core;
                #[allow(unreachable_patterns, reason = "some may grow, and some may not")]
                match self {
                    $( Core::$variant => $name::$variant, )+
                    other => unreachable!("{other:?} is not known to the facade"),
                }
            }
        }

        impl crate::convert::Inward<$core> for $name {
            fn inward(self) -> crate::error::Result<$core> {
                use $core as Core;
                Ok(match self { $( Self::$variant => Core::$variant, )+ })
            }
        }
    };
}

/// Whether something stands there.
macro_rules! is_given {
    () => {
        false
    };
    ($given:ident) => {
        true
    };
}

/// Shows a field, a private one by its length.
macro_rules! field {
    ($shown:ident, $value:expr, $name:expr) => {
        $shown.field($name, &$value)?;
    };
    ($shown:ident, $value:expr, $name:expr, private) => {
        $shown.private($name, &$value)?;
    };
}

/// What Python asks of a choice: taken from its word, too.
#[cfg(feature = "pyo3")]
macro_rules! python_choice {
    ($name:ident) => {
        impl<'a, 'py> pyo3::FromPyObject<'a, 'py> for $name {
            type Error = pyo3::PyErr;

            fn extract(object: pyo3::Borrowed<'a, 'py, pyo3::PyAny>) -> pyo3::PyResult<Self> {
                if let Ok(choice) = object.cast::<Self>() {
                    return Ok(*choice.get());
                }
                let word: String = object.extract()?;
                Self::of_word(&word).ok_or_else(|| {
                    let message = format!("there is no {} {word:?}", stringify!($name));
                    pyo3::exceptions::PyValueError::new_err(message)
                })
            }
        }

        #[pyo3::pymethods]
        impl $name {
            fn __repr__(&self) -> String {
                format!("{}({:?})", stringify!($name), self.word())
            }

            fn __str__(&self) -> &'static str {
                self.word()
            }

            /// The word for it.
            #[getter]
            fn value(&self) -> &'static str {
                self.word()
            }

            /// The one that a word names.
            #[staticmethod]
            fn of(word: Self) -> Self {
                word
            }
        }
    };
}

#[cfg(feature = "pyo3")]
pub(crate) use python_choice;
pub(crate) use {as_core, field, from_core, held, is_given, records};

mod book;
mod calendar;
mod deed;
mod entry;
mod insight;
mod ledger;
mod merit;
mod people;
mod reminder;
mod report;
mod schedule;
mod target;

pub use book::*;
pub use calendar::*;
pub use deed::*;
pub use entry::*;
pub use insight::*;
pub use ledger::*;
pub use merit::*;
pub use people::*;
pub use reminder::*;
pub use report::*;
pub use schedule::*;
pub use target::*;

/// All types, in words.
pub(crate) const TYPES: &[&[crate::words::TypeWords]] = &[
    crate::client::RECORDS,
    book::CHOICES,
    book::RECORDS,
    calendar::CHOICES,
    calendar::RECORDS,
    schedule::UNIONS,
    deed::CHOICES,
    deed::RECORDS,
    entry::CHOICES,
    entry::UNIONS,
    entry::RECORDS,
    merit::CHOICES,
    target::CHOICES,
    merit::UNIONS,
    merit::RECORDS,
    target::RECORDS,
    insight::CHOICES,
    insight::UNIONS,
    insight::RECORDS,
    report::RECORDS,
    reminder::UNIONS,
    reminder::RECORDS,
    people::CHOICES,
    people::UNIONS,
    people::RECORDS,
    ledger::CHOICES,
    ledger::UNIONS,
    ledger::RECORDS,
];
