//! Records and their patches: the one mechanism by which the structure of a book changes.
//!
//! A *record* is a value with named fields (a deed, an item, a merit …). A *patch* sets some of its
//! fields; commits carry patches, never images. [`record!`] defines both from one list of fields, so
//! that they can't drift apart: the patch's fields are the record's, each optional, encoded as a CBOR
//! map with the integer keys of the list. Keys are never reused; unknown ones are passed over, so
//! that an older program can read a newer commit.

/// Defines a record and its patch. A field is `key name: Type` when it must be set as the record is
/// made, or `key name: Type = default`.
macro_rules! record {
    (
        $(#[$doc:meta])*
        record $name:ident($id:ty), kind $kind:ident;
        $(#[$pdoc:meta])*
        patch $patch:ident;
        { $( $(#[$fdoc:meta])* $key:literal $field:ident: $ty:ty $(= $default:expr)?, )+ }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        #[non_exhaustive]
        pub struct $name {
            /// Its id.
            pub id: $id,
            $( $(#[$fdoc])* pub $field: $ty, )+
        }

        $(#[$pdoc])*
        ///
        /// A field that is `None` is left as it is.
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $patch {
            $(
                $(#[$fdoc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
        }

        impl $name {
            /// Makes the record from a patch that sets every field that has no default.
            pub fn create(id: $id, patch: $patch) -> $crate::error::Result<Self> {
                Ok(Self { id, $( $field: record!(@create $kind patch $field $(= $default)?), )+ })
            }

            /// Sets the fields that the patch sets.
            pub fn apply(&mut self, patch: $patch) {
                $( if let Some(value) = patch.$field { self.$field = value; } )+
            }

            /// The patch that makes the whole record anew.
            pub fn to_patch(&self) -> $patch {
                $patch { $( $field: Some(self.$field.clone()), )+ }
            }

            /// The patch that puts the fields that `patch` sets back to what they are here: what
            /// reverses `patch` if this is the record before it.
            pub fn reversal_of(&self, patch: &$patch) -> $patch {
                $patch { $( $field: patch.$field.as_ref().map(|_| self.$field.clone()), )+ }
            }
        }

        impl $patch {
            /// Whether it sets nothing.
            pub fn is_empty(&self) -> bool {
                $( self.$field.is_none() )&&+
            }

            /// The same patch without the fields in which it changes nothing of `record`.
            #[must_use]
            pub fn against(mut self, record: &$name) -> Self {
                $( if self.$field.as_ref() == Some(&record.$field) { self.$field = None; } )+
                self
            }
        }

        impl<C> minicbor::Encode<C> for $patch {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                ctx: &mut C,
            ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
                let set = 0u64 $( + u64::from(self.$field.is_some()) )+;
                e.map(set)?;
                $( if let Some(value) = &self.$field { e.u32($key)?.encode_with(value, ctx)?; } )+
                Ok(())
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $patch {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                ctx: &mut C,
            ) -> std::result::Result<Self, minicbor::decode::Error> {
                let mut patch = Self::default();
                let fields = d.map()?.ok_or_else(|| minicbor::decode::Error::message("a patch has a known length"))?;
                for _ in 0..fields {
                    match d.u32()? {
                        $( $key => patch.$field = Some(d.decode_with(ctx)?), )+
                        _ => d.skip()?,
                    }
                }
                Ok(patch)
            }
        }
    };
    (@create $kind:ident $patch:ident $field:ident) => {
        $patch.$field.ok_or_else(|| {
            $crate::error::Error::invalid(
                stringify!($field),
                concat!("must be given when a ", stringify!($kind), " is made"),
                "",
            )
        })?
    };
    (@create $kind:ident $patch:ident $field:ident = $default:expr) => {
        $patch.$field.unwrap_or_else(|| $default)
    };
}

pub(crate) use record;
