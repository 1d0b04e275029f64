import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import type { NewEntry } from 'kitaab';

import { begin, folder, item, refusal } from './books';

/** So many days, the last one being today. */
function days(count: number): string[] {
  const today = Date.UTC(2024, 1, 10);
  return Array.from({ length: count }, (_, back) => new Date(today - back * 86_400_000).toISOString().slice(0, 10));
}

test('what is cancelled half-way is done as a whole or not at all', async (t) => {
  const path = folder(t);
  const { book, salah } = await begin(t, join(path, 'book.db'));
  const fajr = item(salah, 'Salah/Fajr');
  const dates = days(5000);
  let cancelled = 0;
  for (let round = 0; round < 20; round += 1) {
    const label = round % 2 === 0 ? 'late' : 'on time';
    const entries: NewEntry[] = dates.map((day) => ({ item: fajr, day, value: { is: 'labelled', label } }));
    const control = new AbortController();
    const writing = book.entries.putMany(entries, { signal: control.signal });
    await setTimeout(round * 3);
    control.abort();
    const outcome = await writing.catch((error) => error.code);
    if (outcome === 'cancelled') cancelled += 1;
    const held = await book.entries.list({ items: [fajr], limit: 10_000 });
    const labels = new Set(held.entries.map(({ value }) => (value.is === 'on_scale' ? value.label : '')));
    assert.ok(labels.size <= 1, `entries of two batches: ${[...labels]}`);
    assert.ok(held.entries.length === 0 || held.entries.length === dates.length);
    if (outcome !== 'cancelled') assert.deepEqual([...labels], [label]);
  }
  t.diagnostic(`${cancelled} of 20 batches were cancelled`);
  assert.ok(cancelled > 0);
  await book.ledger.verify();
});

test('an export that is cancelled leaves no file', async (t) => {
  const path = folder(t);
  const { book, salah } = await begin(t, join(folder(t), 'book.db'));
  const fajr = item(salah, 'Salah/Fajr');
  await book.entries.putMany(days(5000).map((day) => ({ item: fajr, day, value: { is: 'labelled', label: 'late' } })));
  const file = join(path, 'book.csv');
  const control = new AbortController();
  const exporting = book.exports.csv(file, undefined, { signal: control.signal });
  control.abort();
  const error = await refusal(() => exporting);
  assert.equal(error.code, 'cancelled');
  await setTimeout(50);
  assert.equal(existsSync(file), false);
  assert.deepEqual(readdirSync(path), []);
});

test('an import that is cancelled imports nothing', async (t) => {
  const { book } = await begin(t);
  const file = join(folder(t), 'habits.csv');
  const rows = days(3000).map((day) => `Walk,around the lake,Health,${day},1,`);
  writeFileSync(file, ['HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText', ...rows, ''].join('\n'));
  const before = await book.ledger.checkpoint();
  const control = new AbortController();
  const importing = book.imports.file(file, false, { signal: control.signal });
  control.abort();
  assert.equal((await refusal(() => importing)).code, 'cancelled');
  assert.deepEqual(await book.ledger.checkpoint(), before);
  assert.equal((await book.imports.file(file)).entriesAdded, 3000);
});

test('a signal that is aborted before, after or never is heard as it must be', async (t) => {
  const { book } = await begin(t);
  const control = new AbortController();
  assert.equal((await book.deeds.list({ signal: control.signal })).length, 2);
  control.abort();
  assert.equal((await refusal(() => book.deeds.list({ signal: control.signal }))).code, 'cancelled');
  assert.equal((await book.deeds.list({ signal: undefined })).length, 2);
});
