import type {
  Access, Condition, Deed, Entry, EntryValue, Figures, HijriDay, KitaabError, LedgerEvent, Match, Permission, Quantity, Reason,
  RecordImage, Relation, RuleVerdict, Scope, Shared, Summary, TargetProgress, Test, Verdict, Weekday,
} from 'kitaab';

import { type Json, type JsonObject, isObject } from './json';

/** An answer as JSON: names as the scenarios have them, and null for what is not there. */
export function plain(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [snake(name), plain(part)]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The fields of an answer, with others in the place of some. */
function fields(value: object, others: JsonObject = {}): JsonObject {
  const told = plain(value);
  return { ...(isObject(told) ? told : {}), ...others };
}

export function error(error: KitaabError): JsonObject {
  return { ...fields(error), code: error.code, message: error.message };
}

export function deed(deed: Deed): JsonObject {
  const items = deed.items.map((item) => fields(item, { archived_from: plain(item.archivedFrom) }));
  return fields(deed, { unit: plain(deed.unit), scale: plain(deed.scale), items });
}

export function value(value: EntryValue | undefined): Json {
  if (value === undefined) return null;
  if (value.is === 'counted') return { measure: 'count', amount: value.amount, unit: plain(value.unit) };
  const { label, score, position, version } = value;
  return { measure: 'scale', label, score, position, version };
}

export function entry(entry: Entry | undefined): Json {
  return entry === undefined ? null : fields(entry, { value: value(entry.value), note: plain(entry.note) });
}

export function weekday(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

export function hijri({ date, sighted, approximate }: HijriDay): JsonObject {
  const digits = (number: number, places: number) => String(number).padStart(places, '0');
  const told = `${digits(date.year, 4)}-${digits(date.month, 2)}-${digits(date.day, 2)}`;
  return { date: told, sighted, approximate };
}

export function scope(scope: Scope): Json {
  switch (scope.is) {
    case 'hasanaat': return 'hasanaat';
    case 'of_deed': return { deed: scope.deed };
    case 'of_item': return { item: scope.item };
  }
}

export function reason(reason: Reason): Json {
  return reason.is === 'other' ? { other: reason.words } : reason.is;
}

export function verdict(verdict: Verdict): JsonObject {
  return { window: plain(verdict.days), outcome: verdict.outcome, why: verdict.why, detail: detail(verdict.detail) };
}

function figures(figures: Figures): JsonObject {
  return fields(figures, { total: plain(figures.total), rate: plain(figures.rate) });
}

export function summary({ days, loggedDays, categories, deeds, items }: Summary): JsonObject {
  const told = <T extends { figures: Figures }>(part: T) => fields(part, { figures: figures(part.figures) });
  return {
    days: plain(days), logged_days: loggedDays, categories: categories.map(told), deeds: deeds.map(told), items: items.map(told),
  };
}

/** A rule as it came out: `{"all": [{"outcome", "detail"}, …]}`. */
function detail(verdict: RuleVerdict): JsonObject {
  const rules = verdict.rules.map((part) => ({ outcome: part.outcome, detail: detail(part) }));
  switch (verdict.part) {
    case 'at_least': return { at_least: { n: plain(verdict.n), rules } };
    case 'not': return { not: rules[0] ?? null };
    case 'condition': {
      const held = verdict.condition;
      if (held === undefined) throw new Error('a condition came out without what it has');
      const { have, need } = held;
      const first_unmet = plain(held.firstUnmet);
      return {
        condition: {
          ...fields(held), have: quantity(have), need: quantity(need), condition: condition(held.condition), first_unmet,
        },
      };
    }
    default: return { [verdict.part]: rules };
  }
}

function quantity(quantity: Quantity): JsonObject {
  return quantity.is === 'total' ? { amount: quantity.amount } : { days: quantity.days };
}

function condition({ item, below, test }: Condition): JsonObject {
  return { item, below: below ?? 'no', test: tested(test) };
}

function tested(test: Test): JsonObject {
  switch (test.is) {
    case 'total_at_least': return { total_at_least: test.amount };
    case 'days_at_least': return { days_at_least: { n: test.n, matching: match(test.matching) } };
    case 'every_day': return { every_day: match(test.matching) };
  }
}

function match(match: Match): Json {
  switch (match.is) {
    case 'is': return { is: plain(match.value) };
    case 'logged': return 'logged';
    case 'score_at_least': case 'score_at_most': return { [match.is]: match.score };
    case 'amount_at_least': case 'amount_at_most': return { [match.is]: match.amount };
  }
}

export function progress({ state, completedOn, items }: TargetProgress): JsonObject {
  const told = items.map((item) => ({
    ...fields(item),
    condition: condition(item.condition), have: quantity(item.have), need: quantity(item.need),
    met_on: plain(item.metOn), needed_per_due_day: plain(item.neededPerDueDay), projected: plain(item.projected),
    first_unmet: plain(item.firstUnmet),
  }));
  return { state, completed_on: plain(completedOn), items: told };
}

/** How a page or a plot begins, and which of some texts are in it. */
export function document(text: string, lookFor: string[]): JsonObject {
  return { begins: text.split(' ', 1)[0] ?? '', found: lookFor.filter((part) => text.includes(part)) };
}

export function relation({ other, ...relation }: Relation): JsonObject {
  return fields(relation, { with: other, accepted_at: plain(relation.acceptedAt) });
}

export function permission(permission: Permission): JsonObject {
  return fields(permission, { shared: shared(permission.shared) });
}

function shared(shared: Shared): JsonObject {
  return shared.is === 'of_deed' ? { deed: shared.deed } : { item: shared.item };
}

export function access({ allowed, permission, refusal }: Access): JsonObject {
  return { allowed, why: refusal ?? (permission === undefined ? 'owner' : 'permitted') };
}

export function event(event: LedgerEvent): JsonObject {
  return fields(event, { of: plain(event.of), before: image(event.before), after: image(event.after) });
}

/** What a record of a day held. Of the structure only the kind is told. */
function image(held: RecordImage | undefined): Json {
  switch (held?.is) {
    case undefined: return null;
    case 'entry': return { kind: 'entry', value: value(held.value), note: plain(held.note) };
    case 'reflection': return { kind: 'reflection', text: held.text };
    case 'reviewed': return { kind: 'reviewed' };
    case 'make_up': case 'fidya': return { kind: held.is, count: held.count };
    default: return { kind: 'record' };
  }
}
