//! Identifiers: one type per kind, so that a deed's id can't be passed for an item's.

use std::fmt;
use std::str::FromStr;

use minicbor::data::Type;
use minicbor::{Decode, Decoder, Encode, Encoder};
use uuid::Uuid;

use crate::error::{Error, Result};

/// Defines id newtypes over [`Uuid`], each with its text, CBOR and serde forms.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident as $word:literal;)+) => {$(
        $(#[$doc])*
        ///
        /// Any UUID is taken; the SDK makes version 7 ones. Ordered as bytes, shown as the usual
        /// hyphenated lower-case text, and encoded as 16 bytes.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID as this kind of id.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                text.parse().map(Self).map_err(|_| {
                    Error::invalid($word, "must be a UUID", format!("{} characters", text.chars().count()))
                })
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> std::result::Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> std::result::Result<Self, minicbor::decode::Error> {
                decode_uuid(d).map(Self)
            }
        }
    )+};
}

fn decode_uuid(d: &mut Decoder<'_>) -> std::result::Result<Uuid, minicbor::decode::Error> {
    let at = d.position();
    Uuid::from_slice(d.bytes()?).map_err(|_| minicbor::decode::Error::type_mismatch(Type::Bytes).at(at))
}

ids! {
    /// Names a person: the owner of a book, or the actor of a commit.
    UserId as "user";
    /// Names an installation that writes: a phone, a server process, a script.
    DeviceId as "device";
    /// Names a request, so that sending it twice has one effect.
    RequestId as "request";
    /// Names a group of deeds.
    GroupId as "group";
    /// Names a deed.
    DeedId as "deed";
    /// Names an item in a deed's tree.
    ItemId as "item";
    /// Names one version of a deed's scale.
    ScaleId as "scale";
    /// Names an exemption.
    ExemptionId as "exemption";
    /// Names a merit or demerit.
    MeritId as "merit";
    /// Names a target.
    TargetId as "target";
    /// Names a reminder.
    ReminderId as "reminder";
    /// Names a relation between two people; the same in both of their books.
    RelationId as "relation";
    /// Names a permission.
    PermissionId as "permission";
}
