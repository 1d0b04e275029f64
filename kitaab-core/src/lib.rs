//! The domain of Kitaab, the book of deeds: types that can't hold invalid values, the rules over them,
//! and commits with their evaluation, without any I/O.
//!
//! Everything here is a value or a pure function: no file, no network, no clock, no random source and
//! no `async`. The caller hands in `now`, ids and nonces.

mod access;
mod amount;
mod bonds;
pub mod calendar;
mod catalogue;
mod change;
mod column;
mod commit;
mod day;
mod decide;
mod deed;
mod entry;
mod error;
mod evaluate;
mod exemption;
mod id;
mod insight;
mod item;
mod key_columns;
pub mod ledger;
mod make_up;
mod merit;
mod occurrence;
mod permission;
mod record;
mod reflection;
mod relation;
mod reminder;
mod rule;
mod scale;
mod schedule;
pub mod search;
mod series;
mod settings;
mod sighting;
mod state;
mod target;
mod text;
mod time;
mod timeline;
mod varint;
mod view;
mod zone;

pub use access::{Access, Refusal, Wish};
pub use amount::{Amount, Total};
pub use bonds::entries_stand_against_it;
pub use calendar::{Bucket, Calendar, CalendarDay, HijriDate, HijriDay, HijriMonth, HijriSpan, Occasion, Occasions};
pub use catalogue::Catalogue;
pub use change::{Change, MakeUpWrite, NoteWrite, RecordKey, ValueWrite};
pub use column::{ColumnValues, EntryColumn};
pub use commit::{Clock, Commit, Digest, Expects, FORMAT, Header, Leaf, Origin, link};
pub use day::{Day, DayRange, Weekday};
pub use decide::{
    Arrival, Erasure, ItemEdit, MAX_LEVEL, NewDeed, NewEntry, NewExemption, NewItem, NewMerit, NewPermission,
    NewReminder, NewTarget, RelationStep, ValueInput, rules, scored_values,
};
pub use deed::{Category, Deed, DeedPatch, Group, GroupPatch, Measure};
pub use entry::{Authorship, Entry, Value, entry_id};
pub use error::{Error, Kind, Result};
pub use evaluate::{
    ConditionVerdict, DayItem, Evaluator, FidyaDue, MakeUpBalance, MakeUpHistory, MakeUpPace, MakeUpStep, Outcome,
    Owing, Quantity, RuleDetail, RuleVerdict, Settled, TargetItemProgress, TargetProgress, TargetState, Verdict,
    items_read,
};
pub use exemption::{Exemption, ExemptionPatch, Reason, ReasonKind, Scope};
pub use id::{
    DeedId, DeviceId, ExemptionId, GroupId, ItemId, MeritId, PermissionId, RelationId, ReminderId, RequestId, ScaleId,
    TargetId, UserId,
};
pub use insight::{
    CategorySummary, Compared, Comparison, Correlation, Dashboard, DashboardRequest, DeedSummary, Distribution,
    FigureChange, Figures, Frequency, HeatDay, HeatMap, InsightOptions, Insights, ItemSummary, MeanScore, Point,
    Points, Streak, StreakUnit, Streaks, Strength, Subject, Summary, ValueShare, VersionDistribution, WeekdayFigures,
    WeekdayProfile, strength_after,
};
pub use item::{Excuse, Excuses, Hide, Item, ItemPatch};
pub use key_columns::KeyColumns;
pub use ledger::{Broken, Checkpoint, Fault, RecordImage, Verifier, VerifyReport, image_of};
pub use make_up::{FidyaRate, MakeUpPolicy, Opening};
pub use merit::{MAX_DURATION, Merit, MeritCategory, MeritPatch};
pub use occurrence::{Occurrence, Slot};
pub use permission::{Permission, PermissionLevel, PermissionPatch, Shared};
pub use reflection::Reflection;
pub use relation::{
    Block, BlockPatch, REQUEST_REST, Relation, RelationKind, RelationPatch, RelationRole, RelationState,
};
pub use reminder::{Reminder, ReminderPatch, ReminderTime};
pub use rule::{Below, Condition, MAX_CONDITIONS, MAX_DEPTH, Match, Rule, Test};
pub use scale::{Scale, ScalePatch, ScaleValue, ScaleValueRef, values_by_position, yes_no};
pub use schedule::{Goal, Quota, Schedule, Weekdays};
pub use series::{Records, Series, SeriesValues};
pub use settings::{Settings, SettingsPatch};
pub use sighting::{Sighting, SightingPatch};
pub use state::{EntryState, State, write_entry, write_make_up};
pub use target::{MAX_TARGET_DAYS, Target, TargetPatch};
pub use text::{Description, Label, Name, Note, ReasonText, ReflectionText, Title, Unit};
pub use time::{DayStart, Timestamp, start_of_day, today};
pub use timeline::Timeline;
pub use view::View;
pub use zone::Zone;
