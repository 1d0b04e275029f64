//! Changes: what a commit does to a book, as it was authored.

use minicbor::{Decode, Decoder, Encode, Encoder};

use crate::calendar::HijriMonth;
use crate::column::EntryColumn;
use crate::day::Day;
use crate::deed::{Category, DeedPatch, GroupPatch};
use crate::entry::Value;
use crate::error::Kind;
use crate::exemption::ExemptionPatch;
use crate::id::{
    DeedId, ExemptionId, GroupId, ItemId, MeritId, PermissionId, RelationId, ReminderId, ScaleId, TargetId, UserId,
};
use crate::item::ItemPatch;
use crate::merit::MeritPatch;
use crate::permission::PermissionPatch;
use crate::relation::{BlockPatch, RelationPatch};
use crate::reminder::ReminderPatch;
use crate::scale::ScalePatch;
use crate::settings::SettingsPatch;
use crate::sighting::SightingPatch;
use crate::target::TargetPatch;
use crate::text::{Note, ReflectionText};

/// Names one record of a book: what histories, preconditions and erasures refer to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordKey {
    /// The owner's settings.
    #[n(0)]
    Settings,
    /// A group.
    #[n(1)]
    Group(#[n(0)] GroupId),
    /// A deed.
    #[n(2)]
    Deed(#[n(0)] DeedId),
    /// An item.
    #[n(3)]
    Item(#[n(0)] ItemId),
    /// A scale version.
    #[n(4)]
    Scale(#[n(0)] ScaleId),
    /// An exemption.
    #[n(5)]
    Exemption(#[n(0)] ExemptionId),
    /// A merit.
    #[n(6)]
    Merit(#[n(0)] MeritId),
    /// A target.
    #[n(7)]
    Target(#[n(0)] TargetId),
    /// A reminder.
    #[n(8)]
    Reminder(#[n(0)] ReminderId),
    /// The entry of an item on a day.
    #[n(9)]
    Entry(#[n(0)] ItemId, #[n(1)] Day),
    /// Whether a day was reviewed.
    #[n(10)]
    Reviewed(#[n(0)] Day),
    /// The make-ups done for an item on a day.
    #[n(11)]
    MakeUp(#[n(0)] ItemId, #[n(1)] Day),
    /// The reflection on a day.
    #[n(12)]
    Reflection(#[n(0)] Day, #[n(1)] Category),
    /// The owed days of an item that were settled by fidya on a day.
    #[n(13)]
    Fidya(#[n(0)] ItemId, #[n(1)] Day),
    /// The first day of a Hijri month by the owner's sighting.
    #[n(14)]
    Sighting(#[n(0)] HijriMonth),
    /// A relation.
    #[n(15)]
    Relation(#[n(0)] RelationId),
    /// A block, by whom it blocks.
    #[n(16)]
    Block(#[n(0)] UserId),
    /// A permission.
    #[n(17)]
    Permission(#[n(0)] PermissionId),
}

impl RecordKey {
    /// The kind of record it names.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Settings => Kind::Settings,
            Self::Group(_) => Kind::Group,
            Self::Deed(_) => Kind::Deed,
            Self::Item(_) => Kind::Item,
            Self::Scale(_) => Kind::Scale,
            Self::Exemption(_) => Kind::Exemption,
            Self::Merit(_) => Kind::Merit,
            Self::Target(_) => Kind::Target,
            Self::Reminder(_) => Kind::Reminder,
            Self::Entry(..) => Kind::Entry,
            Self::Reviewed(_) => Kind::Reviewed,
            Self::MakeUp(..) => Kind::MakeUp,
            Self::Reflection(..) => Kind::Reflection,
            Self::Fidya(..) => Kind::Fidya,
            Self::Sighting(_) => Kind::Sighting,
            Self::Relation(_) => Kind::Relation,
            Self::Block(_) => Kind::Block,
            Self::Permission(_) => Kind::Permission,
        }
    }

    /// Whether it belongs to the catalogue: the structure of a book, which is kept in memory whole
    /// and whose version commits are validated against. The others belong to days.
    pub const fn is_structural(&self) -> bool {
        !matches!(self, Self::Entry(..) | Self::Reviewed(_) | Self::MakeUp(..) | Self::Reflection(..) | Self::Fidya(..))
    }

    /// Whether it is about the owner and somebody else: a relation, a block or a permission. Undo passes over these.
    pub const fn is_about_people(&self) -> bool {
        matches!(self, Self::Relation(_) | Self::Block(_) | Self::Permission(_))
    }

    /// The item of whose days it is a part, without which it can't be; none for all other records.
    pub const fn day_of_item(&self) -> Option<(ItemId, Day)> {
        match self {
            Self::Entry(item, day) | Self::MakeUp(item, day) | Self::Fidya(item, day) => Some((*item, *day)),
            _ => None,
        }
    }
}

impl std::fmt::Display for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Settings => f.write_str("settings"),
            Self::Group(id) => id.fmt(f),
            Self::Deed(id) => id.fmt(f),
            Self::Item(id) => id.fmt(f),
            Self::Scale(id) => id.fmt(f),
            Self::Exemption(id) => id.fmt(f),
            Self::Merit(id) => id.fmt(f),
            Self::Target(id) => id.fmt(f),
            Self::Reminder(id) => id.fmt(f),
            Self::Entry(item, day) | Self::MakeUp(item, day) | Self::Fidya(item, day) => {
                write!(f, "{item} on {day}")
            }
            Self::Reviewed(day) => day.fmt(f),
            Self::Reflection(day, category) => write!(f, "{category:?} on {day}"),
            Self::Sighting(month) => month.fmt(f),
            Self::Relation(id) => id.fmt(f),
            Self::Block(user) => user.fmt(f),
            Self::Permission(id) => id.fmt(f),
        }
    }
}

/// What to do with an entry's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueWrite {
    /// Leave it; the entry must exist.
    #[n(0)]
    Keep,
    /// Set it.
    #[n(1)]
    Put(#[n(0)] Value),
    /// Add so many hundredths to it (an entry that does not exist counts as 0). Negative only where
    /// an undo takes back an addition.
    #[n(2)]
    Add(#[n(0)] i64),
}

/// What to do with an entry's note.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteWrite {
    /// Leave it.
    #[n(0)]
    Keep,
    /// Take it away.
    #[n(1)]
    Clear,
    /// Set it.
    #[n(2)]
    Set(#[n(0)] Note),
}

/// What to do with the count of make-ups done, or of days settled by fidya.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MakeUpWrite {
    /// Set it.
    #[n(0)]
    Put(#[n(0)] u32),
    /// Add so many; negative only where an undo takes back an addition.
    #[n(1)]
    Add(#[n(0)] i64),
}

/// One change to a book: a patch of a record, what was written for a day, or a removal.
///
/// Authored, not an image: replaying a ledger's changes in order gives the book's state.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Sets settings.
    Settings(SettingsPatch),
    /// Makes or changes a group.
    Group(GroupId, GroupPatch),
    /// Makes or changes a deed.
    Deed(DeedId, DeedPatch),
    /// Makes or changes an item.
    Item(ItemId, ItemPatch),
    /// Makes or changes a scale version.
    Scale(ScaleId, ScalePatch),
    /// Makes or changes an exemption.
    Exemption(ExemptionId, ExemptionPatch),
    /// Makes or changes a merit.
    Merit(MeritId, MeritPatch),
    /// Makes or changes a target.
    Target(TargetId, TargetPatch),
    /// Makes or changes a reminder.
    Reminder(ReminderId, ReminderPatch),
    /// Sets the first day of a Hijri month.
    Sighting(HijriMonth, SightingPatch),
    /// Makes or changes a relation. One that is not accepted afterwards lets its permissions go.
    Relation(RelationId, RelationPatch),
    /// Blocks somebody.
    Block(UserId, BlockPatch),
    /// Makes or changes a permission.
    Permission(PermissionId, PermissionPatch),
    /// Writes an entry.
    Entry {
        /// The item.
        item: ItemId,
        /// The day.
        day: Day,
        /// What to do with its value.
        value: ValueWrite,
        /// What to do with its note.
        note: NoteWrite,
    },
    /// Puts many entries of one item.
    Entries(EntryColumn),
    /// Marks a day as reviewed, or takes the mark away.
    Reviewed {
        /// The day.
        day: Day,
        /// Whether it is reviewed.
        reviewed: bool,
    },
    /// Writes how many make-ups were done for an item on a day.
    MakeUp {
        /// The item.
        item: ItemId,
        /// The day on which they were done.
        day: Day,
        /// How many.
        count: MakeUpWrite,
    },
    /// Writes the reflection on a day, or takes it away.
    Reflection {
        /// The day.
        day: Day,
        /// On good deeds or on bad ones.
        category: Category,
        /// The words; none removes them.
        text: Option<ReflectionText>,
    },
    /// Writes how many owed days of an item were settled by fidya on a day.
    Fidya {
        /// The item.
        item: ItemId,
        /// The day on which it was given.
        day: Day,
        /// How many owed days it settled.
        count: MakeUpWrite,
    },
    /// Removes a record; its history stays.
    Remove(RecordKey),
    /// Erases a record: its history's bodies are dropped from the ledger, their hashes stay.
    Erase(RecordKey),
}

impl Change {
    /// The record that it changes; none for [`Change::Entries`], which changes many.
    pub fn key(&self) -> Option<RecordKey> {
        Some(match self {
            Self::Settings(_) => RecordKey::Settings,
            Self::Group(id, _) => RecordKey::Group(*id),
            Self::Deed(id, _) => RecordKey::Deed(*id),
            Self::Item(id, _) => RecordKey::Item(*id),
            Self::Scale(id, _) => RecordKey::Scale(*id),
            Self::Exemption(id, _) => RecordKey::Exemption(*id),
            Self::Merit(id, _) => RecordKey::Merit(*id),
            Self::Target(id, _) => RecordKey::Target(*id),
            Self::Reminder(id, _) => RecordKey::Reminder(*id),
            Self::Sighting(month, _) => RecordKey::Sighting(*month),
            Self::Relation(id, _) => RecordKey::Relation(*id),
            Self::Block(user, _) => RecordKey::Block(*user),
            Self::Permission(id, _) => RecordKey::Permission(*id),
            Self::Entry { item, day, .. } => RecordKey::Entry(*item, *day),
            Self::Entries(_) => return None,
            Self::Reviewed { day, .. } => RecordKey::Reviewed(*day),
            Self::MakeUp { item, day, .. } => RecordKey::MakeUp(*item, *day),
            Self::Reflection { day, category, .. } => RecordKey::Reflection(*day, *category),
            Self::Fidya { item, day, .. } => RecordKey::Fidya(*item, *day),
            Self::Remove(key) | Self::Erase(key) => *key,
        })
    }

    /// Whether it changes this record.
    pub fn touches(&self, key: &RecordKey) -> bool {
        match (self, key) {
            (Self::Entries(column), RecordKey::Entry(item, day)) => {
                column.item() == *item && column.index_of(*day).is_some()
            }
            _ => self.key().as_ref() == Some(key),
        }
    }

    /// What it does to this record, if it does anything, as a step of the record's history: a column of entries narrowed to
    /// the one, with its place in the column; all others as they are, at place 0. An erasure is no step.
    pub fn narrowed_to(&self, key: &RecordKey) -> Option<(usize, Self)> {
        match (self, key) {
            (Self::Erase(_), _) => None,
            (Self::Entries(column), RecordKey::Entry(item, day)) if column.item() == *item => {
                let place = column.index_of(*day)?;
                let note = column.note(place).cloned().map_or(NoteWrite::Keep, NoteWrite::Set);
                let value = ValueWrite::Put(column.value(place)?);
                Some((place, Self::Entry { item: *item, day: *day, value, note }))
            }
            _ => self.touches(key).then(|| (0, self.clone())),
        }
    }

    /// Whether it changes the catalogue.
    pub fn is_structural(&self) -> bool {
        self.key().is_some_and(|key| key.is_structural())
    }
}

impl<C> Encode<C> for Change {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Settings(patch) => e.array(2)?.u8(0)?.encode_with(patch, ctx)?.ok(),
            Self::Group(id, patch) => e.array(3)?.u8(1)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Deed(id, patch) => e.array(3)?.u8(2)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Item(id, patch) => e.array(3)?.u8(3)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Scale(id, patch) => e.array(3)?.u8(4)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Exemption(id, patch) => e.array(3)?.u8(5)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Merit(id, patch) => e.array(3)?.u8(6)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Target(id, patch) => e.array(3)?.u8(7)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Reminder(id, patch) => e.array(3)?.u8(8)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Entry { item, day, value, note } => e
                .array(5)?
                .u8(9)?
                .encode_with(item, ctx)?
                .encode_with(day, ctx)?
                .encode_with(value, ctx)?
                .encode_with(note, ctx)?
                .ok(),
            Self::Entries(column) => e.array(2)?.u8(10)?.encode_with(column, ctx)?.ok(),
            Self::Reviewed { day, reviewed } => e.array(3)?.u8(11)?.encode_with(day, ctx)?.bool(*reviewed)?.ok(),
            Self::MakeUp { item, day, count } => {
                e.array(4)?.u8(12)?.encode_with(item, ctx)?.encode_with(day, ctx)?.encode_with(count, ctx)?.ok()
            }
            Self::Reflection { day, category, text } => {
                e.array(4)?.u8(13)?.encode_with(day, ctx)?.encode_with(category, ctx)?.encode_with(text, ctx)?.ok()
            }
            Self::Remove(key) => e.array(2)?.u8(14)?.encode_with(key, ctx)?.ok(),
            Self::Erase(key) => e.array(2)?.u8(15)?.encode_with(key, ctx)?.ok(),
            Self::Fidya { item, day, count } => {
                e.array(4)?.u8(16)?.encode_with(item, ctx)?.encode_with(day, ctx)?.encode_with(count, ctx)?.ok()
            }
            Self::Sighting(month, patch) => e.array(3)?.u8(17)?.encode_with(month, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Relation(id, patch) => e.array(3)?.u8(18)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Block(user, patch) => e.array(3)?.u8(19)?.encode_with(user, ctx)?.encode_with(patch, ctx)?.ok(),
            Self::Permission(id, patch) => e.array(3)?.u8(20)?.encode_with(id, ctx)?.encode_with(patch, ctx)?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Change {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        let at = d.position();
        let length = d.array()?;
        Ok(match (d.u8()?, length) {
            (0, Some(2)) => Self::Settings(d.decode_with(ctx)?),
            (1, Some(3)) => Self::Group(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (2, Some(3)) => Self::Deed(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (3, Some(3)) => Self::Item(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (4, Some(3)) => Self::Scale(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (5, Some(3)) => Self::Exemption(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (6, Some(3)) => Self::Merit(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (7, Some(3)) => Self::Target(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (8, Some(3)) => Self::Reminder(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (9, Some(5)) => Self::Entry {
                item: d.decode_with(ctx)?,
                day: d.decode_with(ctx)?,
                value: d.decode_with(ctx)?,
                note: d.decode_with(ctx)?,
            },
            (10, Some(2)) => Self::Entries(d.decode_with(ctx)?),
            (11, Some(3)) => Self::Reviewed { day: d.decode_with(ctx)?, reviewed: d.bool()? },
            (12, Some(4)) => {
                Self::MakeUp { item: d.decode_with(ctx)?, day: d.decode_with(ctx)?, count: d.decode_with(ctx)? }
            }
            (13, Some(4)) => {
                Self::Reflection { day: d.decode_with(ctx)?, category: d.decode_with(ctx)?, text: d.decode_with(ctx)? }
            }
            (14, Some(2)) => Self::Remove(d.decode_with(ctx)?),
            (15, Some(2)) => Self::Erase(d.decode_with(ctx)?),
            (16, Some(4)) => {
                Self::Fidya { item: d.decode_with(ctx)?, day: d.decode_with(ctx)?, count: d.decode_with(ctx)? }
            }
            (17, Some(3)) => Self::Sighting(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (18, Some(3)) => Self::Relation(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (19, Some(3)) => Self::Block(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (20, Some(3)) => Self::Permission(d.decode_with(ctx)?, d.decode_with(ctx)?),
            (tag, _) => return Err(minicbor::decode::Error::unknown_variant(tag.into()).at(at)),
        })
    }
}
