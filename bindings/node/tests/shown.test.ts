import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { TODAY, begin, item } from './books';

const NOTE = 'tired \u{1f319}, and told nobody';
const SHOWN = `<${[...NOTE].length} characters>`;

/** Whoever shows a value sees how long the text in it is; whoever asks for the text gets it. */
function isHidden(value: unknown): void {
  for (const shown of [inspect(value, { depth: null }), inspect(value, { depth: null, showHidden: true }), inspect({ within: [value] }, { depth: null })]) {
    assert.doesNotMatch(shown, /tired/);
    assert.ok(shown.includes(SHOWN), shown);
  }
  assert.ok(JSON.stringify(value).includes(NOTE));
}

test('notes are shown by their length, and are there', async (t) => {
  const { book, salah } = await begin(t);
  const fajr = item(salah, 'Salah/Fajr');
  const isha = item(salah, 'Salah/Isha');
  await book.entries.put(fajr, TODAY, { is: 'labelled', label: 'late' });
  await book.entries.put(isha, TODAY, { is: 'labelled', label: 'late' });
  await book.entries.note(fajr, TODAY, NOTE);

  const entry = await book.entries.get(fajr, TODAY);
  assert.equal(entry?.note, NOTE);
  assert.deepEqual({ ...entry }, entry);
  assert.deepEqual(structuredClone(entry), entry);
  isHidden(entry);
  isHidden(await book.entries.list());
  isHidden(await book.entries.search('tired'));
  isHidden(await book.entries.day(TODAY));
  isHidden(await book.ledger.history({ is: 'entry', item: fajr, day: TODAY }));
  assert.match(inspect(await book.entries.get(isha, TODAY)), /label: 'late'/);
});

test('the words of an exemption are shown by their length, and are there', async (t) => {
  const { book } = await begin(t);
  const added = await book.exemptions.add({ scope: { is: 'hasanaat' }, reason: { is: 'other', words: NOTE }, firstDay: TODAY });
  assert.deepEqual(added.exemption.reason, { is: 'other', words: NOTE });
  isHidden(added);
  isHidden(added.exemption.reason);
  isHidden(await book.exemptions.list());
});

test('reflections are shown by their length, and are there', async (t) => {
  const { book } = await begin(t);
  await book.reflections.write(TODAY, 'saiyyiaat', NOTE);
  isHidden(await book.reflections.read(TODAY, 'saiyyiaat'));
  isHidden(await book.reflections.list());
  isHidden(await book.reflections.search('tired'));
  isHidden(await book.ledger.history({ is: 'reflection', day: TODAY, category: 'saiyyiaat' }));
});
