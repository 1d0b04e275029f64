//! The operations that a step can ask for, with their inputs.

use kitaab::{
    Bucket, Category, Checkpoint, Condition, Day, DayStart, DeedId, Excuses, ExemptionId, Goal, Hide, HijriMonth,
    ItemId, MakeUpPolicy, Measure, MeritCategory, MeritId, PermissionId, PermissionLevel, Reason, RecordKey,
    RelationId, RelationKind, RequestId, Rule, Schedule, Scope, Shared, TargetId, UserId, Wish, Zone,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Defines each operation by its name and its inputs, with the list of all names.
macro_rules! operations {
    ($($name:literal $variant:ident $inputs:tt),+ $(,)?) => {
        #[derive(Debug, Deserialize)]
        #[serde(tag = "do", content = "with")]
        pub(super) enum Operation {
            $(#[serde(rename = $name)] $variant $inputs,)+
        }

        /// The names of all operations.
        pub fn operations() -> Vec<String> {
            [$($name),+].map(str::to_owned).to_vec()
        }
    };
}

operations! {
    "settings.edit" SettingsEdit(SettingsInput),
    "deeds.add" DeedsAdd(DeedInput),
    "deeds.list" DeedsList(Nothing),
    "items.add" ItemsAdd(ItemInput),
    "items.set_schedule" ItemsSetSchedule(ScheduleInput),
    "items.set_goal" ItemsSetGoal(GoalInput),
    "items.hide" ItemsHide(HideInput),
    "items.archive" ItemsArchive(ArchiveInput),
    "scales.redefine" ScalesRedefine(ScaleInput),
    "entries.put" EntriesPut(ValueInput),
    "entries.add" EntriesAdd(AddInput),
    "entries.note" EntriesNote(NoteInput),
    "entries.put_many" EntriesPutMany(EntriesInput),
    "entries.batch" EntriesBatch(BatchInput),
    "entries.remove" EntriesRemove(ItemDay),
    "entries.get" EntriesGet(ItemDay),
    "entries.day" EntriesDay(OnDay),
    "entries.set_reviewed" EntriesSetReviewed(ReviewedInput),
    "entries.make_up" EntriesMakeUp(CountInput),
    "entries.confirm_missed" EntriesConfirmMissed(UntilInput),
    "entries.make_up_balance" EntriesMakeUpBalance(OfItem),
    "exemptions.add" ExemptionsAdd(ExemptionInput),
    "exemptions.end" ExemptionsEnd(EndInput),
    "merits.add" MeritsAdd(MeritInput),
    "merits.evaluate" MeritsEvaluate(MeritDay),
    "merits.record" MeritsRecord(MeritDay),
    "targets.add" TargetsAdd(TargetInput),
    "targets.progress" TargetsProgress(OfTarget),
    "reflections.write" ReflectionsWrite(ReflectionInput),
    "reflections.read" ReflectionsRead(ReflectionOn),
    "reflections.search" ReflectionsSearch(WordsInput),
    "calendar.day" CalendarDay(OnDay),
    "calendar.set_sighting" CalendarSetSighting(SightingInput),
    "insights.summary" InsightsSummary(Span),
    "insights.distribution" InsightsDistribution(ItemSpan),
    "insights.streaks" InsightsStreaks(OfItem),
    "reports.page" ReportsPage(PageInput),
    "reports.plot" ReportsPlot(PlotInput),
    "people.request" PeopleRequest(RequestInput),
    "people.accept" PeopleAccept(OfRelation),
    "people.reject" PeopleReject(OfRelation),
    "people.end" PeopleEnd(OfRelation),
    "people.block" PeopleBlock(OfUser),
    "people.unblock" PeopleUnblock(OfUser),
    "people.relations" PeopleRelations(Nothing),
    "people.grant" PeopleGrant(GrantInput),
    "people.revoke" PeopleRevoke(OfPermission),
    "people.permissions" PeoplePermissions(Nothing),
    "people.may" PeopleMay(WishInput),
    "people.accesses" PeopleAccesses(Nothing),
    "people.shared_with" PeopleSharedWith(OfUser),
    "ledger.undo" LedgerUndo(Nothing),
    "ledger.undo_commit" LedgerUndoCommit(OfCommit),
    "ledger.redo" LedgerRedo(Nothing),
    "ledger.history" LedgerHistory(OfRecord),
    "ledger.verify" LedgerVerify(VerifyInput),
    "ledger.export" LedgerExport(FileInput),
    "ledger.restore" LedgerRestore(RestoreInput),
    "import" Import(ImportInput),
}

/// Reads an operation with its inputs, in which names are replaced already.
pub(super) fn read(name: &str, with: &Value) -> Result<Operation, String> {
    serde_json::from_value(json!({ "do": name, "with": with })).map_err(|error| error.to_string())
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
    SettingsInput { zone: Option<Zone>, day_start: Option<DayStart>, first_weekday: Option<u8> }
    DeedInput {
        name: String,
        category: Category,
        measure: Measure,
        values: Option<Vec<String>>,
        unit: Option<String>,
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
    MeritInput { title: String, category: MeritCategory, days: u16, rule: Rule }
    MeritDay { merit: MeritId, day: Day }
    TargetInput { title: String, first_day: Day, last_day: Day, items: Vec<Condition> }
    OfTarget { target: TargetId }
    ReflectionInput { day: Day, category: Category, text: String }
    ReflectionOn { day: Day, category: Category }
    WordsInput { words: String }
    SightingInput { month: HijriMonth, first_day: Day }
    Span { first_day: Day, last_day: Day }
    ItemSpan { item: ItemId, first_day: Day, last_day: Day }
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
