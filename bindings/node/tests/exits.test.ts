import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { NOW, OWNER, TODAY, WAYS, begin, folder, item } from './books';

test('programs end while calls are pending: none crashes, none hangs, and the book is whole', async (t) => {
  const times = Number(process.env['KITAAB_TEST_EXITS'] ?? 100);
  const file = join(folder(t), 'book.db');
  const { book, quran } = await begin(t, file);
  const given = JSON.stringify({ file, owner: OWNER, now: NOW, item: item(quran, "Qur'an"), day: TODAY });
  for (let time = 0; time < times; time += 1) {
    const [way, status, signal] = WAYS[time % WAYS.length] ?? ['exit', 0, null];
    const program = join(__dirname, 'programs/leaves.js');
    const ended = spawnSync(process.execPath, [program, way, given], { timeout: 20_000, encoding: 'utf8' });
    assert.deepEqual([ended.status, ended.signal], [status, signal], `${way}: ${ended.stderr}`);
  }
  await book.ledger.verify();
  t.diagnostic(`${times} programs ended`);
});
