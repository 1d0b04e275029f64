import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { random } from './random';

// The native part as it is, and not as the package dresses it: `kitaab` must not be imported here.
const native = require(join(__dirname, '../../lib/native.js')) as any;

const [NUMBER, OBJECT, LIST, TEXT] = [-5, -6, -7, -8];

function marks(...given: number[]): Float64Array {
  return Float64Array.from(given);
}

test('a parcel may say anything at all, and breaks nothing', async () => {
  const client = await native.openClient(null, 'memory:', marks(TEXT, 7, -1));
  const book = await client.myBook(null);
  const [entries, merits, scales] = [book.entries(), book.merits(), book.scales()];
  const id = '00000000-0000-0000-0000-000000000001';
  const texts = `${id}2024-02-10labelledrules`;
  const given: Float64Array[] = [
    marks(), marks(LIST), marks(LIST, 1), marks(LIST, -1), marks(LIST, 2 ** 53), marks(LIST, NaN), marks(LIST, 1, OBJECT), marks(TEXT), marks(TEXT, 2 ** 40),
    marks(TEXT, -1), marks(NUMBER), marks(7), marks(2 ** 60), marks(-(2 ** 60)), marks(NaN), marks(LIST, 1, OBJECT, TEXT, 36, TEXT, 10, OBJECT, TEXT, 8),
    marks(TEXT, 36, LIST, 0, LIST, 2 ** 50),
  ];
  const below = random(11);
  const some = [-1, -2, -3, -4, NUMBER, OBJECT, LIST, TEXT, -9, 0, 1, 2, 3, 36, 10, 8, 1e9, 0.5];
  for (let round = 0; round < 3000; round += 1) {
    given.push(Float64Array.from({ length: below(20) }, () => some[below(some.length)] ?? 0));
  }
  for (const parcel of given) {
    for (const operation of [() => entries.putMany(null, texts, parcel), () => merits.add(null, texts, parcel), () => scales.redefine(null, texts, parcel)]) {
      // An empty list may be right.
      const answer = await operation();
      if (answer instanceof Error) assert.match((answer as any).code, /^(invalid|not_found)$/, `${parcel}: ${answer.message}`);
    }
  }
  client.close();
});
