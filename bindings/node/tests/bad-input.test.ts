import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { Client, KitaabError } from 'kitaab';

import { NOW, OWNER, TODAY, begin, folder, item, open, refusal, thread } from './books';

/** What TypeScript would not let through. */
const wrong = (value: unknown): any => value;

const NO_TEXTS = [null, undefined, 3, NaN, true, {}, [], Symbol('text'), () => 'text', 10n];

test('what is no text is refused where one must be, and says so', async (t) => {
  const { book, quran } = await begin(t);
  for (const value of NO_TEXTS) {
    for (const operation of [
      () => book.groups.add(wrong(value)),
      () => book.deeds.add({ name: wrong(value), category: 'hasanaat' }),
      () => book.entries.put(wrong(value), TODAY, { is: 'counted', amount: '1' }),
      () => book.entries.put(item(quran, "Qur'an"), wrong(value), { is: 'counted', amount: '1' }),
      () => book.entries.put(item(quran, "Qur'an"), TODAY, { is: 'counted', amount: wrong(value) }),
      () => Client.open(wrong(value)),
    ]) {
      const error = await refusal(operation);
      assert.equal(error.code, 'invalid', `${String(value)}: ${error.message}`);
      assert.ok(error.rule?.startsWith('must '), error.message);
    }
  }
  assert.equal((await book.ledger.verify()).commits, 1);
});

test('the field that is wrong is named', async (t) => {
  const { book, quran } = await begin(t);
  const qitem = item(quran, "Qur'an");
  const named = await refusal(() => book.deeds.add({ name: wrong(3), category: 'hasanaat' }));
  assert.equal(named.field, 'name');
  const missing = await refusal(() => book.deeds.add(wrong({ category: 'hasanaat' })));
  assert.deepEqual([missing.field, missing.rule], ['name', 'must be given']);
  const day = await refusal(() => book.entries.putMany([{ item: qitem, day: '2024-13-01', value: { is: 'counted', amount: '1' } }]));
  assert.equal(day.field, 'day');
  assert.equal(day.value, '2024-13-01');
  const choice = await refusal(() => book.deeds.add({ name: 'X', category: wrong('virtues') }));
  assert.equal(choice.code, 'invalid');
  assert.equal(choice.field, 'category');
  const union = await refusal(() => book.entries.put(qitem, TODAY, wrong({ is: 'guessed', amount: '1' })));
  assert.equal(union.code, 'invalid');
});

test('what is wrong is called as it is in every language, whoever finds it', async (t) => {
  const { book, salah } = await begin(t);
  const named = async (operation: () => Promise<unknown>) => (await refusal(operation)).field;
  for (const minutes of [-1, 2 ** 31, 0.5, 5000, wrong('noon')]) {
    assert.equal(await named(() => book.settings.edit({ dayStart: minutes })), 'day_start', String(minutes));
  }
  for (const limit of [-1, 0, 0.5, 2 ** 40]) {
    assert.equal(await named(() => book.ledger.commits(undefined, limit)), 'limit', String(limit));
    assert.equal(await named(() => book.entries.list({ limit })), 'limit', String(limit));
  }
  assert.equal(await named(() => book.ledger.undoCommit(-1)), 'seq');
  assert.equal(await named(() => book.makeUps.add(item(salah, 'Salah/Fajr'), TODAY, -1)), 'count');
  assert.equal(await named(() => book.deeds.archive(salah.id, wrong(3))), 'from_day');
  assert.equal(await named(() => book.deeds.archive(salah.id, '2024')), 'day');
  assert.equal(await named(() => book.groups.add('\ud83d')), 'name');
});

test('values and scored values are not given both', async (t) => {
  const { book } = await begin(t);
  const deed = { name: 'X', category: 'hasanaat', values: ['no', 'yes'], scoredValues: [{ label: 'no', score: 0 }, { label: 'yes', score: 5 }] } as const;
  const error = await refusal(() => book.deeds.add({ ...deed, values: [...deed.values], scoredValues: [...deed.scoredValues] }));
  assert.deepEqual([error.code, error.field], ['invalid', 'scored_values']);
});

test('what is no object or list is refused where one must be', async (t) => {
  const { book } = await begin(t);
  for (const value of [null, undefined, 3, 'text', true, [], Symbol('object')]) {
    assert.equal((await refusal(() => book.deeds.add(wrong(value)))).code, 'invalid', String(value));
  }
  for (const value of [null, undefined, 3, 'text', true, {}, Symbol('list')]) {
    assert.equal((await refusal(() => book.entries.putMany(wrong(value)))).code, 'invalid', String(value));
    assert.equal((await refusal(() => book.entries.putMany(wrong([value])))).code, 'invalid', String(value));
  }
});

test('numbers that are no whole ones, or too large, are refused and never rounded', async (t) => {
  const { book, salah } = await begin(t);
  const numbers = [NaN, Infinity, -Infinity, 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 64, 1e300, '3', 3n, null, true, new Date()];
  for (const number of numbers) {
    const schedule = wrong({ is: 'times_per_week', times: number, weekStart: 'mon' });
    const operation = () => book.items.setSchedule(item(salah, 'Salah/Fajr'), TODAY, schedule);
    assert.equal((await refusal(operation)).code, 'invalid', String(number));
  }
  for (const number of [NaN, Infinity, 0.5, 2 ** 53, 2 ** 64, 1e300, '3', 3n, {}]) {
    assert.equal((await refusal(() => book.ledger.undoCommit(wrong(number)))).code, 'invalid', String(number));
  }
  assert.equal((await refusal(() => book.ledger.undoCommit(2 ** 53 - 1))).code, 'not_found');
  assert.equal((await book.ledger.verify()).commits, 1);
});

test('days and instants that there are not are refused', async (t) => {
  const { client, book, quran } = await begin(t);
  const put = (day: string) => book.entries.put(item(quran, "Qur'an"), day, { is: 'counted', amount: '1' });
  for (const day of ['', '2024-02-30', '1899-12-31', '2101-01-01', '9999-12-31', '-2024-01-01', '10-02-2024', '2024-2-1', `${TODAY}T00:00:00Z`, wrong(new Date())]) {
    const error = await refusal(() => put(day));
    assert.equal(error.code, 'invalid', day);
    assert.ok(error.rule?.startsWith('must '), error.message);
  }
  for (const instant of ['', 'now', '2024-02-10', '2024-02-30T00:00:00Z', '+999999-01-01T00:00:00Z']) {
    assert.equal((await refusal(() => client.setNow(instant))).code, 'invalid', instant);
  }
});

test('half of a surrogate pair and a NUL are refused', async (t) => {
  const { book, quran } = await begin(t);
  for (const text of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) {
    const error = await refusal(() => book.groups.add(text));
    assert.equal(error.code, 'invalid');
    assert.equal((await refusal(() => book.reflections.write(TODAY, 'hasanaat', text))).code, 'invalid');
  }
  const moon = await book.groups.add('\u{1f319} ramadan');
  assert.equal(moon.group.name, '\u{1f319} ramadan');
  const id = item(quran, "Qur'an");
  await book.entries.put(id, TODAY, { is: 'counted', amount: '1' });
  assert.equal((await refusal(() => book.groups.add('a\0b'))).code, 'invalid');
  assert.equal((await refusal(() => book.reflections.write(TODAY, 'hasanaat', 'a\0b'))).code, 'invalid');
  assert.equal((await refusal(() => book.entries.note(id, TODAY, 'a\0b'))).code, 'invalid');
  assert.equal(await book.reflections.read(TODAY, 'hasanaat'), undefined);
  assert.equal((await book.entries.get(id, TODAY))?.note, undefined);
});

test('a path with a NUL is refused as what it is', async (t) => {
  const { client, book } = await begin(t);
  for (const operation of [
    () => book.exports.csv('a\0b'), () => book.ledger.export('a\0b'), () => book.imports.file('a\0b'), () => client.backup('a\0b'), () => client.restore('a\0b'),
  ]) {
    const error = await refusal(operation);
    assert.deepEqual([error.code, error.field], ['invalid', 'path']);
  }
});

test('a text of 10 MB is refused, and not told', async (t) => {
  const { book } = await begin(t);
  const text = 'secret '.repeat(1_500_000);
  for (const operation of [
    () => book.groups.add(text),
    () => book.reflections.write(TODAY, 'hasanaat', text),
    () => book.entries.get(text, TODAY),
    () => book.entries.get(OWNER, text),
    () => book.deeds.add({ name: 'X', category: wrong(text) }),
    () => Client.open(`no-such-scheme://${text}`),
  ]) {
    const error = await refusal(operation);
    assert.ok(error.message.length < 1000, `a message of ${error.message.length} characters`);
  }
});

test('a text that stands in the place of another value is not told', async (t) => {
  const { book, quran } = await begin(t);
  const secret = 'my secret sorrow';
  for (const operation of [
    () => book.ledger.undoCommit(wrong(secret)),
    () => book.entries.setReviewed(TODAY, wrong(secret)),
    () => book.entries.putMany(wrong(secret)),
    () => book.deeds.add(wrong(secret)),
    () => book.entries.put(item(quran, "Qur'an"), TODAY, wrong(secret)),
  ]) {
    const error = await refusal(operation);
    assert.doesNotMatch(JSON.stringify(error) + error.message, /secret/);
  }
});

test('an argument that holds itself, or nests without end, is refused', async (t) => {
  const { book } = await begin(t);
  const endless: Record<string, unknown> = { is: 'not' };
  endless['rules'] = [endless];
  let deep: unknown = { is: 'all', rules: [] };
  for (let depth = 0; depth < 100_000; depth += 1) deep = { is: 'not', rules: [deep] };
  for (const rule of [endless, deep]) {
    const error = await refusal(() => book.merits.add({ title: 'X', days: 1, rule: wrong(rule) }));
    assert.equal(error.code, 'invalid');
  }
});

test('what an argument throws is thrown on', async (t) => {
  const { book } = await begin(t);
  const thrown = new RangeError('no such name');
  const trap = { category: 'hasanaat', get name() { throw thrown; } };
  await assert.rejects(book.deeds.add(wrong(trap)), (error) => error === thrown);
});

test('a method that is called on something else is refused', async (t) => {
  const { book } = await begin(t);
  const { list } = book.deeds;
  for (const self of [undefined, {}, book, book.entries, null]) {
    await assert.rejects((async () => list.call(wrong(self)))());
  }
  assert.throws(() => new (wrong(Client))());
});

test('two clients on one file see and keep what both write', async (t) => {
  const file = join(folder(t), 'book.db');
  const { book, quran } = await begin(t, file);
  const other = (await open(t, file, 2)).book(OWNER);
  const id = item(quran, "Qur'an");
  const writes = Array.from({ length: 50 }, (_, place) => (place % 2 === 0 ? book : other).entries.add(id, TODAY, '1'));
  await Promise.all(writes);
  for (const each of [book, other]) {
    const entry = await each.entries.get(id, TODAY);
    assert.ok(entry?.value.is === 'counted' && entry.value.amount === '50');
  }
  assert.equal((await other.ledger.verify()).commits, 51);
});

test('many calls at once all come to their end', async (t) => {
  const { book, quran } = await begin(t);
  const id = item(quran, "Qur'an");
  const calls = Array.from({ length: 500 }, (_, place) => (place % 2 === 0 ? book.entries.add(id, TODAY, '0.5') : book.entries.day(TODAY)));
  assert.equal((await Promise.all(calls)).length, 500);
  const entry = await book.entries.get(id, TODAY);
  assert.ok(entry?.value.is === 'counted' && entry.value.amount === '125');
});

test('worker threads each have a client of one file', async (t) => {
  const file = join(folder(t), 'book.db');
  const { book, quran } = await begin(t, file);
  const id = item(quran, "Qur'an");
  const given = { file, owner: OWNER, now: NOW, item: id, day: TODAY, times: 25 };
  const messages = await Promise.all([1, 2, 3, 4].map(() => thread('adds.js', given)));
  // An error is one of the thread's own class: it crosses as any error does.
  assert.deepEqual(messages, Array.from({ length: 4 }, () => ({ instance: true, code: 'not_found' })));
  const entry = await book.entries.get(id, TODAY);
  assert.ok(entry?.value.is === 'counted' && entry.value.amount === '100');
});

test('a worker thread may end while calls are pending', async (t) => {
  const file = join(folder(t), 'book.db');
  const { book, quran } = await begin(t, file);
  for (let round = 0; round < 10; round += 1) {
    await thread('leaves.js', { file, owner: OWNER, now: NOW, item: item(quran, "Qur'an"), day: TODAY });
  }
  await book.ledger.verify();
});

test('an error is an instance of its class', () => {
  assert.ok(KitaabError.prototype instanceof Error);
});
