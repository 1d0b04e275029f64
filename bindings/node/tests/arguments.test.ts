import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Book, NewEntry } from 'kitaab';

import { TODAY, begin, days, item, refusal } from './books';
import { random } from './random';

/** What TypeScript would not let through. */
const wrong = (value: unknown): any => value;

/** What is no text, though some of it would become one. */
const NO_TEXTS = [3, NaN, Infinity, -0, 2 ** 53, true, {}, [], new Date(0), new String('late'), Symbol('text'), () => 'text', 10n];

type Told = [field: string | undefined, rule: string | undefined];

async function told(operation: () => Promise<unknown>): Promise<Told> {
  const error = await refusal(operation);
  assert.equal(error.code, 'invalid', error.message);
  assert.equal(error.message, [error.field, error.rule, error.value && `(given: ${error.value})`].filter(Boolean).join(' '));
  return [error.field, error.rule];
}

/** Some entries that are right, one of which is changed. */
function batch(id: string, changed: object): any {
  const entries = days(5).map((day): NewEntry => ({ item: id, day, value: { is: 'labelled', label: 'late' } }));
  return entries.map((entry, place) => (place === 3 ? { ...entry, ...changed } : entry));
}

async function count(book: Book): Promise<number> {
  return (await book.entries.list({ limit: 10_000 })).entries.length;
}

test('of an entry in a batch, what is wrong is told with its place', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  const put = (changed: object) => told(() => book.entries.putMany(batch(fajr, changed)));
  for (const value of NO_TEXTS) {
    assert.deepEqual(await put({ item: value }), ['item', 'must be a text'], String(value));
    assert.deepEqual(await put({ day: value }), ['day', 'must be a text']);
    assert.deepEqual(await put({ note: value }), ['note', 'must be a text']);
    assert.deepEqual(await put({ value: { is: value } }), ['value.is', 'must be a text']);
    assert.deepEqual(await put({ value: { is: 'labelled', label: value } }), ['value.label', 'must be a text']);
    assert.deepEqual(await put({ value: { is: 'counted', amount: value } }), ['value.amount', 'must be a text']);
    assert.deepEqual(await put({ value: { is: 'exactly', value: { scale: value, position: 1 } } }), ['value.value.scale', 'must be a text']);
  }
  const exactly = (position: unknown) => put({ value: { is: 'exactly', value: { scale: fajr, position } } });
  for (const value of [NaN, Infinity, -Infinity, 0.5, 2 ** 53, 1e300]) {
    assert.deepEqual(await exactly(value), ['value.value.position', 'must be whole, and within 2^53'], String(value));
  }
  for (const value of [2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1]) {
    assert.deepEqual(await exactly(value), ['value.value.position', 'must be one of 32 bits'], String(value));
  }
  for (const value of ['1', true, {}, 1n, new Number(1), null]) {
    assert.deepEqual(await exactly(value), ['value.value.position', 'must be a number'], String(value));
  }
  const missing: [object, string][] = [
    [{ item: undefined }, 'item'], [{ day: undefined }, 'day'], [{ value: undefined }, 'value'], [{ value: {} }, 'value.is'],
    [{ value: 'late' }, 'value.is'], [{ value: { is: 'labelled' } }, 'value.label'], [{ value: { is: 'exactly', value: {} } }, 'value.value.scale'],
  ];
  for (const [changed, field] of missing) assert.deepEqual(await put(changed), [field, 'must be given']);
  assert.deepEqual(await put({ item: null }), ['item', 'must be a text']);
  assert.deepEqual(await put({ value: null }), ['value', 'must be an object']);
  assert.deepEqual(await put({ value: { is: 'guessed' } }), ['value.is', 'must be one of the words for what it is']);
  assert.deepEqual(await put({ value: { is: 'constructor' } }), ['value.is', 'must be one of the words for what it is']);
  for (const half of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) {
    assert.deepEqual(await put({ note: half }), ['note', 'must be Unicode']);
    assert.deepEqual(await put({ value: { is: 'labelled', label: half } }), ['value.label', 'must be Unicode']);
    assert.deepEqual(await put({ item: half }), ['item', 'must be a UUID']);
    assert.equal((await put({ day: half }))[0], 'day');
  }
  for (const day of ['', '2024-02-30', '1899-12-31', '2101-01-01', `${TODAY}\0`, new Date(0).toISOString()]) {
    assert.equal((await put({ day }))[0], 'day', day);
  }
  // What only the book can tell names the entry.
  assert.equal((await put({ value: { is: 'labelled', label: 'sometimes' } }))[0], 'entries[3].value');
  assert.equal((await put({ day: '2024-02-12' }))[0], 'entries[3].day');
  assert.equal(await count(book), 0);
});

test('the first of what is wrong is told', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  const [right] = batch(fajr, {});
  assert.equal((await told(() => book.entries.putMany([right, { ...right, day: 'x' }, wrong({ ...right, item: 3 })])))[0], 'day');
  assert.equal((await told(() => book.entries.putMany([right, wrong({ ...right, item: 3 }), { ...right, day: 'x' }])))[0], 'item');
  const list = (entries: unknown) => told(() => book.entries.batch(fajr, wrong(entries), [{ item: fajr, day: 'x', amount: '1' }]));
  assert.deepEqual(await list([{ ...right, item: 3 }]), ['item', 'must be a text']);
  assert.equal((await list([right]))[0], 'day');
  assert.equal((await list(null))[0], 'day');
});

test('what stands in the place of an entry, or of a list, is refused', async (t) => {
  const { book, salah } = await begin(t);
  const [right] = batch(item(salah, 'Salah/Fajr'), {});
  const lists: [unknown, string, string][] = [
    [[right, null], 'entries', 'must be an object'], [[right, undefined], 'entries', 'must be an object'], [[right, 3], 'item', 'must be given'],
    [[right, 'late'], 'item', 'must be given'], [[right, [right]], 'item', 'must be given'], [[right, 10n], 'item', 'must be given'],
    [[right, , right], 'entries', 'must be an object'], [new Set([right]), 'entries', 'must be a list'], ['late', 'entries', 'must be a list'],
    [{ 0: right, length: 1 }, 'entries', 'must be a list'], [new Array(2 ** 32 - 1), 'entries', 'must be an object'],
  ];
  for (const [list, field, rule] of lists) assert.deepEqual(await told(() => book.entries.putMany(wrong(list))), [field, rule]);
  const endless = new Proxy([right], { get: (list, name) => (name === 'length' ? 2 ** 32 - 1 : Reflect.get(list, name)) });
  assert.deepEqual(await told(() => book.entries.putMany(endless)), ['entries', 'must be an object']);
  assert.deepEqual(await told(() => book.scales.correctLabels(salah.id, wrong(['a', 3]))), ['labels', 'must be a text']);
  assert.equal(await count(book), 0);
});

test('entries are recorded as they were when the call was made', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  const entries = days(500).map((day) => ({ item: fajr, day, value: { is: 'labelled' as const, label: 'late' }, note: 'as it was' }));
  const writing = book.entries.putMany(entries);
  for (const entry of entries) Object.assign(entry, { item: 3, day: 'never', note: 'as it is' });
  for (const { value } of entries) value.label = 'missed';
  entries.length = 0;
  await writing;
  const held = (await book.entries.list({ limit: 1000 })).entries;
  assert.equal(held.length, 500);
  assert.ok(held.every(({ value, note }) => value.is === 'on_scale' && value.label === 'late' && note === 'as it was'));
});

test('of an object, the fields that it should have are read, each once, and nothing else', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  const read: string[] = [];
  const spied = (fields: object): any => new Proxy(fields, {
    get: (target, name) => {
      read.push(String(name));
      return Reflect.get(target, name);
    },
  });
  await book.entries.putMany([spied({ item: fajr, day: TODAY, value: spied({ is: 'labelled', label: 'late', get secret() { throw new Error('it was read'); }, toJSON: () => 3 }) })]);
  assert.deepEqual(read, ['item', 'day', 'value', 'is', 'label', 'note']);

  class Given {
    #day = '2024-02-09';
    get item() { return fajr; }
    get day() { return this.#day; }
    get value() { return Object.create({ is: 'labelled', label: 'missed' }); }
    get secret() { throw new Error('it was read'); }
    toJSON() { return 3; }
  }
  await book.entries.putMany([new Given()]);
  const thrown = new RangeError('no such day');
  const throws = { item: fajr, get day() { throw thrown; }, value: { is: 'labelled', label: 'late' } };
  await assert.rejects(book.entries.putMany(wrong([throws])), (error) => error === thrown);

  // One that calls while it is read is not in the way of the call.
  let inner: Promise<unknown> | undefined;
  const calls = { item: fajr, get day() { inner ??= book.entries.put(fajr, '2024-02-07', { is: 'labelled', label: 'late' }); return '2024-02-08'; } };
  await book.entries.putMany([wrong({ ...batch(fajr, {})[0], __proto__: null }), wrong(Object.assign(calls, { value: { is: 'labelled', label: 'on time' } }))]);
  await inner;
  const { entries } = await book.entries.list();
  assert.deepEqual(entries.map(({ day, value }) => [day, value.is === 'on_scale' && value.label]), [
    ['2024-02-10', 'late'], ['2024-02-09', 'missed'], ['2024-02-08', 'on time'], ['2024-02-07', 'late'],
  ]);
});

test('what may be left out is left out by undefined and by null, wherever it stands', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  await book.entries.putMany(batch(fajr, { note: null }));
  await book.entries.putMany(batch(fajr, { note: undefined }));
  assert.equal((await book.entries.list(wrong({ items: null, days: undefined, after: null, limit: null }))).entries.length, 5);
  assert.equal((await book.entries.list(null)).entries.length, 5);
});

test('more text than one text may hold is refused', async (t) => {
  const { book } = await begin(t);
  const half = 2 ** 28;
  const values = [' '.repeat(half), ' '.repeat(half + 1)];
  const error = await refusal(() => book.deeds.add({ name: 'X', category: 'hasanaat', values }));
  assert.deepEqual([error.code, error.field], ['invalid', 'deed']);
  assert.ok(error.message.length < 1000);
});

test('texts of all kinds are kept as they are, in a batch as one by one', async (t) => {
  const below = random(7);
  const letters = ['a', 'Z', ' x', '\u00e9', '\u0635\u0644\u0627\u0629', '\u{1f319}', '\u{10ffff}', '\uffff', '"', '\\', '\n', '{"is":', '\u2028', '\ufeff'];
  const text = () => `.${Array.from({ length: below(40) }, () => letters[below(letters.length)]).join('')}.`;
  const some = Array.from({ length: 300 }, text);
  const one = await begin(t);
  const many = await begin(t);
  const fajr = item(one.salah, 'Salah/Fajr');
  const entries = days(700).map((day): NewEntry => ({
    item: fajr, day, value: { is: 'labelled', label: ['missed', 'late', 'on time'][below(3)] ?? '' }, note: below(3) === 0 ? undefined : some[below(some.length)],
  }));
  for (const { item, day, value, note } of entries) {
    await one.book.entries.put(item, day, value);
    if (note !== undefined) await one.book.entries.note(item, day, note);
  }
  await many.book.entries.putMany(entries);
  const held = async (book: Book) => (await book.entries.list({ limit: 1000 })).entries.map(({ day, value, note }) => ({ day, label: value.is === 'on_scale' && value.label, note }));
  const expected = entries.map(({ day, value, note }) => ({ day, label: value.is === 'labelled' && value.label, note }));
  assert.deepEqual(await held(many.book), expected);
  assert.deepEqual(await held(one.book), expected);
});
