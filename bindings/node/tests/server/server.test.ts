import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { Client } from 'kitaab';

import { NOW, OWNER, TODAY, WAYS, begin, item, open, refusal, thread } from '../books';
import { halfWay } from '../cancelled';
import { Database, location } from './database';
import { Gate } from './gate';

const PROGRAMS = join(__dirname, '../programs');

/** A database that is there for the length of a test. */
function database(t: TestContext): Database {
  const made = new Database();
  t.after(() => made.drop());
  return made;
}

test('a wrong location is refused, and its password told nobody', async (t) => {
  const book = database(t);
  for (const [wrong, code] of [
    ['postgres://user:secret@[half/book', 'invalid'],
    ['postgres://user:secret@localhost:1/book', 'unavailable'],
    ['postgres://user:secret@no.such.host.invalid/book', 'unavailable'],
    [location('no_such_database'), 'unavailable'],
    [location('postgres'), 'unsupported'],
    [book.url('postgres'), 'denied'],
    [book.url('test_owner'), 'denied'],
  ] as const) {
    const error = await refusal(() => Client.open(wrong));
    assert.equal(error.code, code, `${wrong}: ${error.message}`);
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /secret/);
  }
});

test('a URL says how its server is reached', async (t) => {
  const url = new URL(database(t).url());
  const reached = (name: string, value: string): string => {
    const told = new URL(url);
    told.searchParams.set(`kitaab.${name}`, value);
    return told.href;
  };
  const client = await Client.open(reached('pooler', 'on'));
  assert.deepEqual(await (await client.myBook()).deeds.list(), []);
  client.close();
  for (const [name, value] of [['pooler', 'secret'], ['connections', '0'], ['passphrase', 'secret']] as const) {
    const error = await refusal(() => Client.open(reached(name, value)));
    assert.deepEqual([error.code, error.field], ['invalid', `location.kitaab.${name}`]);
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /secret/);
  }
});

test('a server that goes down is told of, and used again once it is back', async (t) => {
  const gate = new Gate(database(t).url());
  await gate.open();
  const { book, quran } = await begin(t, gate.url);
  const id = item(quran, "Qur'an");
  await book.entries.add(id, TODAY, '1');
  await gate.shut();
  for (const operation of [() => book.entries.add(id, TODAY, '1'), () => book.entries.list()]) {
    assert.equal((await refusal(operation)).code, 'unavailable');
  }
  assert.equal((await refusal(() => Client.open(gate.url))).code, 'unavailable');
  await gate.open();
  t.after(() => gate.shut());
  await book.entries.add(id, TODAY, '1');
  const entry = await book.entries.get(id, TODAY);
  assert.ok(entry?.value.is === 'counted' && entry.value.amount === '2');
  assert.equal((await book.ledger.verify()).commits, 3);
});

test('many calls at once, of two clients, all come to their end', async (t) => {
  const url = database(t).url();
  const { book, quran } = await begin(t, url);
  const other = (await open(t, url, 2)).book(OWNER);
  const id = item(quran, "Qur'an");
  const calls = Array.from({ length: 200 }, (_, place) => (place % 2 === 0 ? book : other).entries.add(id, TODAY, '0.5'));
  await Promise.all(calls);
  for (const each of [book, other]) {
    const entry = await each.entries.get(id, TODAY);
    assert.ok(entry?.value.is === 'counted' && entry.value.amount === '100');
  }
});

test('worker threads each have a client of one server', async (t) => {
  const file = database(t).url();
  const { book, quran } = await begin(t, file);
  const id = item(quran, "Qur'an");
  const given = { file, owner: OWNER, now: NOW, item: id, day: TODAY, times: 10 };
  const messages = await Promise.all([1, 2, 3].map(() => thread('adds.js', given)));
  assert.deepEqual(messages, Array.from({ length: 3 }, () => ({ instance: true, code: 'not_found' })));
  const entry = await book.entries.get(id, TODAY);
  assert.ok(entry?.value.is === 'counted' && entry.value.amount === '30');
});

test('what is cancelled half-way is done as a whole or not at all', (t) => halfWay(t, 2000, database(t).url()));

test('programs end while calls to a server are pending: none crashes, none hangs, and the book is whole', async (t) => {
  const times = Number(process.env['KITAAB_TEST_EXITS'] ?? 100) / 4;
  const file = database(t).url();
  const { book, quran } = await begin(t, file);
  const given = JSON.stringify({ file, owner: OWNER, now: NOW, item: item(quran, "Qur'an"), day: TODAY });
  for (let time = 0; time < times; time += 1) {
    const [way, status, signal] = WAYS[time % WAYS.length] ?? ['exit', 0, null];
    const ended = spawnSync(process.execPath, [join(PROGRAMS, 'leaves.js'), way, given], { timeout: 30_000, encoding: 'utf8' });
    assert.deepEqual([ended.status, ended.signal], [status, signal], `${way}: ${ended.stderr}`);
  }
  await book.ledger.verify();
  t.diagnostic(`${times} programs ended`);
});
