import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { Book } from 'kitaab';

import { begin, days, folder, refusal } from './books';

/** How long the files are. Where one is imported before anybody has asked, the next is twice as long. */
const ROWS = [5_000, 10_000, 20_000, 40_000] as const;

/** A file of another program, with so many days of one habit. */
function habits(t: TestContext, count: number): string {
  const file = join(folder(t), 'habits.csv');
  const rows = days(count).map((day) => `Walk,,,${day},1,`);
  writeFileSync(file, ['HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText', ...rows, ''].join('\n'));
  return file;
}

/** Asks how far an import of so many rows has come until it has ended, which only rises; the last that was told. */
async function watched(book: Book, importing: Promise<unknown>, count: number): Promise<number> {
  let [ended, before] = [false, 0];
  const end = importing.finally(() => { ended = true; });
  while (!ended) {
    const { rows = before, total = count } = (await book.imports.progress()) ?? {};
    assert.ok(before <= rows && rows <= count, `${rows} after ${before}`);
    assert.equal(total, count);
    before = rows;
  }
  await end;
  return before;
}

test('how far an import has come is told while it is under way, and never else', async (t) => {
  for (const count of ROWS) {
    const { book } = await begin(t);
    assert.equal(await book.imports.progress(), undefined);
    const importing = book.imports.file(habits(t, count));
    const told = await watched(book, importing, count);
    assert.equal((await importing).entriesAdded, count);
    assert.equal(await book.imports.progress(), undefined);
    if (told > 0) return;
  }
  assert.fail('it was never told how many rows were read');
});

test('an import that fails or is cancelled is under way no more', async (t) => {
  const { book } = await begin(t);
  assert.equal((await refusal(() => book.imports.file('/nowhere/at/all.csv'))).code, 'unavailable');
  assert.equal(await book.imports.progress(), undefined);
  const control = new AbortController();
  const importing = book.imports.file(habits(t, ROWS[0]), true, { signal: control.signal });
  control.abort();
  assert.equal((await refusal(() => importing)).code, 'cancelled');
  assert.equal(await book.imports.progress(), undefined);
});
