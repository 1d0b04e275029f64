import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

test('memory is flat over 100,000 calls', (t) => {
  const program = join(__dirname, 'programs/calls.js');
  const told = execFileSync(process.execPath, ['--expose-gc', program, '100000'], { encoding: 'utf8' });
  const { first, last } = JSON.parse(told) as { first: number; last: number };
  const mebibytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  t.diagnostic(`figure: Node over 100,000 calls: from ${mebibytes(first)} to ${mebibytes(last)} MiB`);
  // A hundred bytes a call would be 9.5 MiB.
  assert.ok(last - first < 8 * 2 ** 20, `from ${mebibytes(first)} to ${mebibytes(last)} MiB`);
});
