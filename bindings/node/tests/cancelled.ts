import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import type { NewEntry } from 'kitaab';

import { begin, days, item } from './books';

/** Cancels batches of so many entries at all points of their way: each has been done as a whole, or not at all. */
export async function halfWay(t: TestContext, count: number, location?: string): Promise<void> {
  const { book, salah } = await begin(t, location);
  const fajr = item(salah, 'Salah/Fajr');
  const batch = (label: string) => days(count).map((day): NewEntry => ({ item: fajr, day, value: { is: 'labelled', label } }));
  const start = performance.now();
  await book.entries.putMany(batch('missed'));
  const whole = performance.now() - start;
  const outcomes = { done: 0, cancelled: 0 };
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const label = round % 2 === 0 ? 'late' : 'on time';
    const control = new AbortController();
    const writing = book.entries.putMany(batch(label), { signal: control.signal });
    // The last ones come too late.
    await setTimeout((whole * 2 * round) / rounds);
    control.abort();
    const outcome = await writing.then(() => 'done', (error): string => error.code);
    if (outcome !== 'done' && outcome !== 'cancelled') throw new Error(`it was refused as ${outcome}`);
    outcomes[outcome] += 1;
    const { entries } = await book.entries.list({ items: [fajr], limit: 10_000 });
    const labels = new Set(entries.map(({ value }) => (value.is === 'on_scale' ? value.label : '')));
    assert.equal(entries.length, count);
    assert.equal(labels.size, 1, `entries of two batches: ${[...labels]}`);
    if (outcome === 'done') assert.deepEqual([...labels], [label]);
  }
  t.diagnostic(`of ${rounds} batches, ${outcomes.cancelled} were cancelled, and ${outcomes.done} came to their end before`);
  assert.ok(outcomes.cancelled > 0);
  await book.ledger.verify();
}
