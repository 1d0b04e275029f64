import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import type { Book } from 'kitaab';

import { begin, days, folder, refusal } from './books';

const ROWS = 5000;

/** A file of another program, with so many days of one habit. */
function habits(t: TestContext): string {
  const file = join(folder(t), 'habits.csv');
  const rows = days(ROWS).map((day) => `Walk,,,${day},1,`);
  writeFileSync(file, ['HabitName,HabitDescription,HabitCategory,CalendarDate,Value,CommentText', ...rows, ''].join('\n'));
  return file;
}

/** Asks how far an import has come until it has ended; what is told meanwhile only rises. */
async function watched(book: Book, importing: Promise<unknown>): Promise<void> {
  let [ended, before] = [false, 0];
  const end = importing.finally(() => { ended = true; });
  while (!ended) {
    const { rows = before, total = ROWS } = (await book.imports.progress()) ?? {};
    assert.ok(before <= rows && rows <= ROWS, `${rows} after ${before}`);
    assert.equal(total, ROWS);
    before = rows;
  }
  await end;
}

test('how far an import has come is told while it is under way, and never else', async (t) => {
  const { book } = await begin(t);
  assert.equal(await book.imports.progress(), undefined);
  const importing = book.imports.file(habits(t));
  await watched(book, importing);
  assert.equal((await importing).entriesAdded, ROWS);
  assert.equal(await book.imports.progress(), undefined);
});

test('an import that fails or is cancelled is under way no more', async (t) => {
  const { book } = await begin(t);
  assert.equal((await refusal(() => book.imports.file('/nowhere/at/all.csv'))).code, 'unavailable');
  assert.equal(await book.imports.progress(), undefined);
  const control = new AbortController();
  const importing = book.imports.file(habits(t), true, { signal: control.signal });
  control.abort();
  assert.equal((await refusal(() => importing)).code, 'cancelled');
  assert.equal(await book.imports.progress(), undefined);
});
