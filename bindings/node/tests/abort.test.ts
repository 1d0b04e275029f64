import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate, setTimeout } from 'node:timers/promises';

import { Client } from 'kitaab';

import { OWNER, begin, days, folder, item, refusal } from './books';
import { halfWay } from './cancelled';

test('what is cancelled half-way is done as a whole or not at all', (t) => halfWay(t, 5000, join(folder(t), 'book.db')));

test('an export that is cancelled leaves no file', async (t) => {
  const path = folder(t);
  const { book, salah } = await begin(t, join(folder(t), 'book.db'));
  const fajr = item(salah, 'Salah/Fajr');
  await book.entries.putMany(days(5000).map((day) => ({ item: fajr, day, value: { is: 'labelled', label: 'late' } })));
  // One that comes to its end before it is stopped is begun again.
  for (let turn = 0; turn < 20; turn += 1) {
    const file = join(path, `book-${turn}.csv`);
    const there = readdirSync(path).length;
    const control = new AbortController();
    const exporting = book.exports.csv(file, undefined, { signal: control.signal }).then(() => 'done', (error): string => error.code);
    while (readdirSync(path).length === there) await setImmediate();
    control.abort();
    const outcome = await exporting;
    await setTimeout(50);
    if (outcome === 'cancelled') {
      assert.equal(existsSync(file), false);
      assert.equal(readdirSync(path).length, there);
      return;
    }
    assert.equal(outcome, 'done');
    assert.equal(readdirSync(path).length, there + 1);
  }
  assert.fail('no export was stopped half-way');
});

test('an import that is cancelled imports nothing', async (t) => {
  const { book } = await begin(t);
  const file = join(folder(t), 'habits.csv');
  const rows = days(20_000).map((day) => `Walk,around the lake,Health,${day},1,`);
  writeFileSync(file, ['HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText', ...rows, ''].join('\n'));
  const before = await book.ledger.checkpoint();
  const control = new AbortController();
  const importing = refusal(() => book.imports.file(file, false, { signal: control.signal }));
  let ended = false;
  importing.finally(() => { ended = true; }).catch(() => {});
  while (!ended && !((await book.imports.progress())?.rows ?? 0)) await setImmediate();
  assert.equal(ended, false);
  control.abort();
  assert.equal((await importing).code, 'cancelled');
  assert.deepEqual(await book.ledger.checkpoint(), before);
  assert.equal((await book.imports.file(file)).entriesAdded, 20_000);
});

test('a signal that is aborted before, after or never is heard as it must be', async (t) => {
  const { book } = await begin(t);
  const control = new AbortController();
  assert.equal((await book.deeds.list({ signal: control.signal })).length, 2);
  control.abort();
  assert.equal((await refusal(() => book.deeds.list({ signal: control.signal }))).code, 'cancelled');
  assert.equal((await book.deeds.list({ signal: undefined })).length, 2);
});

test('a signal is heard wherever the options of a call may stand', async (t) => {
  const { client, book } = await begin(t);
  const signal = AbortSignal.abort();
  class Options {
    get signal() { return signal; }
  }
  const others: any[] = [{ signal }, new Options(), Object.create({ signal }), Object.assign(Object.create(null), { signal })];
  for (const options of others) {
    for (const operation of [
      () => book.deeds.list(options), () => book.deeds.get(OWNER, options), () => book.entries.list(undefined, options),
      () => book.exports.csv('/nowhere', null, options), () => client.owners(options),
    ]) {
      assert.equal((await refusal(operation)).code, 'cancelled');
    }
  }
  // Where what comes before was left out.
  const list = book.entries.list.bind(book.entries) as (options: object) => Promise<unknown>;
  for (const options of [{ signal }, new Options()]) assert.equal((await refusal(() => list(options))).code, 'cancelled');
  for (const options of [3, 'signal', true, [], () => signal, Symbol('signal')] as any[]) {
    const error = await refusal(() => book.deeds.list(options));
    assert.deepEqual([error.code, error.field], ['invalid', 'call'], String(options));
  }
  for (const wrong of [3, {}, 'aborted'] as any[]) {
    assert.equal((await refusal(() => book.deeds.list({ signal: wrong }))).field, 'signal');
  }
  for (const none of [undefined, null, {}, { signal: null }] as any[]) assert.equal((await book.deeds.list(none)).length, 2);
});

test('what a call would not do is refused: a signal in a place where none is heard, and options that there are not', async (t) => {
  const { client, book } = await begin(t);
  const { signal } = new AbortController();
  // What TypeScript would not let through.
  const any = (value: unknown): any => value;
  const wrong: [() => Promise<unknown>, string][] = [
    [() => book.deeds.list(any(signal)), 'call'], [() => client.owners(any(signal)), 'call'], [() => book.deeds.get(OWNER, any(signal)), 'call'],
    [() => book.imports.file('/nowhere', false, any(signal)), 'call'], [() => book.imports.file('/nowhere', any(signal)), 'dry_run'],
    [() => book.entries.list(any(signal)), 'query'], [() => book.deeds.edit(OWNER, any(signal)), 'edit'],
    [() => Client.open('memory:', any(signal)), 'options'],
    [() => book.deeds.list(any({ signal, timeout: 5 })), 'call'], [() => book.deeds.list(any({ sginal: signal })), 'call'],
    [() => book.entries.list(any({ signal, limit: 5 })), 'call'], [() => book.deeds.list(any({ limit: 5 })), 'call'],
    [() => book.deeds.list(any(new EventTarget())), 'call'], [() => book.deeds.list(any(new Map([['signal', signal]]))), 'call'],
    [() => (book.deeds.list as any)(undefined, { signal }), 'call'], [() => (book.deeds.list as any)({ signal }, 3), 'call'],
  ];
  for (const [operation, field] of wrong) {
    const error = await refusal(operation);
    assert.deepEqual([error.code, error.field], ['invalid', field], String(operation));
  }
  assert.equal((await (book.deeds.list as any)({ signal }, undefined, null)).length, 2);
});
