import type { Access, KitaabError } from 'kitaab';

import { type Json, type JsonObject, isObject } from './json';

type Fields = Record<string, unknown>;

/**
 * An answer as JSON, with names as the scenarios have them. A record becomes an object of its fields, whatever they are; only
 * where the shapes differ, that is written out. What is not there is left out.
 */
export function plain(value: unknown, name = ''): Json {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return name === 'excuses' ? excuses(value) : value.map((part) => plain(part, name));
  if (typeof value === 'string') return WEEKDAYS.has(name) ? capital(value) : value;
  if (typeof value !== 'object') return value as Json;
  const held = value as Fields;
  return typeof held['is'] === 'string' ? union(held['is'], held) : record(held, name);
}

/** The fields that hold a day of the week. */
const WEEKDAYS = new Set(['weekday', 'best', 'worst', 'firstWeekday', 'weekdays']);

function capital(day: string): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** All fields of an object. */
function fields(value: object): JsonObject {
  const there = Object.entries(value).filter(([name, part]) => name !== 'is' && part !== undefined);
  return Object.fromEntries(there.map(([name, part]) => [snake(name), plain(part, name)]));
}

function record(held: Fields, name: string): Json {
  const { year, month, day } = held;
  if (year !== undefined) return [year, month, ...(day === undefined ? [] : [day])].map((number) => String(number).padStart(2, '0')).join('-');
  const told = fields(held);
  if (held['part'] !== undefined) return { outcome: told['outcome'] ?? null, detail: detail(held) };
  if (held['why'] !== undefined) return { ...told, window: told['days'] ?? null, detail: detail(held['detail'] as Fields) };
  if (held['test'] !== undefined) return { ...told, below: told['below'] ?? 'no' };
  if (name === 'change') return { ...told, mean_scores: changes(held['meanScores'] as { version: number; change: number }[]) };
  if (name === 'makeUp') return { ...told, from: told['from_day'] ?? null };
  if (held['before'] !== undefined && held['merit'] !== undefined) {
    return { ...told, from: told['before'] ?? null, to: told['after'] ?? null };
  }
  if (held['occurrence'] !== undefined) return { ...told, ...(told['occurrence'] as JsonObject), reminder: told['reminder'] ?? null };
  // A verdict or a target's standing is told with the merit or the target that it is of.
  const inside = told['verdict'] ?? told['progress'];
  return isObject(inside) ? { ...told, ...inside } : told;
}

/** What reasons do, by the reason. */
function excuses(all: { reason: string }[]): JsonObject {
  return Object.fromEntries(all.map((excuse) => [excuse.reason, fields(excuse)]));
}

function changes(means: { version: number; change: number }[]): JsonObject {
  return Object.fromEntries(means.map(({ version, change }) => [String(version), change]));
}

/** A shape of a union: most by its word, alone, with the one thing that it holds, or with all of them. */
function union(word: string, held: Fields): Json {
  const told = fields(held);
  switch (word) {
    case 'on_scale': {
      const { label, score, position, version } = told;
      return { measure: 'scale', label: label ?? null, score: score ?? null, position: position ?? null, version: version ?? null };
    }
    case 'counted': return { measure: 'count', ...told };
    case 'of_category': case 'of_deed': case 'of_item': case 'total': case 'days': return told;
    case 'on_weekdays': return { weekdays: plain(held['days'], 'weekdays') };
    case 'not': return { not: plain((held['rules'] as unknown[])[0]) };
    case 'holds': return told;
    case 'entry': case 'reviewed': case 'make_up': case 'fidya': case 'reflection': return { kind: word, ...told };
    case 'structure': return { kind: 'record' };
    default: {
      const [only, ...others] = Object.values(told);
      if (only === undefined) return word;
      return { [word]: others.length === 0 ? only : told };
    }
  }
}

/** A rule as it came out: `{"all": [{"outcome", "detail"}, …]}`. */
function detail(verdict: Fields): JsonObject {
  const rules = plain(verdict['rules']) as Json[];
  switch (verdict['part']) {
    case 'at_least': return { at_least: { n: plain(verdict['n']), rules } };
    case 'not': return { not: rules[0] ?? null };
    case 'condition': return { condition: plain(verdict['condition']) };
    default: return { [String(verdict['part'])]: rules };
  }
}

export function error(error: KitaabError): JsonObject {
  return { ...fields(error), code: error.code, message: error.message };
}

/** How a page or a plot begins, and which of some texts are in it. */
export function document(text: string, lookFor: string[]): JsonObject {
  return { begins: text.split(' ', 1)[0] ?? '', found: lookFor.filter((part) => text.includes(part)) };
}

export function access({ allowed, permission, refusal }: Access): JsonObject {
  return { allowed, why: refusal ?? (permission === undefined ? 'owner' : 'permitted') };
}
