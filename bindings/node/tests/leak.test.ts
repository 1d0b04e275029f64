import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

import { folder } from './books';

test('memory is flat over 100,000 calls', (t) => {
  // A hundred bytes a call would be 9.5 MiB.
  isFlat(t, 8, 'calls', '100000');
});

test('memory is flat over 3,000 clients that are opened and closed', (t) => {
  // Five kilobytes a client, of the 2,000 that are measured, would be 9.5 MiB.
  isFlat(t, 8, 'opens', '3000', folder(t));
});

/** That a program of turns does not grow by so many mebibytes. */
function isFlat(t: TestContext, most: number, program: string, turns: string, ...more: string[]): void {
  const path = join(__dirname, `programs/${program}.js`);
  const told = execFileSync(process.execPath, ['--expose-gc', path, turns, ...more], { encoding: 'utf8' });
  const { first, last } = JSON.parse(told) as { first: number; last: number };
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  t.diagnostic(`figure: Node over ${turns} ${program}: from ${mebibytes(first)} to ${mebibytes(last)} MiB`);
  assert.ok(last - first < most * 2 ** 20, `from ${mebibytes(first)} to ${mebibytes(last)} MiB`);
}
