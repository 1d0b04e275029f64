import type {
  Condition, DaySpan, Excuse, Goal, HijriMonth, MakeUpPolicy, Match, NewDeed, NewEntry, Reason, RecordKey, ReminderTime, Rule,
  Schedule, Scope, Shared, Subject, Test, ValueInput, Weekday, Wish,
} from 'kitaab';

import { type Json, type JsonObject, isObject } from './json';

/** Inputs of a step that are left out or of another form than they must be fail the story, and not the step. */
export class Inputs {
  readonly #fields: JsonObject;
  readonly #taken = new Set<string>();

  constructor(fields: JsonObject) {
    this.#fields = fields;
  }

  /** An input as what the operation takes. */
  get<T>(name: string, read: (value: Json) => T = (value) => value as T): T {
    const value = this.optional(name, read);
    if (value === undefined) throw new Error(`there is no ${name}`);
    return value;
  }

  optional<T>(name: string, read: (value: Json) => T = (value) => value as T): T | undefined {
    this.#taken.add(name);
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : read(value);
  }

  text(name: string): string {
    return this.get<string>(name);
  }

  span(): DaySpan {
    return { first: this.text('first_day'), last: this.text('last_day') };
  }

  spanIfAny(): DaySpan | undefined {
    const [first, last] = [this.optional<string>('first_day'), this.optional<string>('last_day')];
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  hidden(): boolean | undefined {
    return this.optional<boolean>('hidden');
  }

  /** Fails if there is an input that nobody took. */
  end(): void {
    const left = Object.keys(this.#fields).find((name) => !this.#taken.has(name));
    if (left !== undefined) throw new Error(`there is no input ${left}`);
  }
}

/** The object's only field: its name, and what it holds. A word stands for one that holds nothing. */
function tagged(value: Json): [string, Json] {
  if (typeof value === 'string') return [value, null];
  const [field, ...others] = isObject(value) ? Object.entries(value) : [];
  if (field === undefined || others.length > 0) throw new Error(`${JSON.stringify(value)} must have one field`);
  return field;
}

function unknown(kind: string, tag: string): never {
  throw new Error(`there is no ${kind} ${tag}`);
}

export function list<T>(read: (value: Json) => T): (value: Json) => T[] {
  return (value) => (Array.isArray(value) ? value.map(read) : unknown('list', JSON.stringify(value)));
}

export function weekday(value: Json): Weekday {
  return String(value).toLowerCase() as Weekday;
}

/** A label, or an amount in digits, which may be none. */
export function value(label: string | undefined, amount: string | undefined): ValueInput {
  return label === undefined ? { is: 'counted', amount: amount ?? '' } : { is: 'labelled', label };
}

export function entry(given: Json): NewEntry {
  const inputs = new Inputs(given as JsonObject);
  const note = inputs.optional<string>('note');
  const read = {
    item: inputs.text('item'),
    day: inputs.text('day'),
    value: value(inputs.optional('value'), inputs.optional('amount')),
    ...(note !== undefined && { note }),
  };
  inputs.end();
  return read;
}

export function schedule(given: Json): Schedule {
  const [tag, held] = tagged(given);
  const fields = held as JsonObject;
  switch (tag) {
    case 'daily': return { is: 'daily' };
    case 'weekdays': return { is: 'on_weekdays', days: list(weekday)(held) };
    case 'times_per_week':
      return { is: 'times_per_week', times: fields['times'] as number, weekStart: weekday(fields['week_start'] ?? null) };
    case 'times_per_month': return { is: 'times_per_month', times: fields['times'] as number };
    case 'every_n_days': return { is: 'every_n_days', n: fields['n'] as number, fromDay: fields['from'] as string };
    case 'hijri_month_days': return { is: 'hijri_month_days', days: held as number[] };
    case 'hijri_months': return { is: 'hijri_months', months: held as number[] };
    case 'hijri_dates':
      return { is: 'hijri_dates', dates: (held as [number, number][]).map(([month, day]) => ({ month, day })) };
    default: return unknown('schedule', tag);
  }
}

export function goal(given: Json): Goal {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'amount_at_least': return { is: tag, amount: held as string };
    case 'amount_at_most': return { is: tag, amount: held as string };
    case 'score_at_least': return { is: tag, score: held as number };
    case 'score_at_most': return { is: tag, score: held as number };
    default: return unknown('goal', tag);
  }
}

export function excuses(given: Json): Excuse[] {
  return Object.entries(given as JsonObject).map(([reason, excuse]) => ({ reason, ...(excuse as object) }) as Excuse);
}

export function hijriMonth(value: Json): HijriMonth {
  const [year, month] = String(value).split('-').map(Number);
  return { year: year ?? 0, month: month ?? 0 };
}

export function deed(given: Json): NewDeed {
  const inputs = new Inputs(given as JsonObject);
  const read = newDeed(inputs);
  inputs.end();
  return read;
}

export function newDeed(inputs: Inputs): NewDeed {
  return {
    name: inputs.text('name'),
    category: inputs.get<NewDeed['category']>('category'),
    measure: inputs.get<NonNullable<NewDeed['measure']>>('measure'),
    values: inputs.optional<string[]>('values'),
    unit: inputs.optional<string>('unit'),
    group: inputs.optional<string>('group'),
    items: inputs.optional<string[]>('items')?.map((name) => ({ name })),
    startsOn: inputs.optional<string>('starts_on'),
    goal: inputs.optional('goal', goal),
    schedule: inputs.optional('schedule', schedule),
    excuses: inputs.optional('excuses', excuses),
    makeUp: inputs.optional('make_up', makeUp),
    fast: inputs.optional<boolean>('fast'),
  };
}

export function time(given: Json): ReminderTime {
  const [tag, held] = tagged(given);
  const { day, minute, schedule: days } = held as JsonObject;
  switch (tag) {
    case 'once': return { is: 'once', day: day as string, minute: minute as number };
    case 'recurring': return { is: 'recurring', minute: minute as number, schedule: schedule(days ?? null) };
    default: return unknown('time', tag);
  }
}

export function subject(given: Json): Subject {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'category': return { is: 'of_category', category: held as 'hasanaat' | 'saiyyiaat' };
    case 'deed': return { is: 'of_deed', deed: held as string };
    case 'item': return { is: 'of_item', item: held as string };
    default: return unknown('subject', tag);
  }
}

export function makeUp(given: Json): MakeUpPolicy {
  const { opening, from } = given as JsonObject;
  return { opening: opening as number, fromDay: from as string };
}

export function scope(given: Json): Scope {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'hasanaat': return { is: 'hasanaat' };
    case 'deed': return { is: 'of_deed', deed: held as string };
    case 'item': return { is: 'of_item', item: held as string };
    default: return unknown('scope', tag);
  }
}

export function reason(given: Json): Reason {
  const [tag, held] = tagged(given);
  return tag === 'other' ? { is: 'other', words: held as string } : ({ is: tag } as Reason);
}

export function rule(given: Json): Rule {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'all': return { is: 'all', rules: list(rule)(held) };
    case 'any': return { is: 'any', rules: list(rule)(held) };
    case 'at_least': {
      const { n, rules } = held as JsonObject;
      return { is: 'at_least', n: n as number, rules: list(rule)(rules ?? null) };
    }
    case 'not': return { is: 'not', rules: [rule(held)] };
    case 'condition': return { is: 'holds', condition: condition(held) };
    default: return unknown('rule', tag);
  }
}

export function condition(given: Json): Condition {
  const inputs = new Inputs(given as JsonObject);
  const below = inputs.optional<NonNullable<Condition['below']>>('below');
  const read = { item: inputs.text('item'), test: inputs.get('test', test), ...(below !== undefined && { below }) };
  inputs.end();
  return read;
}

function test(given: Json): Test {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'total_at_least': return { is: 'total_at_least', amount: held as string };
    case 'days_at_least': {
      const { n, matching } = held as JsonObject;
      return { is: 'days_at_least', n: n as number, matching: match(matching ?? null) };
    }
    case 'every_day': return { is: 'every_day', matching: match(held) };
    default: return unknown('test', tag);
  }
}

function match(given: Json): Match {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'is': {
      const { scale, position } = held as JsonObject;
      return { is: 'is', value: { scale: scale as string, position: position as number } };
    }
    case 'score_at_least': return { is: tag, score: held as number };
    case 'score_at_most': return { is: tag, score: held as number };
    case 'amount_at_least': return { is: tag, amount: held as string };
    case 'amount_at_most': return { is: tag, amount: held as string };
    case 'logged': return { is: 'logged' };
    default: return unknown('match', tag);
  }
}

export function shared(given: Json): Shared {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'deed': return { is: 'of_deed', deed: held as string };
    case 'item': return { is: 'of_item', item: held as string };
    default: return unknown('kind of what is shared:', tag);
  }
}

export function wish(given: Json): Wish {
  const [tag, held] = tagged(given);
  switch (tag) {
    case 'read': return { is: 'read', item: held as string };
    case 'write': return { is: 'write', item: held as string };
    case 'private': return { is: 'private' };
    default: return unknown('wish', tag);
  }
}

export function record(given: Json): RecordKey {
  const [tag, held] = tagged(given);
  const [first, second] = Array.isArray(held) ? held : [held];
  switch (tag) {
    case 'entry': return { is: 'entry', item: first as string, day: second as string };
    case 'make_up': return { is: 'make_up', item: first as string, day: second as string };
    case 'reflection': return { is: 'reflection', day: first as string, category: second as 'hasanaat' | 'saiyyiaat' };
    case 'reviewed': return { is: 'reviewed', day: first as string };
    case 'fidya': return { is: 'fidya', item: first as string, day: second as string };
    case 'item': case 'deed': case 'merit': case 'reminder': return { is: tag, id: first as string };
    default: return unknown('record', tag);
  }
}
