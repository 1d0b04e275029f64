// Written by scripts/types.mjs from the words of the facade (kitaab-ffi).

import type { CallOptions } from './index.js';

/** Names a person: the owner of a book. */
export type UserId = string;

/** Names an installation that writes. */
export type DeviceId = string;

/** Names a request, so that sending it twice has one effect. */
export type RequestId = string;

/** Names a group of deeds. */
export type GroupId = string;

/** Names a deed. */
export type DeedId = string;

/** Names an item in a deed's tree. */
export type ItemId = string;

/** Names one version of a deed's scale. */
export type ScaleId = string;

/** Names an exemption. */
export type ExemptionId = string;

/** Names a merit or demerit. */
export type MeritId = string;

/** Names a target. */
export type TargetId = string;

/** Names a reminder. */
export type ReminderId = string;

/** Names a relation between two people. */
export type RelationId = string;

/** Names a permission. */
export type PermissionId = string;

/** A calendar date without a zone, from 1900-01-01 to 2100-12-31: `2024-02-10`. */
export type Day = string;

/** An instant in UTC, to the microsecond, which a `Date` does not hold: `2024-02-10T12:00:00.000000Z`. Use `new Date(instant)` for one that counts milliseconds. What is finer is cut off where one is given. */
export type Timestamp = string;

/** An exact decimal with two fraction digits, as a text: `12.5`. */
export type Amount = string;

/** What a `KitaabError` is about: stable, and the same in every language. */
export type ErrorCode = 'invalid' | 'not_found' | 'conflict' | 'denied' | 'unavailable' | 'corrupt' | 'unsupported' | 'cancelled' | 'closed' | 'internal';

/** How to open a client, where that is not left to itself. */
export interface OpenOptions {
  /** The installation that writes; without it, each client is a device of its own. An app keeps the id of its first start. */
  device?: DeviceId | undefined | null;
  /** For tests: an instant at which the clock stands still, until it is set. What is finer than a microsecond is cut off. */
  now?: Timestamp | undefined | null;
  /** For tests, and only for them: what ids and random bytes follow from. */
  seed?: number | undefined | null;
}

/** How a rule stands. Only `earned` counts as earned. */
export type Outcome =
  /** It holds. */
  | 'earned'
  /** It does not hold. */
  | 'not_earned'
  /** There was no due day or period to judge it by. */
  | 'undetermined';

/** A day of the week. */
export type Weekday =
  /** Monday. */
  | 'mon'
  /** Tuesday. */
  | 'tue'
  /** Wednesday. */
  | 'wed'
  /** Thursday. */
  | 'thu'
  /** Friday. */
  | 'fri'
  /** Saturday. */
  | 'sat'
  /** Sunday. */
  | 'sun';

/** A span of days, both ends included. */
export interface DaySpan {
  /** The first day. */
  first: Day;
  /** The last day, not before the first. */
  last: Day;
}

/** What the owner has set. */
export interface Settings {
  /** The IANA time zone the owner lives in, such as `Asia/Riyadh`. */
  zone: string;
  /** When the owner's days start, in minutes after midnight, 0 to 720. */
  dayStart: number;
  /** The first day of the owner's week. */
  firstWeekday: Weekday;
}

/** What to set; what is left out stays. */
export interface SettingsEdit {
  /** The IANA time zone the owner lives in. */
  zone?: string | undefined | null;
  /** When the owner's days start, in minutes after midnight, 0 to 720. */
  dayStart?: number | undefined | null;
  /** The first day of the owner's week. */
  firstWeekday?: Weekday | undefined | null;
}

/** What became of a write: it is durable, and these verdicts turned with it. */
export interface Committed {
  /** The commit's place in the ledger; none if nothing was written, since everything was already as asked. */
  seq?: number | undefined;
  /** Whether the same request had been carried out before, so that nothing was written now. */
  replayed: boolean;
  /** The recorded verdicts that turned, by day and merit: what to congratulate on, or console about. */
  turned: Turned[];
}

/** A recorded verdict that is another one now. */
export interface Turned {
  /** The merit. */
  merit: MeritId;
  /** The day it was recorded for. */
  day: Day;
  /** What it was. */
  before: Outcome;
  /** What it is. */
  after: Outcome;
}

/** Where a book's ledger stands: to be kept elsewhere, and shown to `verify` later. */
export interface Checkpoint {
  /** The sequence number of the last commit. */
  seq: number;
  /** The link of the last commit, in hexadecimal digits. */
  link: string;
}

/** Why a day has a meaning of its own. It labels the daytime; the night before belongs to it. */
export type Occasion =
  /** The month of fasting. */
  | 'ramadan'
  /** From 21 Ramadan to its end. */
  | 'last_ten_nights'
  /** The feast that ends Ramadan. */
  | 'eid_al_fitr'
  /** From 2 Shawwal to its end, any six days of which are fasted. */
  | 'six_of_shawwal'
  /** 1 to 9 Dhul-Hijjah. */
  | 'first_nine_of_dhul_hijjah'
  /** 9 Dhul-Hijjah. */
  | 'arafah'
  /** The feast of sacrifice. */
  | 'eid_al_adha'
  /** 11 to 13 Dhul-Hijjah. */
  | 'tashriq'
  /** 9 Muharram. */
  | 'tasua'
  /** 10 Muharram. */
  | 'ashura'
  /** The 13th to 15th of a month. */
  | 'white_day'
  /** A Monday on which fasting is not forbidden. */
  | 'monday'
  /** A Thursday on which fasting is not forbidden. */
  | 'thursday';

/** A date of the Hijri year. */
export interface HijriMonthDay {
  /** The month, 1 = Muharram to 12. */
  month: number;
  /** The day of the month, 1 to 30. */
  day: number;
}

/** A month of the Hijri calendar. */
export interface HijriMonth {
  /** The year, 1300 to 1600. */
  year: number;
  /** The month, 1 = Muharram to 12. */
  month: number;
}

/** A date of the Hijri calendar. */
export interface HijriDate {
  /** The year, 1300 to 1600. */
  year: number;
  /** The month, 1 = Muharram to 12. */
  month: number;
  /** The day of the month. */
  day: number;
}

/** What the Hijri calendar tells of a day. */
export interface HijriDay {
  /** Its date. */
  date: HijriDate;
  /** Whether its month begins on the day that the owner set by a sighting, rather than by the tables. */
  sighted: boolean;
  /** Whether it lies outside the Umm al-Qura tables and is reckoned roughly. */
  approximate: boolean;
}

/** What the calendar tells of a day. */
export interface CalendarDay {
  /** The day. */
  day: Day;
  /** Its weekday. */
  weekday: Weekday;
  /** Its Hijri date. */
  hijri: HijriDay;
  /** What it means. */
  occasions: Occasion[];
  /** Whether nobody fasts on it. */
  forbidsFasting: boolean;
}

/** The first day of a Hijri month, as it was sighted where the owner lives. */
export interface Sighting {
  /** The month. */
  month: HijriMonth;
  /** Its first day. */
  firstDay: Day;
}

/** A sighting to be set, or taken back. */
export interface SightingEdit {
  /** The month. */
  month: HijriMonth;
  /** Its first day; without one, the tables hold again. */
  firstDay?: Day | undefined | null;
}

/** When an item is due. */
export type Schedule =
  /** Every day. */
  | { is: 'daily' }
  /** On these days of the week. */
  | { is: 'on_weekdays'; days: Weekday[] }
  /** So many times in a week. */
  | { is: 'times_per_week'; times: number; weekStart: Weekday }
  /** So many times in a calendar month. */
  | { is: 'times_per_month'; times: number }
  /** Every `n` days, counted from a day. */
  | { is: 'every_n_days'; n: number; fromDay: Day }
  /** On these days of every Hijri month. */
  | { is: 'hijri_month_days'; days: number[] }
  /** Daily in these months of the Hijri year. */
  | { is: 'hijri_months'; months: number[] }
  /** On these dates of the Hijri year. */
  | { is: 'hijri_dates'; dates: HijriMonthDay[] }
  /** So many times in one month of the Hijri year, and not in the others. */
  | { is: 'times_in_hijri_month'; month: number; times: number };

/** What makes a day kept. */
export type Goal =
  /** At least this amount; for counted deeds. */
  | { is: 'amount_at_least'; amount: Amount }
  /** At most this amount; for counted deeds. */
  | { is: 'amount_at_most'; amount: Amount }
  /** A score of at least this; for deeds with a scale. */
  | { is: 'score_at_least'; score: number }
  /** A score of at most this; for deeds with a scale. */
  | { is: 'score_at_most'; score: number };

/** Good deeds or bad ones. */
export type Category =
  /** Good deeds. */
  | 'hasanaat'
  /** Bad deeds. */
  | 'saiyyiaat';

/** How a deed is measured. */
export type Measure =
  /** By the values of an ordered list. */
  | 'scale'
  /** By exact amounts. */
  | 'count';

/** Where an item is left out. Hiding never changes merits and targets. */
export type Hide =
  /** Shown everywhere. */
  | 'none'
  /** Still logged, left out of insights. */
  | 'hide_from_graphs'
  /** Also left out of input lists. */
  | 'hide_from_all';

/** A named group of deeds. */
export interface Group {
  /** Its id. */
  id: GroupId;
  /** Its name. */
  name: string;
  /** Its place among the groups. */
  displayOrder: number;
}

/** A group that was made. */
export interface AddedGroup {
  /** The group. */
  group: Group;
  /** The commit. */
  committed: Committed;
}

/** One value of a scale. Its position is its place in the list, from 0. */
export interface ScaleValue {
  /** Its label, unique within the version. */
  label: string;
  /** Its score. */
  score: number;
}

/** Names a value of a scale version. */
export interface ScaleValueRef {
  /** The scale version. */
  scale: ScaleId;
  /** The position of the value in it, from 0. */
  position: number;
}

/** One version of a deed's scale. */
export interface Scale {
  /** Its id. */
  id: ScaleId;
  /** The deed it judges. */
  deed: DeedId;
  /** Its number, from 1. */
  version: number;
  /** Its values, the lowest position first. */
  values: ScaleValue[];
  /** For each value of the version before, by position: the position that it maps to here, if any. */
  mapping: (number | null)[];
  /** The day from which it is active. */
  fromDay: Day;
}

/** A version of a scale that was made. */
export interface AddedScale {
  /** The version. */
  scale: Scale;
  /** The commit. */
  committed: Committed;
}

/** A deed with its name, its active scale and its items. */
export interface Deed {
  /** Its id. */
  id: DeedId;
  /** Its name: that of its root item. */
  name: string;
  /** Good or bad. */
  category: Category;
  /** Scale or count. */
  measure: Measure;
  /** The unit of its amounts, for display. */
  unit?: string | undefined;
  /** The group it is shown in. */
  group?: GroupId | undefined;
  /** Its place among the deeds. */
  displayOrder: number;
  /** The active version of its scale, if it is judged by one. */
  scale?: Scale | undefined;
  /** All its items, the root first, each before those below it. */
  items: Item[];
}

/** A deed that was made. */
export interface AddedDeed {
  /** The deed. */
  deed: Deed;
  /** The commit. */
  committed: Committed;
}

/** Deeds that were made. */
export interface AddedDeeds {
  /** The deeds, in the order in which they were given. */
  deeds: Deed[];
  /** The commit. */
  committed: Committed;
}

/** An item: a node in a deed's tree. */
export interface Item {
  /** Its id. */
  id: ItemId;
  /** The deed it belongs to. */
  deed: DeedId;
  /** The item above it; none for the root. */
  parent?: ItemId | undefined;
  /** Its name, unique among its live siblings. */
  name: string;
  /** The names from the root to it: `Salah/Fajr`. */
  path: string;
  /** What it means, or the question it asks. */
  description?: string | undefined;
  /** Its place among its siblings. */
  displayOrder: number;
  /** How far it stands below the root; 0 for the root itself. */
  level: number;
  /** Whether it has no items below it but archived ones. */
  leaf: boolean;
  /** Where it is left out: the strictest of its own setting and of those above it. */
  hide: Hide;
  /** The first day on which it is due. */
  startsOn: Day;
  /** The day from which it is archived. */
  archivedFrom?: Day | undefined;
  /** What makes a day kept, by rising days. */
  goals: DatedGoal[];
  /** When it is due, by rising days. */
  schedules: DatedSchedule[];
  /** What each reason of exemption does for it. */
  excuses: Excuse[];
  /** How its make-ups are reckoned, if missed days are owed. */
  makeUp?: MakeUpPolicy | undefined;
  /** Whether it is a fast: never due on the two Eids and 11 to 13 Dhul-Hijjah. */
  fast: boolean;
}

/** An item that was made. */
export interface AddedItem {
  /** The item. */
  item: Item;
  /** The commit. */
  committed: Committed;
}

/** A goal from a day on. */
export interface DatedGoal {
  /** The day. */
  fromDay: Day;
  /** The goal. */
  goal: Goal;
}

/** A schedule from a day on. */
export interface DatedSchedule {
  /** The day. */
  fromDay: Day;
  /** The schedule. */
  schedule: Schedule;
}

/** What a reason of exemption does for an item. */
export interface Excuse {
  /** The reason. */
  reason: ReasonKind;
  /** Whether the item is not due on days exempt for it. */
  lifts: boolean;
  /** Whether those days are owed as make-ups. */
  owed: boolean;
}

/** How an item's make-ups are reckoned. */
export interface MakeUpPolicy {
  /** How many were owed when the reckoning began. */
  opening: number;
  /** The first day that is reckoned. */
  fromDay: Day;
  /** Up to which day the owner has confirmed that unlogged due days were missed. */
  unloggedConfirmedUntil?: Day | undefined;
  /** What is given as fidya for one owed day. */
  fidya?: FidyaRate | undefined;
}

/** What is given as fidya for one owed day. */
export interface FidyaRate {
  /** How much for one day, above 0. */
  amount: Amount;
  /** Of what: "EUR", "meals". */
  unit: string;
}

/**
 * A deed to be made. What is set of goal, schedule, excuses and make-ups holds for all its leaves that don't set their own;
 * if it is a fast, they all are.
 */
export interface NewDeed {
  /** Its name. */
  name: string;
  /** Good or bad. */
  category: Category;
  /** Scale or count; a scale if left out. */
  measure?: Measure | undefined | null;
  /** The values of its scale by their labels, the lowest first: scored 0, 1, 2 …; yes or no if left out. */
  values?: string[] | undefined | null;
  /** The values of its scale with scores of their own, in the place of `values`: not both. */
  scoredValues?: ScaleValue[] | undefined | null;
  /** The unit of its amounts, for display: "pages". */
  unit?: string | undefined | null;
  /** The group it is shown in. */
  group?: GroupId | undefined | null;
  /** What it means, or the question it asks. */
  description?: string | undefined | null;
  /** Where it is left out. */
  hide?: Hide | undefined | null;
  /** The items under its root. */
  items?: NewItem[] | undefined | null;
  /** The first day on which its items are due; the day it is made if left out. */
  startsOn?: Day | undefined | null;
  /** What makes a day kept. */
  goal?: Goal | undefined | null;
  /** When its items are due. */
  schedule?: Schedule | undefined | null;
  /** What each reason of exemption does for its items. */
  excuses?: Excuse[] | undefined | null;
  /** That missed days are owed as make-ups. */
  makeUp?: MakeUpPolicy | undefined | null;
  /** Whether its items are fasts, all of them. */
  fast?: boolean | undefined | null;
}

/** An item to be made, with those below it. */
export interface NewItem {
  /** Its name. */
  name: string;
  /** What it means, or the question it asks. */
  description?: string | undefined | null;
  /** Where it is left out. */
  hide?: Hide | undefined | null;
  /** The first day on which it is due; that of the item above if left out. */
  startsOn?: Day | undefined | null;
  /** What makes a day kept, from its start on. */
  goal?: Goal | undefined | null;
  /** When it is due, from its start on. */
  schedule?: Schedule | undefined | null;
  /** What each reason of exemption does for it. */
  excuses?: Excuse[] | undefined | null;
  /** That missed days are owed as make-ups. */
  makeUp?: MakeUpPolicy | undefined | null;
  /** Whether it is a fast. Below what is a fast, it is one without being told. */
  fast?: boolean | undefined | null;
  /** The items below it. */
  items?: NewItem[] | undefined | null;
}

/** What to change of a deed; what is left out stays. */
export interface DeedEdit {
  /** Good or bad; only as long as there are no entries. */
  category?: Category | undefined | null;
  /** Scale or count; only as long as there are no entries. */
  measure?: Measure | undefined | null;
  /** The unit of its amounts; an empty text takes it away. */
  unit?: string | undefined | null;
}

/** What to change of an item; what is left out stays. */
export interface ItemEdit {
  /** A new name. */
  name?: string | undefined | null;
  /** A new description; an empty text takes it away. */
  description?: string | undefined | null;
  /** Where it is left out. */
  hide?: Hide | undefined | null;
  /** What each reason of exemption does for it; reasons that are not named have the default. */
  excuses?: Excuse[] | undefined | null;
  /** Whether it is a fast. */
  fast?: boolean | undefined | null;
  /** The first day on which it is due. */
  startsOn?: Day | undefined | null;
}

/** Why days are exempt, without the owner's words. */
export type ReasonKind =
  /** Menstruation. */
  | 'menstruation'
  /** Postnatal bleeding. */
  | 'postnatal'
  /** Travel. */
  | 'travel'
  /** Illness. */
  | 'illness'
  /** Any other reason. */
  | 'other';

/** A value as a user names it. */
export type ValueInput =
  /** The label of a scale value. */
  | { is: 'labelled'; label: string }
  /** An amount. */
  | { is: 'counted'; amount: Amount }
  /** A scale value of a certain version. */
  | { is: 'exactly'; value: ScaleValueRef };

/** What an entry holds. */
export type EntryValue =
  /** A value of the deed's scale. */
  | { is: 'on_scale'; scale: ScaleId; version: number; position: number; label: string; score: number }
  /** An amount. */
  | { is: 'counted'; amount: Amount; unit?: string | undefined };

/** Why a span of days is exempt. */
export type Reason =
  /** Menstruation. */
  | { is: 'menstruation' }
  /** Postnatal bleeding. */
  | { is: 'postnatal' }
  /** Travel. */
  | { is: 'travel' }
  /** Illness. */
  | { is: 'illness' }
  /** Another reason. */
  | { is: 'other'; words: string };

/** What an exemption covers. */
export type Scope =
  /** All good deeds. */
  | { is: 'hasanaat' }
  /** One deed with all its items. */
  | { is: 'of_deed'; deed: DeedId }
  /** One item with what is below it. */
  | { is: 'of_item'; item: ItemId };

/** What was recorded for one item on one day. */
export interface Entry {
  /** The item. */
  item: ItemId;
  /** The names from the item's deed to it: `Salah/Fajr`. */
  path: string;
  /** The day it is for. */
  day: Day;
  /** What was recorded. */
  value: EntryValue;
  /** The note with it. Private. */
  note?: string | undefined;
  /** The ledger's sequence number of its last change. */
  revision: number;
}

/** An entry to be put: it takes the place of what stood there. */
export interface NewEntry {
  /** The item. */
  item: ItemId;
  /** The day. */
  day: Day;
  /** The value. */
  value: ValueInput;
  /** The note; without one, the note that is there stays. */
  note?: string | undefined | null;
}

/** An amount to be added to a count. */
export interface CountToAdd {
  /** The item. */
  item: ItemId;
  /** The day. */
  day: Day;
  /** The amount. */
  amount: Amount;
}

/** Where a list of entries goes on. */
export interface EntryCursor {
  /** The day of the last entry. */
  day: Day;
  /** Its item. */
  item: ItemId;
}

/** Which entries to list: all of them, a thousand at once, unless told otherwise. */
export interface EntryQuery {
  /** Of these items. */
  items?: ItemId[] | undefined | null;
  /** On these days. */
  days?: DaySpan | undefined | null;
  /** After this entry in the order of the list. */
  after?: EntryCursor | undefined | null;
  /** At most so many, 1 to 10,000. */
  limit?: number | undefined | null;
}

/** Some entries, and where the next ones are. */
export interface EntryPage {
  /** The entries, the newest day first. */
  entries: Entry[];
  /** What to pass as `after` for the next page; none on the last. */
  next?: EntryCursor | undefined;
}

/** A day as an input screen shows it. */
export interface DayPage {
  /** The day. */
  day: Day;
  /** Its Hijri date. */
  hijri: HijriDay;
  /** What it means. */
  occasions: Occasion[];
  /** Whether it holds any entry of the book, or is marked as reviewed. */
  logged: boolean;
  /** Whether it is marked as reviewed. */
  reviewed: boolean;
  /** The items that can be recorded, in order. */
  lines: DayLine[];
}

/** An item on a day. */
export interface DayLine {
  /** The item. */
  item: ItemId;
  /** The names from the item's deed to it. */
  path: string;
  /** Its deed. */
  deed: DeedId;
  /** Good or bad. */
  category: Category;
  /** Whether it is due. */
  due: boolean;
  /** Whether an exemption lifts it. Private. */
  exempt: boolean;
  /** Whether the day was kept; none when that is unknown. */
  kept?: boolean | undefined;
  /** What was recorded. */
  value?: EntryValue | undefined;
  /** What was recorded, or what a blank reads as. */
  readsAs?: EntryValue | undefined;
  /** The note with the entry. Private. */
  note?: string | undefined;
}

/** A span of days on which some items are not required. Private. */
export interface Exemption {
  /** Its id. */
  id: ExemptionId;
  /** The first exempt day. */
  firstDay: Day;
  /** The last exempt day; none while it is still open. */
  lastDay?: Day | undefined;
  /** What it covers. */
  scope: Scope;
  /** Why. */
  reason: Reason;
}

/** An exemption that was made. */
export interface AddedExemption {
  /** The exemption. */
  exemption: Exemption;
  /** The commit. */
  committed: Committed;
}

/** An exemption to be made. */
export interface NewExemption {
  /** What it covers. */
  scope: Scope;
  /** Why. */
  reason: Reason;
  /** The first exempt day. */
  firstDay: Day;
  /** The last exempt day; open if left out. */
  lastDay?: Day | undefined | null;
}

/** What to change of an exemption; what is left out stays. */
export interface ExemptionEdit {
  /** What it covers. */
  scope?: Scope | undefined | null;
  /** Why. */
  reason?: Reason | undefined | null;
  /** The first exempt day. */
  firstDay?: Day | undefined | null;
  /** The last exempt day. */
  lastDay?: Day | undefined | null;
}

/** What is owed of an item: `balance = opening + missed + owed - done - fidya`. */
export interface MakeUpBalance {
  /** How many were owed when the reckoning began. */
  opening: number;
  /** Due days that were missed since. */
  missed: number;
  /** Exempt days since whose reason leaves them owed. */
  owed: number;
  /** Due days on which nothing was logged and which are not confirmed as missed. Not in the balance. */
  unconfirmed: number;
  /** Make-ups done. */
  done: number;
  /** Owed days settled by fidya. */
  fidya: number;
  /** What is left. */
  balance: number;
  /** What the days left come to as fidya, if that is set. */
  fidyaDue?: FidyaDue | undefined;
}

/** What owed days come to as fidya. */
export interface FidyaDue {
  /** How much. */
  amount: Amount;
  /** Of what. */
  unit: string;
}

/** How the balance of an item came about. */
export interface MakeUpHistory {
  /** How many were owed when the reckoning began. */
  opening: number;
  /** The day on which it was told. */
  today: Day;
  /** The days on which something happened, rising. */
  steps: MakeUpStep[];
}

/** What happened to a balance over some days. */
export interface MakeUpStep {
  /** The days. */
  days: DaySpan;
  /** Due days among them that were missed. */
  missed: number;
  /** Exempt days among them whose reason leaves them owed. */
  owed: number;
  /** Make-ups done on them. */
  done: number;
  /** Owed days settled by fidya on them. */
  fidya: number;
  /** What was owed at their end. */
  balance: number;
}

/** What was settled of an item's owed days. */
export interface Settled {
  /** The make-ups done, by day. */
  madeUp: DayCount[];
  /** The owed days settled by fidya, by day. */
  fidya: DayCount[];
}

/** How many on a day. */
export interface DayCount {
  /** The day. */
  day: Day;
  /** How many. */
  count: number;
}

/** Merit or demerit. */
export type MeritCategory =
  /** A merit. */
  | 'positive'
  /** A demerit. */
  | 'negative';

/** Whether a condition means its item or the live leaves under it. */
export type Below =
  /** The item itself. */
  | 'no'
  /** The leaves: a match holds on a day when it holds for any of them. */
  | 'any'
  /** The leaves: a match holds on a day when it holds for each due one. */
  | 'each';

/** The shape of a part of a rule. */
export type RulePart =
  /** All parts must hold. */
  | 'all'
  /** At least one part must hold. */
  | 'any'
  /** At least so many parts must hold. */
  | 'at_least'
  /** None of the parts may hold. */
  | 'not'
  /** One condition. */
  | 'condition';

/** The state of a target on a day. */
export type TargetState =
  /** Its first day is still to come. */
  | 'upcoming'
  /** It is running and can be completed. */
  | 'active'
  /** All its conditions are met. */
  | 'completed'
  /** It is over, and not completed. */
  | 'missed'
  /** It is running, but some condition can't be met any more. */
  | 'out_of_reach';

/** A tree of conditions. */
export type Rule =
  /** All parts must hold. */
  | { is: 'all'; rules: Rule[] }
  /** At least one part must hold. */
  | { is: 'any'; rules: Rule[] }
  /** At least so many parts must hold. */
  | { is: 'at_least'; n: number; rules: Rule[] }
  /** None of the parts may hold. What is undetermined stays so. */
  | { is: 'not'; rules: Rule[] }
  /** One condition must hold. */
  | { is: 'holds'; condition: Condition };

/** What a condition tests over its days. */
export type Test =
  /** The sum of the amounts is at least this. */
  | { is: 'total_at_least'; amount: Amount }
  /** On at least `n` days the match holds. */
  | { is: 'days_at_least'; n: number; matching: Match }
  /** On each due, non-exempt day the match holds. */
  | { is: 'every_day'; matching: Match };

/** What may hold of an item on one day. */
export type Match =
  /** The entry is this scale value, or one that a redefinition maps to the same. */
  | { is: 'is'; value: ScaleValueRef }
  /** The entry's score is at least this. */
  | { is: 'score_at_least'; score: number }
  /** The entry's score is at most this. */
  | { is: 'score_at_most'; score: number }
  /** The entry's amount is at least this. */
  | { is: 'amount_at_least'; amount: Amount }
  /** The entry's amount is at most this. */
  | { is: 'amount_at_most'; amount: Amount }
  /** There is an entry. */
  | { is: 'logged' };

/** How much a condition has or needs. */
export type Quantity =
  /** A sum of amounts. */
  | { is: 'total'; amount: Amount }
  /** Days, or whole periods. */
  | { is: 'days'; days: number };

/** Something to be true of one item, or of the leaves below it. */
export interface Condition {
  /** The item. */
  item: ItemId;
  /** What must be true. */
  test: Test;
  /** Whether the leaves under the item are meant; the item itself if left out. */
  below?: Below | undefined;
}

/** A rule over a sliding window of days. */
export interface Merit {
  /** Its id. */
  id: MeritId;
  /** Its title. */
  title: string;
  /** What it means. */
  description?: string | undefined;
  /** Merit or demerit. */
  category: MeritCategory;
  /** Whether it is in use. */
  active: boolean;
  /** The length of its window in days. */
  duration: number;
  /** What must hold in the window. */
  rule: Rule;
  /** Its place among the merits. */
  displayOrder: number;
}

/** A merit that was made. */
export interface AddedMerit {
  /** The merit. */
  merit: Merit;
  /** The commit. */
  committed: Committed;
}

/** A merit to be made. */
export interface NewMerit {
  /** Its title. */
  title: string;
  /** The length of its window in days, 1 to 365. */
  days: number;
  /** What must hold in the window. */
  rule: Rule;
  /** Merit or demerit; a merit if left out. */
  category?: MeritCategory | undefined | null;
  /** What it means. */
  description?: string | undefined | null;
  /** Whether it is in use; it is if left out. */
  active?: boolean | undefined | null;
}

/** What to change of a merit; what is left out stays. */
export interface MeritEdit {
  /** Its title. */
  title?: string | undefined | null;
  /** What it means; an empty text takes it away. */
  description?: string | undefined | null;
  /** Merit or demerit. */
  category?: MeritCategory | undefined | null;
  /** The length of its window in days, 1 to 365. */
  days?: number | undefined | null;
  /** What must hold in the window. */
  rule?: Rule | undefined | null;
}

/** How a rule stands over a window of days, with all its parts. */
export interface Verdict {
  /** The window that was judged. */
  days: DaySpan;
  /** How the rule stands. */
  outcome: Outcome;
  /** In words: what each condition has and needs. */
  why: string;
  /** The rule with how each of its parts stands. */
  detail: RuleVerdict;
}

/** How a rule, or one part of it, stands. */
export interface RuleVerdict {
  /** How it stands. */
  outcome: Outcome;
  /** Its shape. */
  part: RulePart;
  /** Of `at_least`: how many. */
  n?: number | undefined;
  /** Its parts; empty for a condition. */
  rules: RuleVerdict[];
  /** Of a condition: how it stands. */
  condition?: ConditionVerdict | undefined;
}

/** How a condition stands over a window: enough to draw a progress bar. */
export interface ConditionVerdict {
  /** The condition. */
  condition: Condition;
  /** How it stands. */
  outcome: Outcome;
  /** What there is. */
  have: Quantity;
  /** What is needed. */
  need: Quantity;
  /** Of `every_day`: the first day of the first unit that is not met. */
  firstUnmet?: Day | undefined;
}

/** How a merit stands on a day. */
export interface MeritVerdict {
  /** The merit. */
  merit: MeritId;
  /** How it stands. */
  verdict: Verdict;
}

/** How a merit stands on each day of a span. */
export interface MeritOutcomes {
  /** The merit. */
  merit: MeritId;
  /** One outcome for each day. */
  outcomes: Outcome[];
}

/** A verdict recorded for a merit on a day. */
export interface RecordedVerdict {
  /** The merit. */
  merit: MeritId;
  /** The day. */
  day: Day;
  /** The verdict. */
  outcome: Outcome;
}

/** A goal over fixed dates that may span many deeds. */
export interface Target {
  /** Its id. */
  id: TargetId;
  /** Its title. */
  title: string;
  /** What it means. */
  description?: string | undefined;
  /** The first day that counts. */
  firstDay: Day;
  /** The last day that counts. */
  lastDay: Day;
  /** What must be met over these dates. */
  items: Condition[];
  /** Whether it is in use. */
  active: boolean;
}

/** A target that was made. */
export interface AddedTarget {
  /** The target. */
  target: Target;
  /** The commit. */
  committed: Committed;
}

/** A target to be made. */
export interface NewTarget {
  /** Its title; with the first day unique in the book. */
  title: string;
  /** The first day that counts. */
  firstDay: Day;
  /** The last day that counts. */
  lastDay: Day;
  /** What must be met over these dates, 1 to 256 conditions. */
  items: Condition[];
  /** What it means. */
  description?: string | undefined | null;
}

/** What to change of a target; what is left out stays. */
export interface TargetEdit {
  /** Its title. */
  title?: string | undefined | null;
  /** What it means; an empty text takes it away. */
  description?: string | undefined | null;
  /** The first day that counts. */
  firstDay?: Day | undefined | null;
  /** The last day that counts. */
  lastDay?: Day | undefined | null;
  /** What must be met over these dates. */
  items?: Condition[] | undefined | null;
  /** Whether it is in use. */
  active?: boolean | undefined | null;
}

/** How a target stands. */
export interface TargetProgress {
  /** The state of the whole. */
  state: TargetState;
  /** Of a completed one: the first day on which all of it was met. */
  completedOn?: Day | undefined;
  /** How each of its conditions stands, in the target's order. */
  items: TargetItemProgress[];
}

/** How one condition of a target stands. */
export interface TargetItemProgress {
  /** The condition. */
  condition: Condition;
  /** What there is. */
  have: Quantity;
  /** What is needed. */
  need: Quantity;
  /** The day on which it was met. */
  metOn?: Day | undefined;
  /** The due days from today to the last day; 0 where no pace is told. */
  dueDaysLeft: number;
  /** What each due day left must bring, in days or whole amounts: a float. */
  neededPerDueDay?: number | undefined;
  /** The day on which it is met at the pace so far. */
  projected?: Day | undefined;
  /** Of `every_day`: the first day of the first unit that is not met. */
  firstUnmet?: Day | undefined;
}

/** How one of several targets stands. */
export interface TargetStanding {
  /** The target. */
  target: TargetId;
  /** How it stands. */
  progress: TargetProgress;
}

/** A kind of period. */
export type Bucket =
  /** One day. */
  | 'day'
  /** Seven days from the owner's first weekday on. */
  | 'week'
  /** A month of the Gregorian calendar. */
  | 'month'
  /** A year of the Gregorian calendar. */
  | 'year'
  /** A month of the Hijri calendar. */
  | 'hijri_month'
  /** A year of the Hijri calendar. */
  | 'hijri_year'
  /** All days. */
  | 'whole';

/** What a streak is counted in. */
export type StreakUnit =
  /** Due days. */
  | 'day'
  /** Weeks. */
  | 'week'
  /** Months. */
  | 'month'
  /** Hijri months, one in each year. */
  | 'hijri_month';

/** What a figure is told of. */
export type Subject =
  /** All deeds of a category. */
  | { is: 'of_category'; category: Category }
  /** One deed with all its items. */
  | { is: 'of_deed'; deed: DeedId }
  /** One item with what is below it. */
  | { is: 'of_item'; item: ItemId };

/** The figures of a subject over some days. */
export interface Figures {
  /** How many entries there are. */
  entries: number;
  /** On how many days there is an entry. */
  daysLogged: number;
  /** The sum of all amounts, exact; none where nothing was counted, or in several units. */
  total?: Amount | undefined;
  /** For an item or a deed: the mean score of its entries for each scale version, by rising number. */
  meanScores: MeanScore[];
  /** How many times something was due. */
  due: number;
  /** How many of those were kept. */
  kept: number;
  /** How many of the due days are blank on a day that is not logged. */
  unknown: number;
  /** `kept` as a share of `due`, a float from 0 to 1; none where nothing was due. */
  rate?: number | undefined;
}

/** The mean of the scores given by one version of a scale. */
export interface MeanScore {
  /** The version. */
  scale: ScaleId;
  /** Its number. */
  version: number;
  /** How many entries it judged. */
  entries: number;
  /** The sum of their scores, exact. */
  sum: number;
  /** The mean, a float. */
  mean: number;
}

/** The figures of all that is shown over some days. */
export interface Summary {
  /** The days that were asked for. */
  days: DaySpan;
  /** How many of them, up to today, are logged. */
  loggedDays: number;
  /** Good deeds, then bad ones. */
  categories: CategorySummary[];
  /** The deeds in their order. */
  deeds: DeedSummary[];
  /** The items in their order, each before those below it. */
  items: ItemSummary[];
}

/** The figures of a category. */
export interface CategorySummary {
  /** The category. */
  category: Category;
  /** Its figures. */
  figures: Figures;
}

/** The figures of a deed. */
export interface DeedSummary {
  /** The deed. */
  deed: DeedId;
  /** Its figures. */
  figures: Figures;
}

/** The figures of an item with all below it. */
export interface ItemSummary {
  /** The item. */
  item: ItemId;
  /** Its deed. */
  deed: DeedId;
  /** Its figures. */
  figures: Figures;
}

/** How often each value was given to an item and those below it, by scale version. */
export interface Distribution {
  /** The item. */
  item: ItemId;
  /** How many entries have a scale value. */
  entries: number;
  /** The scale versions that were in use, by rising number. */
  versions: VersionDistribution[];
}

/** How often each value of one scale version was given. */
export interface VersionDistribution {
  /** The version. */
  scale: ScaleId;
  /** Its number. */
  version: number;
  /** How many entries have one of its values. */
  entries: number;
  /** All its values in order. */
  values: ValueShare[];
}

/** How often a value was given. */
export interface ValueShare {
  /** The value. */
  value: ScaleValueRef;
  /** Its label. */
  label: string;
  /** Its score. */
  score: number;
  /** How many entries have it. */
  count: number;
  /** Their share of the entries of this version, a float from 0 to 1. */
  share: number;
}

/** The figures of a subject for each part of some days. */
export interface Points {
  /** Of what. */
  subject: Subject;
  /** By what the days are parted. */
  bucket: Bucket;
  /** The parts in order. */
  points: Point[];
}

/** The figures of one part. */
export interface Point {
  /** Its days. */
  days: DaySpan;
  /** The figures. */
  figures: Figures;
}

/** Each day of a span, for one subject. */
export interface HeatMap {
  /** Of what. */
  subject: Subject;
  /** The days in order, up to today. */
  days: HeatDay[];
}

/** One day of a heat map. */
export interface HeatDay {
  /** The day. */
  day: Day;
  /** How many leaves were due. */
  due: number;
  /** How many of them were kept. */
  kept: number;
  /** `kept` as a share of `due`, a float from 0 to 1; none where nothing was due, or that is unknown. */
  share?: number | undefined;
  /** How many entries there are. */
  entries: number;
}

/** What was kept on each weekday. */
export interface WeekdayProfile {
  /** Of what. */
  subject: Subject;
  /** The seven weekdays, from the owner's first one on. */
  weekdays: WeekdayFigures[];
  /** The weekday with the highest rate; none where all rates are the same. */
  best?: Weekday | undefined;
  /** The weekday with the lowest rate; none where all rates are the same. */
  worst?: Weekday | undefined;
}

/** The figures of one weekday. */
export interface WeekdayFigures {
  /** The weekday. */
  weekday: Weekday;
  /** How many entries there are. */
  entries: number;
  /** How many due days of leaves. */
  due: number;
  /** How many of them were kept. */
  kept: number;
  /** `kept` as a share of `due`, a float from 0 to 1; none where nothing was due. */
  rate?: number | undefined;
}

/** The runs of an item. */
export interface Streaks {
  /** The item. */
  item: ItemId;
  /** The run that nothing has broken yet. */
  current?: Streak | undefined;
  /** The longest run; of equally long ones the latest. */
  longest?: Streak | undefined;
}

/** A run in which everything due was kept. */
export interface Streak {
  /** How many due days, weeks or months were kept one after the other. */
  length: number;
  /** What is counted. */
  unit: StreakUnit;
  /** The first day that was kept, or that of the first period. */
  first: Day;
  /** The last day that was kept, or that of the last period. */
  last: Day;
}

/** How strong a practice is on a day. */
export interface Strength {
  /** The item. */
  item: ItemId;
  /** The day at whose end it is so strong. */
  day: Day;
  /** A float from 0 to 1. */
  score: number;
}

/** Two spans side by side. */
export interface Comparison {
  /** The span compared with. */
  before: DaySpan;
  /** The span compared. */
  after: DaySpan;
  /** Categories, deeds and items in this order. */
  lines: Compared[];
}

/** A subject in both spans. */
export interface Compared {
  /** Of what. */
  subject: Subject;
  /** Its figures in the span compared with. */
  before: Figures;
  /** Its figures in the span compared. */
  after: Figures;
  /** By how much they changed. */
  change: FigureChange;
}

/** By how much figures changed: those after, less those before. */
export interface FigureChange {
  /** Of entries. */
  entries: number;
  /** Of days with an entry. */
  daysLogged: number;
  /** Of the total; none where there is none on either side. */
  total?: Amount | undefined;
  /** Of the mean scores, by scale version. */
  meanScores: MeanScoreChange[];
  /** Of what was due. */
  due: number;
  /** Of what was kept. */
  kept: number;
  /** Of what is not known. */
  unknown: number;
  /** Of the rate, a float from -1 to 1; none where there is none on one side. */
  rate?: number | undefined;
}

/** By how much the mean of a scale version's scores changed. */
export interface MeanScoreChange {
  /** The version's number. */
  version: number;
  /** The change, a float. */
  change: number;
}

/** Whether two items are kept on the same days. That says nothing of causes. */
export interface Correlation {
  /** The first item. */
  first: ItemId;
  /** The second item. */
  second: ItemId;
  /** On how many days it is known of both whether they were kept. */
  days: number;
  /** On how many of them both were kept. */
  both: number;
  /** … only the first. */
  firstOnly: number;
  /** … only the second. */
  secondOnly: number;
  /** … neither. */
  neither: number;
  /** The coefficient phi, a float from -1 to 1; none where one of them was always kept, or never. */
  phi?: number | undefined;
}

/** What a dashboard is to show. */
export interface DashboardRequest {
  /** The days. */
  days: DaySpan;
  /** By what the series part them; months if left out. */
  bucket?: Bucket | undefined | null;
  /** Other days to compare them with. */
  compareWith?: DaySpan | undefined | null;
}

/** Everything that is shown of a span of days. */
export interface Dashboard {
  /** The days. */
  days: DaySpan;
  /** The owner's today. */
  today: Day;
  /** The figures of categories, deeds and items. */
  summary: Summary;
  /** How often each value was given: of each item of a scale deed in the summary. */
  distributions: Distribution[];
  /** The figures by buckets: of each category in the summary. */
  series: Points[];
  /** The days: of each category in the summary. */
  heatMaps: HeatMap[];
  /** The weekdays: of each category in the summary. */
  weekdays: WeekdayProfile[];
  /** The runs up to the last of the days: of each item in the summary. */
  streaks: Streaks[];
  /** The strength on the last of the days: of each item in the summary that has one. */
  strengths: Strength[];
  /** The comparison that was asked for. */
  comparison?: Comparison | undefined;
}

/** What a report is to show. Bad deeds and reflections are in it only where they are asked for. */
export interface ReportOptions {
  /** In which language (`en`, `ar`, `ar-EG` …); English if left out. */
  language?: string | undefined | null;
  /** With bad deeds, and the reflections on them if reflections are asked for. */
  saiyyiaat?: boolean | undefined | null;
  /** With reflections. */
  reflections?: boolean | undefined | null;
}

/** How a plot is to show an item. */
export interface PlotOptions {
  /** What each bar stands for; a month if left out. */
  bucket?: Bucket | undefined | null;
  /** In which language (`en`, `ar`, `ar-EG` …); English if left out. */
  language?: string | undefined | null;
}

/** When a reminder is due, by the clocks of the owner's zone as it is then. */
export type ReminderTime =
  /** Once. */
  | { is: 'once'; day: Day; minute: number }
  /** At a time of day, on the days of a schedule. */
  | { is: 'recurring'; minute: number; schedule: Schedule };

/** For when an occurrence was set. */
export type Slot =
  /** For a date and a time that clocks show. */
  | { is: 'planned'; day: Day; minute: number }
  /** For the instant that a one-off was put off to. */
  | { is: 'put_off'; until: Timestamp };

/** The words written about one day. Never shared. */
export interface Reflection {
  /** The day. */
  day: Day;
  /** On good deeds or on bad ones. */
  category: Category;
  /** The words. */
  text: string;
  /** The ledger's sequence number of its last change. */
  revision: number;
}

/** Where a list of reflections goes on. */
export interface ReflectionCursor {
  /** The day of the last one. */
  day: Day;
  /** Its category. */
  category: Category;
}

/** Which reflections to list: all of them, a thousand at once, unless told otherwise. */
export interface ReflectionQuery {
  /** On these days. */
  days?: DaySpan | undefined | null;
  /** Of this category. */
  category?: Category | undefined | null;
  /** After this one in the order of the list. */
  after?: ReflectionCursor | undefined | null;
  /** At most so many, 1 to 10,000. */
  limit?: number | undefined | null;
}

/** Some reflections, and where the next ones are. */
export interface ReflectionPage {
  /** The reflections, the newest first. */
  reflections: Reflection[];
  /** What to pass as `after` for the next page; none on the last. */
  next?: ReflectionCursor | undefined;
}

/** Something to be reminded of. */
export interface Reminder {
  /** Its id. */
  id: ReminderId;
  /** What it is about. */
  title: string;
  /** More words. */
  text?: string | undefined;
  /** The item it belongs to. */
  item?: ItemId | undefined;
  /** From 1, the most urgent, to 5. */
  priority: number;
  /** When it is due. */
  time: ReminderTime;
  /** Whether it is in use. */
  active: boolean;
  /** When a one-off was completed. */
  completedAt?: Timestamp | undefined;
  /** Until when a one-off is put off. */
  snoozedUntil?: Timestamp | undefined;
}

/** A reminder that was made. */
export interface AddedReminder {
  /** The reminder. */
  reminder: Reminder;
  /** The commit. */
  committed: Committed;
}

/** A reminder to be made. */
export interface NewReminder {
  /** What it is about. */
  title: string;
  /** When it is due. */
  time: ReminderTime;
  /** More words. */
  text?: string | undefined | null;
  /** The item it belongs to. */
  item?: ItemId | undefined | null;
  /** From 1, the most urgent, to 5; 3 if left out. */
  priority?: number | undefined | null;
}

/** What to change of a reminder; what is left out stays. */
export interface ReminderEdit {
  /** What it is about. */
  title?: string | undefined | null;
  /** More words; an empty text takes them away. */
  text?: string | undefined | null;
  /** From 1, the most urgent, to 5. */
  priority?: number | undefined | null;
  /** When it is due. */
  time?: ReminderTime | undefined | null;
  /** Whether it is in use. */
  active?: boolean | undefined | null;
}

/** One time at which a reminder is due. */
export interface Occurrence {
  /** The instant. */
  at: Timestamp;
  /** The reminder. */
  reminder: ReminderId;
  /** What it was set for. */
  slot: Slot;
}

/** A reminder to deliver now: the asker's own until the lease ends. */
export interface DueReminder {
  /** What to remind of. */
  reminder: Reminder;
  /** Which of its occurrences this is. */
  occurrence: Occurrence;
  /** The owner's day that it falls on. */
  day: Day;
  /** When the lease ends: not confirmed by then, it is handed out again. */
  until: Timestamp;
}

/** How far back due reminders are looked for, and for how long what is handed out is the asker's. */
export interface DueOptions {
  /** In seconds, at most five days; a day if left out. */
  grace?: number | undefined | null;
  /** In seconds, at most five days; five minutes if left out. */
  lease?: number | undefined | null;
}

/** What kind a relation is. */
export type RelationKind =
  /** Mutual: each may share with the other. */
  | 'friend'
  /** One way: the requester sees what the receiver shares. */
  | 'follow';

/** Which side of a relation the owner of the book is. */
export type RelationRole =
  /** The owner asked for it. */
  | 'requester'
  /** The owner was asked. */
  | 'receiver';

/** How a relation stands. */
export type RelationState =
  /** Asked for, and not answered. */
  | 'pending'
  /** Both agreed. */
  | 'accepted'
  /** The one who was asked declined. */
  | 'rejected'
  /** One of them ended it, or withdrew the request. */
  | 'ended';

/** How far a permission goes. */
export type PermissionLevel =
  /** To see the entries, without their notes. */
  | 'read'
  /** To write entries, too. */
  | 'write';

/** Why something is not allowed. */
export type Refusal =
  /** There is no relation that would let them see anything. */
  | 'no_relation'
  /** There is one that is not accepted. */
  | 'not_accepted'
  /** The owner has not shared it. */
  | 'not_shared'
  /** It is hidden, or something above it is. */
  | 'hidden'
  /** It may be read, but not written. */
  | 'read_only'
  /** It is the owner's alone. */
  | 'owners_alone';

/** What a permission is for. */
export type Shared =
  /** A deed with all its items. */
  | { is: 'of_deed'; deed: DeedId }
  /** An item with what is below it. */
  | { is: 'of_item'; item: ItemId };

/** What somebody wants to do with a book. */
export type Wish =
  /** To see the entries of an item. */
  | { is: 'read'; item: ItemId }
  /** To write entries of an item. */
  | { is: 'write'; item: ItemId }
  /** Anything else. */
  | { is: 'private' };

/** A relation between the owner of the book and somebody else. */
export interface Relation {
  /** Its id: the same in both books. */
  id: RelationId;
  /** The other one. */
  other: UserId;
  /** What kind it is. */
  kind: RelationKind;
  /** Which side the owner is. */
  role: RelationRole;
  /** How it stands. */
  state: RelationState;
  /** When it was asked for last. */
  requestedAt: Timestamp;
  /** When it was accepted; set exactly while it is. */
  acceptedAt?: Timestamp | undefined;
  /** When its state changed last. */
  changedAt: Timestamp;
}

/** A relation that was asked for. */
export interface AddedRelation {
  /** The relation. */
  relation: Relation;
  /** The commit. */
  committed: Committed;
}

/** Somebody whose requests don't reach the owner. */
export interface Block {
  /** Who. */
  user: UserId;
  /** Since when. */
  blockedAt: Timestamp;
}

/** Lets the other one of a relation see, or write, the entries of a deed or an item. */
export interface Permission {
  /** Its id. */
  id: PermissionId;
  /** The relation that it hangs on. */
  relation: RelationId;
  /** What it is for. */
  shared: Shared;
  /** How far it goes. */
  level: PermissionLevel;
  /** When it was granted. */
  grantedAt: Timestamp;
}

/** A permission that was granted. */
export interface AddedPermission {
  /** The permission. */
  permission: Permission;
  /** The commit. */
  committed: Committed;
}

/** A permission to be granted. */
export interface NewPermission {
  /** The relation that it hangs on. */
  relation: RelationId;
  /** What it is for. */
  shared: Shared;
  /** How far it goes. */
  level: PermissionLevel;
  /** The second word that sharing a bad deed asks for: concealing one's sins is the norm. */
  confirmed?: boolean | undefined | null;
}

/** Whether something is allowed, and why. */
export interface Access {
  /** Whether it is. */
  allowed: boolean;
  /** The permission that covers it; none for the owner. */
  permission?: PermissionId | undefined;
  /** How far that goes. */
  level?: PermissionLevel | undefined;
  /** Why it is not. */
  refusal?: Refusal | undefined;
}

/** That somebody read in a book which is not theirs. */
export interface LoggedAccess {
  /** Who. */
  reader: UserId;
  /** Entries of which deed. */
  deed: DeedId;
  /** On which day, by the owner's clocks. */
  day: Day;
  /** When first on that day. */
  firstAt: Timestamp;
}

/** Where the access log goes on. */
export interface AccessCursor {
  /** The day of the last line. */
  day: Day;
  /** Its reader. */
  reader: UserId;
  /** Its deed. */
  deed: DeedId;
}

/** A part of the access log, and where the next one is. */
export interface AccessPage {
  /** The lines, the newest day first. */
  accesses: LoggedAccess[];
  /** What to pass as `after` for the next page; none on the last. */
  next?: AccessCursor | undefined;
}

/** What a commit does in the history of its book. */
export type Origin =
  /** Written by its actor. */
  | 'authored'
  /** Reverses an earlier commit. */
  | 'undo'
  /** Brings back what an undo had reversed. */
  | 'redo'
  /** Writes again what an erasure could not keep in place. */
  | 'erasure';

/** Names a record of a book. */
export type RecordKey =
  /** The owner's settings. */
  | { is: 'settings' }
  /** A group. */
  | { is: 'group'; id: GroupId }
  /** A deed. */
  | { is: 'deed'; id: DeedId }
  /** An item. */
  | { is: 'item'; id: ItemId }
  /** A scale version. */
  | { is: 'scale'; id: ScaleId }
  /** An exemption. */
  | { is: 'exemption'; id: ExemptionId }
  /** A merit. */
  | { is: 'merit'; id: MeritId }
  /** A target. */
  | { is: 'target'; id: TargetId }
  /** A reminder. */
  | { is: 'reminder'; id: ReminderId }
  /** The entry of an item on a day. */
  | { is: 'entry'; item: ItemId; day: Day }
  /** Whether a day was reviewed. */
  | { is: 'reviewed'; day: Day }
  /** The make-ups done for an item on a day. */
  | { is: 'make_up'; item: ItemId; day: Day }
  /** The owed days of an item that were settled by fidya on a day. */
  | { is: 'fidya'; item: ItemId; day: Day }
  /** The reflection on a day. */
  | { is: 'reflection'; day: Day; category: Category }
  /** The first day of a Hijri month by the owner's sighting. */
  | { is: 'sighting'; month: HijriMonth };

/** What a record held. */
export type RecordImage =
  /** An entry. */
  | { is: 'entry'; value: EntryValue; note?: string | undefined }
  /** The mark that a day was reviewed. */
  | { is: 'reviewed' }
  /** Make-ups. */
  | { is: 'make_up'; count: number }
  /** Owed days settled by fidya. */
  | { is: 'fidya'; count: number }
  /** A reflection. Private. */
  | { is: 'reflection'; text: string }
  /** A record of the book's structure. */
  | { is: 'structure'; kind: string };

/** A commit of the ledger, without what it changed. */
export interface CommitHeader {
  /** Its place in the ledger. */
  seq: number;
  /** When it was written. */
  at: Timestamp;
  /** Who wrote it. */
  actor: UserId;
  /** On which device. */
  device: DeviceId;
  /** What it does in the book's history. */
  origin: Origin;
  /** Of an undo or a redo: which commit it is about. */
  of?: number | undefined;
}

/** One event in the history of a record. */
export interface LedgerEvent {
  /** The sequence number of the commit. */
  seq: number;
  /** When. */
  at: Timestamp;
  /** Who. */
  actor: UserId;
  /** On which device. */
  device: DeviceId;
  /** Whether it was written, undone or brought back. */
  origin: Origin;
  /** Of an undo or a redo: which commit it is about. */
  of?: number | undefined;
  /** What the record held before; none where there was no such record. */
  before?: RecordImage | undefined;
  /** What it held afterwards; none where it was removed. */
  after?: RecordImage | undefined;
}

/** What was undone, or brought back. */
export interface Undone {
  /** The commit that was. */
  of: number;
  /** The commit that did it. */
  committed: Committed;
}

/** A chain that holds, in numbers. */
export interface VerifyReport {
  /** How many commits there are. */
  commits: number;
  /** How many changes they hold, the erased ones included. */
  changes: number;
  /** How many changes were erased. */
  erased: number;
  /** Where the ledger ends. */
  head: Checkpoint;
}

/** Which entries to write as a table: all of them, without their notes, unless told otherwise. */
export interface CsvExport {
  /** Only those of these days. */
  days?: DaySpan | undefined | null;
  /** Only those of these items and of what is below them. */
  items?: ItemId[] | undefined | null;
  /** Only those of good deeds, or of bad ones. */
  category?: Category | undefined | null;
  /** With their notes, which are private. */
  notes?: boolean | undefined | null;
  /** Begins with the mark by which spreadsheets recognise UTF-8. */
  bom?: boolean | undefined | null;
}

/** What to put into a calendar file. Nothing is in it that is not asked for. */
export interface CalendarExport {
  /** The days. */
  days: DaySpan;
  /** With reminders in use. */
  reminders?: boolean | undefined | null;
  /** With targets in use. */
  targets?: boolean | undefined | null;
  /** With exemptions and their reasons, which are private. */
  exemptions?: boolean | undefined | null;
  /** With the days of meaning of the Hijri year. */
  occasions?: boolean | undefined | null;
}

/** How far an import has come. What was read is then written, all at once: until that is done, the last number stands. */
export interface ImportProgress {
  /** How many rows were read. */
  rows: number;
  /** How many there are; none where the file does not tell, or before it was looked through. */
  total?: number | undefined;
}

/** What was imported, or, of a dry run, would be. */
export interface ImportReport {
  /** The format that the file was recognised as. */
  format: string;
  /** Whether nothing was to be written. */
  dryRun: boolean;
  /** What each habit became, in the order of the file. */
  deeds: ImportedDeed[];
  /** How many entries are new. */
  entriesAdded: number;
  /** How many entries the book held already, with the same value. */
  entriesUnchanged: number;
  /** How many spans of skipped days are new, as exemptions. */
  exemptionsAdded: number;
  /** How many reminders are new. */
  remindersAdded: number;
  /** How many groups of deeds are new. */
  groupsAdded: number;
  /** How many days have a reflection that is new. */
  reflectionsAdded: number;
  /** How many reflections the book held already, with the same words. */
  reflectionsUnchanged: number;
  /** What the file holds that a book can't, or that the book has otherwise. */
  notCarried: NotCarriedOver[];
  /** What the reader found in the file, in words. */
  remarks: string[];
  /** The commit. */
  committed: Committed;
}

/** What a habit became. */
export interface ImportedDeed {
  /** The deed. */
  deed: DeedId;
  /** Its name. */
  name: string;
  /** Whether it is new to the book. */
  isNew: boolean;
  /** How many of its entries are new. */
  entriesAdded: number;
}

/** Something that was not carried over as it stands in the file. */
export interface NotCarriedOver {
  /** The habit's name. */
  habit: string;
  /** What it is, as a stable word. */
  what: string;
  /** How often. */
  count: number;
  /** The first three days concerned, if days are. */
  days: Day[];
}

/** A deed of the starter catalogue, in a language. */
export interface StarterDeed {
  /** What it is picked by: `salah`. */
  key: string;
  /** What it belongs to: `Prayer`. */
  group: string;
  /** Its name. */
  name: string;
  /** What it means. */
  about: string;
  /** Good or bad. */
  category: Category;
  /** Scale or count. */
  measure: Measure;
  /** The unit of its amounts, where it has one. */
  unit?: string | undefined;
  /** The labels of its scale, the lowest first; empty for a deed that is counted. */
  values: string[];
  /** Whether it belongs to the set that is suggested to beginners. */
  suggested: boolean;
  /** The items under it. */
  items: StarterItem[];
}

/** An item of a deed of the starter catalogue, in a language. */
export interface StarterItem {
  /** What it is picked by: `salah/fajr`. */
  key: string;
  /** Its name. */
  name: string;
  /** When it is due. */
  schedule: Schedule;
  /** What makes a day kept, where the default of its category is not meant. */
  goal?: Goal | undefined;
  /** Whether missed days are owed. */
  makeUp: boolean;
  /** Whether it is a fast. */
  fast: boolean;
  /** Whether it belongs to the set that is suggested to beginners. */
  suggested: boolean;
}

/** The owner's settings. Changing them moves no entry. */
export interface BookSettings {
  /** What is set. */
  get(call?: CallOptions): Promise<Settings>;

  /** Sets several at once; what is left out stays. */
  edit(edit: SettingsEdit, call?: CallOptions): Promise<Committed>;
}

/** The groups of a book's deeds. */
export interface Groups {
  /** Makes a group, after the others. */
  add(name: string, call?: CallOptions): Promise<AddedGroup>;

  /** All groups in their order. */
  list(call?: CallOptions): Promise<Group[]>;

  /** Renames a group. */
  rename(id: GroupId, name: string, call?: CallOptions): Promise<Committed>;

  /** Puts the groups into a complete new order. */
  reorder(order: GroupId[], call?: CallOptions): Promise<Committed>;

  /** Removes a group; its deeds are then in none. */
  remove(id: GroupId, call?: CallOptions): Promise<Committed>;
}

/** The deeds of a book. */
export interface Deeds {
  /**
   * Makes a deed with its scale and items, after the others.
   *
   * # Errors
   * `invalid` for a part that breaks a rule, named as in `items[2].name`; `not_found` for its group.
   */
  add(deed: NewDeed, call?: CallOptions): Promise<AddedDeed>;

  /**
   * Makes several deeds, after the others and in their order, as one commit.
   *
   * # Errors
   * As `add`, the place in front: `deeds[3].name`. Nothing is made then.
   */
  addAll(deeds: NewDeed[], call?: CallOptions): Promise<AddedDeeds>;

  /**
   * A deed with its items.
   *
   * # Errors
   * `not_found`.
   */
  get(id: DeedId, call?: CallOptions): Promise<Deed>;

  /** All deeds in their order, archived and hidden ones too. */
  list(call?: CallOptions): Promise<Deed[]>;

  /**
   * Edits a deed.
   *
   * # Errors
   * `conflict` for another category or measure once there are entries, or while a rule relies on it.
   */
  edit(id: DeedId, edit: DeedEdit, call?: CallOptions): Promise<Committed>;

  /** Renames a deed, and with it its root item. */
  rename(id: DeedId, name: string, call?: CallOptions): Promise<Committed>;

  /** Shows a deed in a group, or in none. */
  assignGroup(id: DeedId, group?: GroupId | null, call?: CallOptions): Promise<Committed>;

  /** Puts the deeds into a complete new order. Archived ones may be left out; they come last. */
  reorder(order: DeedId[], call?: CallOptions): Promise<Committed>;

  /** Archives a deed with all its items: not due from that day on, history kept. */
  archive(id: DeedId, fromDay: Day, call?: CallOptions): Promise<Committed>;

  /** Makes an archived deed live again. */
  restore(id: DeedId, call?: CallOptions): Promise<Committed>;
}

/** The items of a book's deeds. */
export interface Items {
  /**
   * Makes an item, with those below it, under another one: after the items there.
   *
   * # Errors
   * `invalid` for a part that breaks a rule, or a tree more than 8 levels deep; `conflict` for a name that a live
   * sibling has, or an archived parent.
   */
  add(parent: ItemId, item: NewItem, call?: CallOptions): Promise<AddedItem>;

  /**
   * An item.
   *
   * # Errors
   * `not_found`.
   */
  get(id: ItemId, call?: CallOptions): Promise<Item>;

  /**
   * The item at a path such as `Salah/Fajr`, or the one with this UUID.
   *
   * # Errors
   * `not_found`, or `conflict` if several have this path.
   */
  find(path: string, call?: CallOptions): Promise<ItemId>;

  /**
   * Edits an item.
   *
   * # Errors
   * `conflict` for a name that a live sibling has.
   */
  edit(id: ItemId, edit: ItemEdit, call?: CallOptions): Promise<Committed>;

  /** Leaves an item out of insights, or also out of input lists; or shows it again. */
  hide(id: ItemId, hide: Hide, call?: CallOptions): Promise<Committed>;

  /** Moves an item, with all below it, under another item of the same deed, after those there. */
  moveUnder(id: ItemId, parent: ItemId, call?: CallOptions): Promise<Committed>;

  /** Puts the items under a parent into a complete new order. Archived ones may be left out; they come last. */
  reorder(parent: ItemId, order: ItemId[], call?: CallOptions): Promise<Committed>;

  /** Archives an item with all below it: not due from that day on, history kept. */
  archive(id: ItemId, fromDay: Day, call?: CallOptions): Promise<Committed>;

  /** Makes an archived item live again, with those below it that were archived from the same day. */
  restore(id: ItemId, call?: CallOptions): Promise<Committed>;

  /** Sets what makes a day kept, from a day on until the next goal's day. */
  setGoal(id: ItemId, fromDay: Day, goal: Goal, call?: CallOptions): Promise<Committed>;

  /** Sets when an item is due, from a day on until the next schedule's day. */
  setSchedule(id: ItemId, fromDay: Day, schedule: Schedule, call?: CallOptions): Promise<Committed>;

  /** Sets how an item's make-ups are reckoned; none if missed days are not owed. */
  setMakeUp(id: ItemId, policy?: MakeUpPolicy | null, call?: CallOptions): Promise<Committed>;

  /**
   * Sets how many make-ups were owed when their reckoning began. All else about them stays.
   *
   * # Errors
   * `conflict` for an item whose missed days are not owed.
   */
  setOpening(id: ItemId, opening: number, call?: CallOptions): Promise<Committed>;

  /**
   * Sets what is given as fidya for one owed day, or that none is. All else about the make-ups stays.
   *
   * # Errors
   * `invalid` for an amount of 0, `conflict` for an item whose missed days are not owed.
   */
  setFidyaRate(id: ItemId, rate?: FidyaRate | null, call?: CallOptions): Promise<Committed>;

  /** Sets what reasons of exemption do for items: each of them gets these on top of what it has. */
  setExcuses(items: ItemId[], excuses: Excuse[], call?: CallOptions): Promise<Committed>;
}

/** The scales of a book's deeds. */
export interface Scales {
  /** The versions of a deed's scale, in order of their numbers; none for a counted deed. */
  versions(deed: DeedId, call?: CallOptions): Promise<Scale[]>;

  /**
   * Makes the next version of a deed's scale, active from today on. Entries keep the values they were given.
   *
   * `mapping` tells for each value of the version before, by position, which one it is now, if any; without it, the one
   * with the same label.
   *
   * # Errors
   * `invalid` for values that are no scale, a mapping that does not fit, or a counted deed.
   */
  redefine(deed: DeedId, values: ScaleValue[], mapping?: (number | null)[] | null, call?: CallOptions): Promise<AddedScale>;

  /** Corrects the spelling of a version's labels, in order. Neither version nor scores change. */
  correctLabels(id: ScaleId, labels: string[], call?: CallOptions): Promise<Committed>;
}

/** The entries of a book. */
export interface Entries {
  /**
   * Records a value for an item on a day, in the place of what stood there. A note that is there stays.
   *
   * # Errors
   * `invalid` for a value that is not one of the deed's, an item that is no leaf, or a day after the owner's tomorrow;
   * `not_found` for the item.
   */
  put(item: ItemId, day: Day, value: ValueInput, call?: CallOptions): Promise<Committed>;

  /**
   * Records many entries: all of them, or, if one is refused, none. Safe to repeat.
   *
   * # Errors
   * As `put`, with the place of the one that is wrong, as in `entries[17].value`.
   */
  putMany(entries: NewEntry[], call?: CallOptions): Promise<Committed>;

  /**
   * Adds to the count of an item on a day. Those who add at the same time end at the sum. To be able to send it again
   * after a failure without adding twice, use `batch`.
   *
   * # Errors
   * As `put`; `invalid` for a deed that is not counted, and for an amount of 0.
   */
  add(item: ItemId, day: Day, amount: Amount, call?: CallOptions): Promise<Committed>;

  /**
   * Puts entries and adds to counts: carried out once, however often it is sent with this request id, all of it or
   * nothing.
   *
   * # Errors
   * As `put_many`; `conflict` for a request id that was carried out with other changes.
   */
  batch(request: RequestId, entries?: NewEntry[] | null, counts?: CountToAdd[] | null, call?: CallOptions): Promise<Committed>;

  /**
   * Sets the note of an entry, or takes it away.
   *
   * # Errors
   * `invalid` for a note that is empty or has more than 4,000 characters; `not_found` without entry.
   */
  note(item: ItemId, day: Day, note?: string | null, call?: CallOptions): Promise<Committed>;

  /**
   * Removes an entry. Its history stays.
   *
   * # Errors
   * `not_found` without entry.
   */
  remove(item: ItemId, day: Day, call?: CallOptions): Promise<Committed>;

  /**
   * The entry of an item on a day, if there is one.
   *
   * # Errors
   * `not_found` for the item.
   */
  get(item: ItemId, day: Day, call?: CallOptions): Promise<Entry | undefined>;

  /**
   * Entries by cursor: newest first, stable while others write.
   *
   * # Errors
   * `invalid` for a limit that is not from 1 to 10,000.
   */
  list(query?: EntryQuery | null, call?: CallOptions): Promise<EntryPage>;

  /**
   * Entries whose notes hold all words of a text, newest first.
   *
   * # Errors
   * `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
   */
  search(words: string, after?: EntryCursor | null, limit?: number | null, call?: CallOptions): Promise<EntryPage>;

  /**
   * A day as an input screen shows it: every leaf that is not hidden from all, whether it is due, what was recorded, and
   * whether the day was kept.
   */
  day(day: Day, call?: CallOptions): Promise<DayPage>;

  /**
   * Marks a day as reviewed ("nothing to report"), so that blank bad deeds read as clean; or takes the mark away.
   *
   * # Errors
   * `invalid` for a day after the owner's tomorrow.
   */
  setReviewed(day: Day, reviewed: boolean, call?: CallOptions): Promise<Committed>;

  /** The days within a span that are marked as reviewed, rising. */
  reviewed(days: DaySpan, call?: CallOptions): Promise<Day[]>;
}

/** The make-ups (*qada*) of a book's items. */
export interface MakeUps {
  /**
   * Records that so many make-ups of an item were done on a day, on top of those recorded for it.
   *
   * # Errors
   * `conflict` for an item whose missed days are not owed, `invalid` for a count of 0 or a day after the owner's tomorrow.
   */
  add(item: ItemId, day: Day, count: number, call?: CallOptions): Promise<Committed>;

  /** Sets how many make-ups of an item were done on a day. */
  put(item: ItemId, day: Day, count: number, call?: CallOptions): Promise<Committed>;

  /**
   * Removes what was recorded of make-ups for a day.
   *
   * # Errors
   * `not_found` if there is nothing.
   */
  remove(item: ItemId, day: Day, call?: CallOptions): Promise<Committed>;

  /** Records that so many owed days of an item were settled by fidya on a day, on top of those recorded for it. */
  addFidya(item: ItemId, day: Day, count: number, call?: CallOptions): Promise<Committed>;

  /** Sets how many owed days of an item were settled by fidya on a day. */
  putFidya(item: ItemId, day: Day, count: number, call?: CallOptions): Promise<Committed>;

  /**
   * Removes what was recorded of fidya for a day.
   *
   * # Errors
   * `not_found` if there is nothing.
   */
  removeFidya(item: ItemId, day: Day, call?: CallOptions): Promise<Committed>;

  /**
   * Confirms that the due days up to a day on which nothing was logged were missed, so that they are owed.
   *
   * # Errors
   * `invalid` for a day that is not over; `conflict` for an item whose missed days are not owed.
   */
  confirmMissed(item: ItemId, until: Day, call?: CallOptions): Promise<Committed>;

  /** Takes back that the due days from a day on, on which nothing was logged, were missed. */
  unconfirmMissed(item: ItemId, fromDay: Day, call?: CallOptions): Promise<Committed>;

  /** The due days before today on which nothing was logged and which are not confirmed as missed, rising. */
  unconfirmedDays(item: ItemId, call?: CallOptions): Promise<Day[]>;

  /**
   * What is owed of an item today.
   *
   * # Errors
   * `conflict` for an item whose missed days are not owed, `not_found` for the item.
   */
  balance(item: ItemId, call?: CallOptions): Promise<MakeUpBalance>;

  /** How what is owed of an item came about, day by day up to today. */
  history(item: ItemId, call?: CallOptions): Promise<MakeUpHistory>;

  /** What was made up of an item, and what was settled by fidya. */
  settled(item: ItemId, call?: CallOptions): Promise<Settled>;
}

/** The exemptions of a book. Never visible to others. */
export interface Exemptions {
  /**
   * Makes an exemption: open, unless its last day is given.
   *
   * # Errors
   * `invalid` for a last day before the first; `not_found` for the deed or item.
   */
  add(exemption: NewExemption, call?: CallOptions): Promise<AddedExemption>;

  /** All exemptions, the latest first. */
  list(call?: CallOptions): Promise<Exemption[]>;

  /** Edits an exemption. */
  edit(id: ExemptionId, edit: ExemptionEdit, call?: CallOptions): Promise<Committed>;

  /** Ends an exemption with a last day, be it open or not. */
  end(id: ExemptionId, lastDay: Day, call?: CallOptions): Promise<Committed>;

  /** Removes an exemption. */
  remove(id: ExemptionId, call?: CallOptions): Promise<Committed>;
}

/** The merits and demerits of a book. */
export interface Merits {
  /**
   * Makes a merit, after the others.
   *
   * # Errors
   * `invalid` for a rule that breaks the rules, named by its part, as in `rule.all[2].days`; `not_found` for an item
   * that it names.
   */
  add(merit: NewMerit, call?: CallOptions): Promise<AddedMerit>;

  /**
   * A merit.
   *
   * # Errors
   * `not_found`.
   */
  get(id: MeritId, call?: CallOptions): Promise<Merit>;

  /** All merits in their order. */
  list(call?: CallOptions): Promise<Merit[]>;

  /**
   * Edits a merit. Verdicts recorded for it follow its new rule.
   *
   * # Errors
   * As `add`.
   */
  edit(id: MeritId, edit: MeritEdit, call?: CallOptions): Promise<Committed>;

  /** Puts a merit into use, or out of it. */
  activate(id: MeritId, active: boolean, call?: CallOptions): Promise<Committed>;

  /** Puts the merits into a complete new order. */
  reorder(order: MeritId[], call?: CallOptions): Promise<Committed>;

  /** Removes a merit, and the verdicts recorded for it. */
  remove(id: MeritId, call?: CallOptions): Promise<Committed>;

  /**
   * How a merit stands on a day, whether it is in use or not: the whole rule, with what each condition has and needs.
   * Nothing is recorded. The words of `why` are in a language (`en`, `ar` …); in English, with days as `2024-02-10`, if it is left
   * out.
   *
   * # Errors
   * `not_found`; `unsupported` for a language without texts, `invalid` for what is no tag of a language.
   */
  evaluate(id: MeritId, day: Day, language?: string | null, call?: CallOptions): Promise<Verdict>;

  /**
   * How all merits in use stand on a day, in their order; with the words of `evaluate`.
   *
   * # Errors
   * For the language those of `evaluate`.
   */
  evaluateAll(day: Day, language?: string | null, call?: CallOptions): Promise<MeritVerdict[]>;

  /** How all merits in use stand on each day of a span, in their order. Nothing is recorded. */
  outcomes(days: DaySpan, call?: CallOptions): Promise<MeritOutcomes[]>;

  /**
   * Evaluates a merit for a day and records the verdict. From then on it is kept current: every write that turns it says so.
   * The words are those of `evaluate`.
   *
   * # Errors
   * As `evaluate`.
   */
  record(id: MeritId, day: Day, language?: string | null, call?: CallOptions): Promise<Verdict>;

  /**
   * Evaluates all merits in use for a day and records the verdicts: what a nightly run does. The words are those of `evaluate`.
   *
   * # Errors
   * For the language those of `evaluate`.
   */
  recordAll(day: Day, language?: string | null, call?: CallOptions): Promise<MeritVerdict[]>;

  /**
   * Evaluates a merit for each day of a span and records the verdicts.
   *
   * # Errors
   * `not_found`.
   */
  backfill(id: MeritId, days: DaySpan, call?: CallOptions): Promise<RecordedVerdict[]>;

  /**
   * The verdicts recorded for a merit on days of a span, by day.
   *
   * # Errors
   * `not_found`.
   */
  history(id: MeritId, days: DaySpan, call?: CallOptions): Promise<RecordedVerdict[]>;

  /**
   * Recomputes the recorded verdicts that may be out of date, and tells what turned: after another program wrote to the
   * book, or after a crash. Writes and readings do so by themselves.
   */
  recompute(call?: CallOptions): Promise<Turned[]>;
}

/** The targets of a book. */
export interface Targets {
  /**
   * Makes a target.
   *
   * # Errors
   * `invalid` for dates and conditions that break the rules, named as in `items[1].days`; `conflict` for a title and first
   * day that another target has.
   */
  add(target: NewTarget, call?: CallOptions): Promise<AddedTarget>;

  /**
   * A target.
   *
   * # Errors
   * `not_found`.
   */
  get(id: TargetId, call?: CallOptions): Promise<Target>;

  /** All targets, the latest first. */
  list(call?: CallOptions): Promise<Target[]>;

  /**
   * Edits a target.
   *
   * # Errors
   * As `add`; whether it is over does not matter.
   */
  edit(id: TargetId, edit: TargetEdit, call?: CallOptions): Promise<Committed>;

  /** Removes a target. */
  remove(id: TargetId, call?: CallOptions): Promise<Committed>;

  /**
   * How a target stands today.
   *
   * # Errors
   * `not_found`.
   */
  progress(id: TargetId, call?: CallOptions): Promise<TargetProgress>;

  /** How all targets in use stand today, the latest first. */
  progressAll(call?: CallOptions): Promise<TargetStanding[]>;
}

/**
 * What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
 * span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
 */
export interface Insights {
  /** The figures of each category, deed and item. */
  summary(days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Summary>;

  /**
   * The same figures of one category, deed or item.
   *
   * # Errors
   * `not_found`.
   */
  figures(subject: Subject, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Figures>;

  /**
   * How often each scale value was given to an item and those below it.
   *
   * # Errors
   * `not_found`.
   */
  distribution(item: ItemId, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Distribution>;

  /**
   * The figures of a category, deed or item bucket by bucket, for charts.
   *
   * # Errors
   * `not_found`.
   */
  series(subject: Subject, bucket: Bucket, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Points>;

  /**
   * For each day: how much of what was due was kept, and how much was recorded.
   *
   * # Errors
   * `not_found`.
   */
  heatMap(subject: Subject, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<HeatMap>;

  /**
   * What was due and kept on each weekday, with the best and the worst one.
   *
   * # Errors
   * `not_found`.
   */
  weekdays(subject: Subject, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<WeekdayProfile>;

  /**
   * The current and the longest run of an item: of all its days, or within some, which cut off those that began before.
   *
   * # Errors
   * `not_found`.
   */
  streaks(item: ItemId, within?: DaySpan | null, hidden?: boolean | null, call?: CallOptions): Promise<Streaks>;

  /**
   * How strong the practice of an item is today; none before it starts.
   *
   * # Errors
   * `not_found`.
   */
  strength(item: ItemId, hidden?: boolean | null, call?: CallOptions): Promise<Strength | undefined>;

  /**
   * How strong it was at the end of each day.
   *
   * # Errors
   * `not_found`.
   */
  strengthSeries(item: ItemId, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Strength[]>;

  /** The figures of two spans side by side, with the change of each. */
  comparison(before: DaySpan, after: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Comparison>;

  /**
   * Whether two items are kept on the same days, and on how many days that rests.
   *
   * # Errors
   * `not_found`.
   */
  correlation(first: ItemId, second: ItemId, days: DaySpan, hidden?: boolean | null, call?: CallOptions): Promise<Correlation>;

  /** Everything that is shown of a span of days, in one value, from one reading of the store. */
  dashboard(request: DashboardRequest, hidden?: boolean | null, call?: CallOptions): Promise<Dashboard>;
}

/**
 * A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden items are
 * never in the page, nor are notes of entries and exemptions.
 */
export interface Reports {
  /**
   * The report of some days up to today: a whole HTML document.
   *
   * # Errors
   * `unsupported` for a language without texts, `invalid` for what is no tag of a language.
   */
  page(days: DaySpan, options?: ReportOptions | null, call?: CallOptions): Promise<string>;

  /**
   * An item (with all below it) over time: a whole SVG document, with a bar for each part of the days. Of a deed that is
   * counted it shows the totals, of one with a scale how much of what was due was kept.
   *
   * # Errors
   * `not_found` for the item; `invalid` (field `bucket`) for more than 1,000 bars; for the language those of `page`.
   */
  plot(item: ItemId, days: DaySpan, options?: PlotOptions | null, call?: CallOptions): Promise<string>;
}

/** The reflections of a book. Never shared. */
export interface Reflections {
  /**
   * Writes the reflection on a day, in the place of what stood there.
   *
   * # Errors
   * `invalid` for a text that is empty or has more than 20,000 characters, or a day after tomorrow.
   */
  write(day: Day, category: Category, text: string, call?: CallOptions): Promise<Committed>;

  /** Takes the reflection on a day away; its history stays. */
  remove(day: Day, category: Category, call?: CallOptions): Promise<Committed>;

  /** The reflection on a day, if there is one. */
  read(day: Day, category: Category, call?: CallOptions): Promise<Reflection | undefined>;

  /**
   * Reflections by cursor: newest first.
   *
   * # Errors
   * `invalid` for a limit that is not from 1 to 10,000.
   */
  list(query?: ReflectionQuery | null, call?: CallOptions): Promise<ReflectionPage>;

  /**
   * Reflections that hold all words of a text, newest first.
   *
   * # Errors
   * `invalid` for a text without a word, or a limit that is not from 1 to 10,000.
   */
  search(words: string, after?: ReflectionCursor | null, limit?: number | null, call?: CallOptions): Promise<ReflectionPage>;
}

/** The reminders of a book: what to be reminded of, and what is due. The host delivers them. */
export interface Reminders {
  /** Makes a reminder. */
  add(reminder: NewReminder, call?: CallOptions): Promise<AddedReminder>;

  /** All reminders, completed ones too: the most urgent first, then by title. */
  list(call?: CallOptions): Promise<Reminder[]>;

  /** Edits a reminder. A new time makes one that was completed or snoozed due again. */
  edit(id: ReminderId, edit: ReminderEdit, call?: CallOptions): Promise<Committed>;

  /**
   * Marks a reminder for one time as completed.
   *
   * # Errors
   * `conflict` for one that recurs or is completed already.
   */
  complete(id: ReminderId, call?: CallOptions): Promise<Committed>;

  /**
   * Puts a reminder for one time off.
   *
   * # Errors
   * `invalid` unless `until` is still to come; `conflict` for one that recurs or is completed.
   */
  snooze(id: ReminderId, until: Timestamp, call?: CallOptions): Promise<Committed>;

  /** Removes a reminder. */
  remove(id: ReminderId, call?: CallOptions): Promise<Committed>;

  /**
   * Takes the reminders that are due, to deliver them: the longest due first. Each occurrence is handed out once,
   * however many hosts ask; deliver it, then confirm it. One that is not confirmed within the lease is handed out again.
   *
   * # Errors
   * `invalid` for a grace or a lease of nothing or above five days.
   */
  due(options?: DueOptions | null, call?: CallOptions): Promise<DueReminder[]>;

  /**
   * Notes that a reminder was delivered: nobody gets this occurrence again.
   *
   * # Errors
   * `not_found` where it is claimed no more: the reminder was removed since, or it is more than a week ago.
   */
  confirm(due: DueReminder, call?: CallOptions): Promise<void>;

  /**
   * Gives a reminder back that can't be delivered now, so that it is handed out again at once. Says whether it was
   * still the asker's.
   */
  release(due: DueReminder, call?: CallOptions): Promise<boolean>;
}

/**
 * The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
 * tables, unless the owner says on which day one was sighted.
 */
export interface BookCalendar {
  /** The owner's today, by their zone and day start. */
  today(call?: CallOptions): Promise<Day>;

  /** A day with its weekday, Hijri date and meaning. */
  day(day: Day, call?: CallOptions): Promise<CalendarDay>;

  /** The same of all days of a span. */
  days(days: DaySpan, call?: CallOptions): Promise<CalendarDay[]>;

  /** The sightings that are set, in the order of their months. */
  sightings(call?: CallOptions): Promise<Sighting[]>;

  /**
   * Sets on which day a Hijri month began.
   *
   * # Errors
   * `invalid` (field `first_day`) for a day more than 2 days from the tables', or if a month would not have 29 or 30
   * days: `set_sightings` can move several together.
   */
  setSighting(month: HijriMonth, firstDay: Day, call?: CallOptions): Promise<Committed>;

  /** Takes a sighting back, so that the tables hold again. */
  removeSighting(month: HijriMonth, call?: CallOptions): Promise<Committed>;

  /** Sets or takes back several sightings in one commit. */
  setSightings(sightings: SightingEdit[], call?: CallOptions): Promise<Committed>;
}

/** Deeds that people commonly keep, to pick from. */
export interface Starter {
  /**
   * The whole catalogue, in a language (`en`, `ar` …; English if left out).
   *
   * # Errors
   * `unsupported` for a language without texts, `invalid` for what is no tag of a language.
   */
  list(language?: string | null, call?: CallOptions): Promise<StarterDeed[]>;

  /** The keys of the set that is suggested to beginners. */
  suggested(call?: CallOptions): Promise<string[]>;

  /**
   * Makes the deeds that keys pick, such as `salah` or `fasting/white-days`, due from a day on.
   *
   * # Errors
   * `not_found` for a key that the catalogue does not have, `invalid` if none was picked.
   */
  add(keys: string[], startsOn: Day, language?: string | null, call?: CallOptions): Promise<AddedDeeds>;
}

/** The relations of a book's owner, and what they share. */
export interface People {
  /**
   * Asks somebody for a relation. Where they have asked for the same friendship, that is accepted. Whether a block keeps it
   * from arriving is not told.
   *
   * # Errors
   * `invalid` with oneself; `not_found` if they have no book here; `conflict` where it was asked for already or stands,
   * where the owner blocks them, and while a rejected request rests.
   */
  request(kind: RelationKind, user: UserId, call?: CallOptions): Promise<AddedRelation>;

  /**
   * Accepts a request. Nothing is shared by that alone.
   *
   * # Errors
   * `not_found`; `conflict` unless it waits for the owner's answer, and where it was withdrawn meanwhile.
   */
  accept(relation: RelationId, call?: CallOptions): Promise<Committed>;

  /**
   * Declines a request.
   *
   * # Errors
   * `not_found`; `conflict` unless it waits for the owner's answer.
   */
  reject(relation: RelationId, call?: CallOptions): Promise<Committed>;

  /**
   * Ends a relation, or withdraws a request. What was shared by it, on either side, is shared no more.
   *
   * # Errors
   * `not_found`; `conflict` for one that is over, or that waits for the owner's answer.
   */
  end(relation: RelationId, call?: CallOptions): Promise<Committed>;

  /**
   * Blocks somebody: what stands between the two is over, and their requests don't arrive any more. They are not told.
   *
   * # Errors
   * `invalid` for oneself.
   */
  block(user: UserId, call?: CallOptions): Promise<Committed>;

  /**
   * Takes a block back. What it ended stays so.
   *
   * # Errors
   * `not_found` if they are not blocked.
   */
  unblock(user: UserId, call?: CallOptions): Promise<Committed>;

  /**
   * All relations: those that wait for an answer first, then those that stand, then those that are over; the newest of each
   * first.
   */
  relations(call?: CallOptions): Promise<Relation[]>;

  /** Those whom the owner blocks. */
  blocks(call?: CallOptions): Promise<Block[]>;

  /**
   * The relation by which something can be shared with somebody.
   *
   * # Errors
   * `not_found` if there is none that lets them see the book.
   */
  sharingWith(user: UserId, call?: CallOptions): Promise<RelationId>;

  /**
   * Grants a permission; granted again for the same, it sets how far that goes.
   *
   * # Errors
   * `not_found` for the relation, the deed or the item; `conflict` unless the relation is accepted and lets the other one
   * see, and where the deed has a writer already; `invalid` for a bad deed that is not confirmed.
   */
  grant(permission: NewPermission, call?: CallOptions): Promise<AddedPermission>;

  /**
   * Takes a permission back, from the next operation on.
   *
   * # Errors
   * `not_found`.
   */
  revoke(permission: PermissionId, call?: CallOptions): Promise<Committed>;

  /** All permissions, the newest first. */
  permissions(call?: CallOptions): Promise<Permission[]>;

  /** Whether somebody may do something with the book, and why. To them, what is hidden reads as not shared. */
  may(user: UserId, wish: Wish, call?: CallOptions): Promise<Access>;

  /**
   * The access log: who else read which deed on which day, newest day first; once for each.
   *
   * # Errors
   * `invalid` for a limit that is not from 1 to 10,000.
   */
  accesses(after?: AccessCursor | null, limit?: number | null, call?: CallOptions): Promise<AccessPage>;
}

/** The ledger of a book: every change there was, in a chain that shows what was tampered with. */
export interface Ledger {
  /** Where the ledger stands: to be kept elsewhere, and shown to `verify` later. */
  checkpoint(call?: CallOptions): Promise<Checkpoint>;

  /**
   * Who wrote when, newest first: the headers of at most `limit` commits (100 if left out), before a commit if one is given.
   *
   * # Errors
   * `invalid` for a limit that is not from 1 to 10,000.
   */
  commits(before?: number | null, limit?: number | null, call?: CallOptions): Promise<CommitHeader[]>;

  /** The history of a record, newest first: who changed it when, from what to what. */
  history(record: RecordKey, call?: CallOptions): Promise<LedgerEvent[]>;

  /** Reverses the actor's latest change that is not undone yet; none if there is nothing to undo. */
  undo(call?: CallOptions): Promise<Undone | undefined>;

  /** Reverses one commit. */
  undoCommit(seq: number, call?: CallOptions): Promise<Undone>;

  /** Brings back what was undone last; none if there is nothing. */
  redo(call?: CallOptions): Promise<Undone | undefined>;

  /**
   * Walks the whole chain, and holds it to a checkpoint that was kept elsewhere, if one is given.
   *
   * # Errors
   * `corrupt`, naming the first commit that does not hold.
   */
  verify(expected?: Checkpoint | null, call?: CallOptions): Promise<VerifyReport>;

  /**
   * Writes the whole book, with all of its history, to a new file that the client's `restore` reads back without loss.
   * Notes and reflections are in it; with a passphrase it is locked. Answers where the ledger stood.
   *
   * # Errors
   * `invalid` for an empty passphrase, `conflict` for a file that is there, `unavailable` if it can't be written.
   */
  export(path: string, passphrase?: string | null, call?: CallOptions): Promise<Checkpoint>;

  /**
   * Erases a record with its whole history, for good: the ledger keeps hashes in its place. A deed goes with its items and
   * all of their entries.
   *
   * # Errors
   * `not_found` for a record that never was; `conflict` for a deed or an item while a merit or a target uses it.
   */
  erase(record: RecordKey, call?: CallOptions): Promise<Committed>;

  /**
   * Erases the whole book with its ledger, for good. Its owner is named once more.
   *
   * # Errors
   * `invalid` if another than the book's owner is named.
   */
  eraseBook(owner: UserId, call?: CallOptions): Promise<void>;
}

/** Exports of a book for other programs. They hold what was asked for and no history. */
export interface Exports {
  /**
   * Writes the entries as a table to a new file, the newest day first: RFC 4180, UTF-8. Answers how many entries there were.
   *
   * # Errors
   * `not_found` for an item that is asked for; `conflict` for a file that is there, `unavailable` if it can't be written.
   */
  csv(path: string, exportOptions?: CsvExport | null, call?: CallOptions): Promise<number>;

  /**
   * Writes a calendar that other programs read to a new file: iCalendar, RFC 5545. Answers how many events there were.
   *
   * # Errors
   * `invalid` for more than 3,660 days; `conflict` for a file that is there, `unavailable` if it can't be written.
   */
  calendar(path: string, exportOptions: CalendarExport, call?: CallOptions): Promise<number>;
}

/** Imports of other programs' files. */
export interface Imports {
  /**
   * Imports the file of another program, or a folder that it was unpacked to: all of it, as one commit, or nothing. The
   * format is recognised by the content. A dry run only reports what would be imported.
   *
   * # Errors
   * `unsupported` for a file of no known format, `corrupt` for a damaged one, `invalid` for one that goes beyond the
   * reader's limits, `unavailable` where it can't be read now. Nothing is written then.
   */
  file(path: string, dryRun?: boolean | null, call?: CallOptions): Promise<ImportReport>;

  /**
   * How far the import has come that is under way here: into this book, by this client and who acts on it, whatever handle
   * it was begun by. It may be asked as often as a screen is painted; each thousand rows it changes. None while there is no
   * import; of several, the one that was begun last is told.
   */
  progress(call?: CallOptions): Promise<ImportProgress | undefined>;
}

/** One book, with its owner acting on it. Its operations are grouped by what they are about. */
export interface Book {
  /** The owner. */
  readonly owner: UserId;
  /** Who is acting. */
  readonly actor: UserId;
  /**
   * The same book with somebody else acting on it: a server says who is at the other end, once it knows. They see what the
   * owner shares with them, and write what they may; everything else is `denied`, and the whole book `not_found` to whom it
   * shows nothing.
   */
  actingAs(actor: UserId): Book;
  /** The owner's settings. Changing them moves no entry. */
  readonly settings: BookSettings;
  /** The groups of a book's deeds. */
  readonly groups: Groups;
  /** The deeds of a book. */
  readonly deeds: Deeds;
  /** The items of a book's deeds. */
  readonly items: Items;
  /** The scales of a book's deeds. */
  readonly scales: Scales;
  /** The entries of a book. */
  readonly entries: Entries;
  /** The make-ups (*qada*) of a book's items. */
  readonly makeUps: MakeUps;
  /** The exemptions of a book. Never visible to others. */
  readonly exemptions: Exemptions;
  /** The merits and demerits of a book. */
  readonly merits: Merits;
  /** The targets of a book. */
  readonly targets: Targets;
  /**
   * What the owner sees when they look back over a book. Each call reads the store once: for several figures of one
   * span, ask for a dashboard. Hidden items are left out, unless `hidden` asks for them.
   */
  readonly insights: Insights;
  /**
   * A book on paper: one page to look back with, and plots. Both hold all that they show, and load nothing. Hidden items are
   * never in the page, nor are notes of entries and exemptions.
   */
  readonly reports: Reports;
  /** The reflections of a book. Never shared. */
  readonly reflections: Reflections;
  /** The reminders of a book: what to be reminded of, and what is due. The host delivers them. */
  readonly reminders: Reminders;
  /**
   * The calendar of a book: Gregorian days with their Hijri dates and meaning. Hijri months begin by the Umm al-Qura
   * tables, unless the owner says on which day one was sighted.
   */
  readonly calendar: BookCalendar;
  /** Deeds that people commonly keep, to pick from. */
  readonly starter: Starter;
  /** The relations of a book's owner, and what they share. */
  readonly people: People;
  /** The ledger of a book: every change there was, in a chain that shows what was tampered with. */
  readonly ledger: Ledger;
  /** Exports of a book for other programs. They hold what was asked for and no history. */
  readonly exports: Exports;
  /** Imports of other programs' files. */
  readonly imports: Imports;
}
