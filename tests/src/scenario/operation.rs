//! The operations that a step can ask for, with their inputs.

use std::collections::BTreeMap;

use kitaab::{
    Bucket, Category, Checkpoint, Condition, Day, DayStart, DeedId, Excuse, Excuses, ExemptionId, FidyaRate, Goal,
    GroupId, Hide, HijriMonth, ItemId, MakeUpPolicy, Measure, MeritCategory, MeritId, PermissionId, PermissionLevel,
    Reason, ReasonKind, RecordKey, RelationId, RelationKind, ReminderId, ReminderTime, RequestId, Rule, ScaleId,
    Schedule, Scope, Shared, Subject, TargetId, Timestamp, UserId, Wish, Zone,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Defines each operation by its name and its inputs, in groups that are performed together, with the list of all names.
macro_rules! operations {
    ($($group:ident { $($name:literal $variant:ident $inputs:tt),+ $(,)? })+) => {
        $(
            #[derive(Debug, Deserialize)]
            #[serde(tag = "do", content = "with")]
            pub(super) enum $group {
                $(#[serde(rename = $name)] $variant $inputs,)+
            }
        )+

        #[derive(Debug)]
        pub(super) enum Operation {
            $($group($group),)+
        }

        /// The names of all operations.
        pub fn operations() -> Vec<String> {
            [$($($name),+),+].map(str::to_owned).to_vec()
        }

        /// Reads an operation with its inputs, in which names are replaced already.
        pub(super) fn read(name: &str, with: &Value) -> Result<Operation, String> {
            let whole = json!({ "do": name, "with": with });
            match name {
                $($($name)|+ => serde_json::from_value(whole).map(Operation::$group),)+
                _ => return Err(format!("there is no operation {name}")),
            }
            .map_err(|error| error.to_string())
        }
    };
}

operations! {
    Structure {
        "settings.get" SettingsGet(Nothing),
        "settings.edit" SettingsEdit(SettingsInput),
        "groups.add" GroupsAdd(NameInput),
        "groups.list" GroupsList(Nothing),
        "groups.rename" GroupsRename(GroupName),
        "groups.reorder" GroupsReorder(Order<GroupId>),
        "groups.remove" GroupsRemove(OfGroup),
        "deeds.add" DeedsAdd(DeedInput),
        "deeds.add_all" DeedsAddAll(DeedsInput),
        "deeds.get" DeedsGet(OfDeed),
        "deeds.list" DeedsList(Nothing),
        "deeds.edit" DeedsEdit(DeedChange),
        "deeds.rename" DeedsRename(DeedName),
        "deeds.assign_group" DeedsAssignGroup(DeedGroup),
        "deeds.reorder" DeedsReorder(Order<DeedId>),
        "deeds.archive" DeedsArchive(DeedFrom),
        "deeds.restore" DeedsRestore(OfDeed),
        "items.add" ItemsAdd(ItemInput),
        "items.get" ItemsGet(OfItem),
        "items.find" ItemsFind(PathInput),
        "items.edit" ItemsEdit(ItemChange),
        "items.hide" ItemsHide(HideInput),
        "items.move_under" ItemsMoveUnder(ItemParent),
        "items.reorder" ItemsReorder(ItemOrder),
        "items.archive" ItemsArchive(ArchiveInput),
        "items.restore" ItemsRestore(OfItem),
        "items.set_goal" ItemsSetGoal(GoalInput),
        "items.set_schedule" ItemsSetSchedule(ScheduleInput),
        "items.set_make_up" ItemsSetMakeUp(PolicyInput),
        "items.set_opening" ItemsSetOpening(OpeningInput),
        "items.set_fidya_rate" ItemsSetFidyaRate(RateInput),
        "items.set_excuses" ItemsSetExcuses(ExcusesInput),
        "scales.versions" ScalesVersions(OfDeed),
        "scales.redefine" ScalesRedefine(ScaleInput),
        "scales.correct_labels" ScalesCorrectLabels(LabelsInput),
        "starter.list" StarterList(LanguageInput),
        "starter.suggested" StarterSuggested(Nothing),
        "starter.add" StarterAdd(StarterInput),
    }
    Recording {
        "entries.put" Put(ValueInput),
        "entries.add" Add(AddInput),
        "entries.note" Note(NoteInput),
        "entries.put_many" PutMany(EntriesInput),
        "entries.batch" Batch(BatchInput),
        "entries.remove" Remove(ItemDay),
        "entries.get" Get(ItemDay),
        "entries.list" List(EntryListInput),
        "entries.search" Search(EntrySearchInput),
        "entries.day" Day(OnDay),
        "entries.set_reviewed" SetReviewed(ReviewedInput),
        "entries.reviewed" Reviewed(Span),
        "reflections.write" Write(ReflectionInput),
        "reflections.remove" RemoveReflection(ReflectionOn),
        "reflections.read" Read(ReflectionOn),
        "reflections.list" ListReflections(ReflectionListInput),
        "reflections.search" SearchReflections(WordsInput),
    }
    MakingUp {
        "make_ups.add" Add(CountInput),
        "make_ups.put" Put(CountInput),
        "make_ups.remove" Remove(ItemDay),
        "make_ups.add_fidya" AddFidya(CountInput),
        "make_ups.put_fidya" PutFidya(CountInput),
        "make_ups.remove_fidya" RemoveFidya(ItemDay),
        "make_ups.confirm_missed" ConfirmMissed(UntilInput),
        "make_ups.unconfirm_missed" UnconfirmMissed(FromInput),
        "make_ups.unconfirmed_days" UnconfirmedDays(OfItem),
        "make_ups.balance" Balance(OfItem),
        "make_ups.history" History(OfItem),
        "make_ups.settled" Settled(OfItem),
        "exemptions.add" AddExemption(ExemptionInput),
        "exemptions.list" ListExemptions(Nothing),
        "exemptions.edit" EditExemption(ExemptionChange),
        "exemptions.end" EndExemption(EndInput),
        "exemptions.remove" RemoveExemption(OfExemption),
    }
    Judging {
        "merits.add" MeritsAdd(MeritInput),
        "merits.get" MeritsGet(OfMerit),
        "merits.list" MeritsList(Nothing),
        "merits.edit" MeritsEdit(MeritChange),
        "merits.activate" MeritsActivate(ActiveInput),
        "merits.reorder" MeritsReorder(Order<MeritId>),
        "merits.remove" MeritsRemove(OfMerit),
        "merits.evaluate" MeritsEvaluate(VerdictInput),
        "merits.evaluate_all" MeritsEvaluateAll(VerdictsInput),
        "merits.outcomes" MeritsOutcomes(Span),
        "merits.record" MeritsRecord(VerdictInput),
        "merits.record_all" MeritsRecordAll(VerdictsInput),
        "merits.backfill" MeritsBackfill(MeritSpan),
        "merits.history" MeritsHistory(MeritSpan),
        "merits.recompute" MeritsRecompute(Nothing),
        "targets.add" TargetsAdd(TargetInput),
        "targets.get" TargetsGet(OfTarget),
        "targets.list" TargetsList(Nothing),
        "targets.edit" TargetsEdit(TargetChange),
        "targets.remove" TargetsRemove(OfTarget),
        "targets.progress" TargetsProgress(OfTarget),
        "targets.progress_all" TargetsProgressAll(Nothing),
    }
    Reminding {
        "reminders.add" Add(ReminderInput),
        "reminders.list" List(Nothing),
        "reminders.edit" Edit(ReminderChange),
        "reminders.complete" Complete(OfReminder),
        "reminders.snooze" Snooze(SnoozeInput),
        "reminders.remove" Remove(OfReminder),
        "reminders.due" Due(DueInput),
        "reminders.confirm" Confirm(OfReminder),
        "reminders.release" Release(OfReminder),
    }
    LookingBack {
        "insights.summary" Summary(HiddenSpan),
        "insights.figures" Figures(SubjectSpan),
        "insights.distribution" Distribution(ItemSpan),
        "insights.series" Series(SeriesInput),
        "insights.heat_map" HeatMap(SubjectSpan),
        "insights.weekdays" Weekdays(SubjectSpan),
        "insights.streaks" Streaks(StreaksInput),
        "insights.strength" Strength(HiddenItem),
        "insights.strength_series" StrengthSeries(ItemSpan),
        "insights.comparison" Comparison(ComparisonInput),
        "insights.correlation" Correlation(CorrelationInput),
        "insights.dashboard" Dashboard(DashboardInput),
        "reports.page" Page(PageInput),
        "reports.plot" Plot(PlotInput),
        "calendar.today" Today(Nothing),
        "calendar.day" Day(OnDay),
        "calendar.days" Days(Span),
        "calendar.sightings" Sightings(Nothing),
        "calendar.set_sighting" SetSighting(SightingInput),
        "calendar.remove_sighting" RemoveSighting(OfMonth),
        "calendar.set_sightings" SetSightings(SightingsInput),
    }
    WithPeople {
        "people.request" Request(RequestInput),
        "people.accept" Accept(OfRelation),
        "people.reject" Reject(OfRelation),
        "people.end" End(OfRelation),
        "people.block" Block(OfUser),
        "people.unblock" Unblock(OfUser),
        "people.relations" Relations(Nothing),
        "people.blocks" Blocks(Nothing),
        "people.sharing_with" SharingWith(OfUser),
        "people.grant" Grant(GrantInput),
        "people.revoke" Revoke(OfPermission),
        "people.permissions" Permissions(Nothing),
        "people.may" May(WishInput),
        "people.accesses" Accesses(Nothing),
    }
    Keeping {
        "ledger.checkpoint" Checkpoint(Nothing),
        "ledger.commits" Commits(CommitsInput),
        "ledger.history" History(OfRecord),
        "ledger.undo" Undo(Nothing),
        "ledger.undo_commit" UndoCommit(OfCommit),
        "ledger.redo" Redo(Nothing),
        "ledger.verify" Verify(VerifyInput),
        "ledger.erase" Erase(OfRecord),
        "ledger.erase_book" EraseBook(Nothing),
        "exports.csv" Csv(CsvInput),
        "exports.calendar" Calendar(CalendarInput),
    }
    Beside {
        "client.shared_with" SharedWith(OfUser),
        "client.restore" Restore(RestoreInput),
        "ledger.export" Export(FileInput),
        "imports.file" Import(ImportInput),
    }
}

/// Defines the inputs of an operation, of which those that are optional may be left out.
macro_rules! inputs {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(super) struct $name { $(pub(super) $field: $type,)* }
        )+
    };
}

inputs! {
    Nothing {}
    NameInput { name: String }
    GroupName { group: GroupId, name: String }
    OfGroup { group: GroupId }
    DeedsInput { deeds: Vec<DeedInput> }
    OfDeed { deed: DeedId }
    DeedChange { deed: DeedId, category: Option<Category>, measure: Option<Measure>, unit: Option<String> }
    DeedName { deed: DeedId, name: String }
    DeedGroup { deed: DeedId, group: Option<GroupId> }
    DeedFrom { deed: DeedId, from: Day }
    PathInput { path: String }
    ItemChange {
        item: ItemId,
        name: Option<String>,
        description: Option<String>,
        hide: Option<Hide>,
        excuses: Option<Excuses>,
        fast: Option<bool>,
        starts_on: Option<Day>,
    }
    ItemParent { item: ItemId, parent: ItemId }
    ItemOrder { parent: ItemId, order: Vec<ItemId> }
    PolicyInput { item: ItemId, policy: Option<MakeUpPolicy> }
    OpeningInput { item: ItemId, opening: u32 }
    RateInput { item: ItemId, rate: Option<FidyaRate> }
    ExcusesInput { items: Vec<ItemId>, excuses: BTreeMap<ReasonKind, Excuse> }
    LabelsInput { scale: ScaleId, labels: Vec<String> }
    LanguageInput { language: Option<String> }
    StarterInput { keys: Vec<String>, starts_on: Day, language: Option<String> }
    EntryListInput {
        items: Option<Vec<ItemId>>,
        first_day: Option<Day>,
        last_day: Option<Day>,
        after: Option<ItemDay>,
        limit: Option<u32>,
    }
    EntrySearchInput { words: String, after: Option<ItemDay>, limit: Option<u32> }
    ReflectionListInput {
        first_day: Option<Day>,
        last_day: Option<Day>,
        category: Option<Category>,
        after: Option<ReflectionOn>,
        limit: Option<u32>,
    }
    FromInput { item: ItemId, from: Day }
    ExemptionChange {
        exemption: ExemptionId,
        scope: Option<Scope>,
        reason: Option<Reason>,
        first_day: Option<Day>,
        last_day: Option<Day>,
    }
    OfExemption { exemption: ExemptionId }
    OfMerit { merit: MeritId }
    MeritChange {
        merit: MeritId,
        title: Option<String>,
        description: Option<String>,
        category: Option<MeritCategory>,
        days: Option<u16>,
        rule: Option<Rule>,
    }
    ActiveInput { merit: MeritId, active: bool }
    MeritSpan { merit: MeritId, first_day: Day, last_day: Day }
    TargetChange {
        target: TargetId,
        title: Option<String>,
        description: Option<String>,
        first_day: Option<Day>,
        last_day: Option<Day>,
        items: Option<Vec<Condition>>,
        active: Option<bool>,
    }
    ReminderInput {
        title: String,
        time: ReminderTime,
        text: Option<String>,
        item: Option<ItemId>,
        priority: Option<u8>,
    }
    ReminderChange {
        reminder: ReminderId,
        title: Option<String>,
        text: Option<String>,
        priority: Option<u8>,
        time: Option<ReminderTime>,
        active: Option<bool>,
    }
    OfReminder { reminder: ReminderId }
    SnoozeInput { reminder: ReminderId, until: Timestamp }
    /// In seconds.
    DueInput { grace: Option<u64>, lease: Option<u64> }
    HiddenSpan { first_day: Day, last_day: Day, hidden: Option<bool> }
    SubjectSpan { subject: Subject, first_day: Day, last_day: Day, hidden: Option<bool> }
    SeriesInput { subject: Subject, bucket: Bucket, first_day: Day, last_day: Day, hidden: Option<bool> }
    StreaksInput { item: ItemId, first_day: Option<Day>, last_day: Option<Day>, hidden: Option<bool> }
    HiddenItem { item: ItemId, hidden: Option<bool> }
    ComparisonInput { before: FirstLast, after: FirstLast, hidden: Option<bool> }
    CorrelationInput { first: ItemId, second: ItemId, first_day: Day, last_day: Day, hidden: Option<bool> }
    DashboardInput {
        first_day: Day,
        last_day: Day,
        bucket: Option<Bucket>,
        compare_with: Option<FirstLast>,
        hidden: Option<bool>,
    }
    FirstLast { first: Day, last: Day }
    OfMonth { month: HijriMonth }
    SightingEdit { month: HijriMonth, first_day: Option<Day> }
    SightingsInput { sightings: Vec<SightingEdit> }
    CommitsInput { before: Option<u64>, limit: Option<u32> }
    CsvInput {
        first_day: Option<Day>,
        last_day: Option<Day>,
        items: Option<Vec<ItemId>>,
        category: Option<Category>,
        notes: Option<bool>,
        bom: Option<bool>,
        look_for: Vec<String>,
    }
    CalendarInput {
        first_day: Day,
        last_day: Day,
        reminders: Option<bool>,
        targets: Option<bool>,
        exemptions: Option<bool>,
        occasions: Option<bool>,
        look_for: Vec<String>,
    }
    SettingsInput { zone: Option<Zone>, day_start: Option<DayStart>, first_weekday: Option<u8> }
    DeedInput {
        name: String,
        category: Category,
        measure: Measure,
        values: Option<Vec<String>>,
        unit: Option<String>,
        group: Option<GroupId>,
        items: Option<Vec<String>>,
        starts_on: Option<Day>,
        goal: Option<Goal>,
        schedule: Option<Schedule>,
        excuses: Option<Excuses>,
        make_up: Option<MakeUpPolicy>,
        fast: Option<bool>,
    }
    ItemInput { parent: ItemId, name: String, starts_on: Option<Day> }
    ScheduleInput { item: ItemId, from_day: Day, schedule: Schedule }
    GoalInput { item: ItemId, from_day: Day, goal: Goal }
    HideInput { item: ItemId, hide: Hide }
    ArchiveInput { item: ItemId, from: Day }
    /// A value is a scale's label, an amount a number as text, which is read as a user's would be.
    EntryInput { item: ItemId, day: Day, value: Option<String>, amount: Option<String>, note: Option<String> }
    ScaleInput { deed: DeedId, values: Vec<String>, mapping: Option<Vec<Option<u8>>> }
    ValueInput { item: ItemId, day: Day, value: Option<String>, amount: Option<String> }
    AddInput { item: ItemId, day: Day, amount: String }
    NoteInput { item: ItemId, day: Day, note: Option<String> }
    EntriesInput { entries: Vec<EntryInput> }
    BatchInput { request: RequestId, put: Option<Vec<EntryInput>>, add: Option<Vec<AddInput>> }
    ItemDay { item: ItemId, day: Day }
    OnDay { day: Day }
    OfItem { item: ItemId }
    ReviewedInput { day: Day, reviewed: bool }
    CountInput { item: ItemId, day: Day, count: u32 }
    UntilInput { item: ItemId, until: Day }
    ExemptionInput { scope: Scope, reason: Reason, first_day: Day, last_day: Option<Day> }
    EndInput { exemption: ExemptionId, last_day: Day }
    MeritInput {
        title: String,
        category: MeritCategory,
        days: u16,
        rule: Rule,
        description: Option<String>,
        active: Option<bool>,
    }
    VerdictInput { merit: MeritId, day: Day, language: Option<String> }
    VerdictsInput { day: Day, language: Option<String> }
    TargetInput {
        title: String,
        first_day: Day,
        last_day: Day,
        items: Vec<Condition>,
        description: Option<String>,
    }
    OfTarget { target: TargetId }
    ReflectionInput { day: Day, category: Category, text: String }
    ReflectionOn { day: Day, category: Category }
    WordsInput { words: String }
    SightingInput { month: HijriMonth, first_day: Day }
    Span { first_day: Day, last_day: Day }
    ItemSpan { item: ItemId, first_day: Day, last_day: Day, hidden: Option<bool> }
    PageInput {
        first_day: Day,
        last_day: Day,
        language: Option<String>,
        saiyyiaat: Option<bool>,
        reflections: Option<bool>,
        look_for: Vec<String>,
    }
    PlotInput {
        item: ItemId,
        first_day: Day,
        last_day: Day,
        bucket: Option<Bucket>,
        language: Option<String>,
        look_for: Vec<String>,
    }
    RequestInput { kind: RelationKind, user: UserId }
    OfRelation { relation: RelationId }
    OfUser { user: UserId }
    GrantInput { relation: RelationId, shared: Shared, level: PermissionLevel, confirmed: Option<bool> }
    OfPermission { permission: PermissionId }
    WishInput { user: UserId, wish: Wish }
    OfCommit { seq: u64 }
    OfRecord { record: RecordKey }
    VerifyInput { expected: Option<Checkpoint> }
    FileInput { file: String, passphrase: Option<String> }
    RestoreInput { file: String, into: String, passphrase: Option<String> }
    ImportInput { lines: Vec<String> }
}

/// A whole new order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order<Id> {
    pub(super) order: Vec<Id>,
}
