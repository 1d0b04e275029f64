import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { folder } from './books';

const PACKAGE = join(__dirname, '../..');

test('the first example of the README runs, in a project that has the package', (t) => {
  const [, example] = /```js\n(.*?)```/s.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8')) ?? [];
  assert.ok(example);
  const project = folder(t);
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(PACKAGE, join(project, 'node_modules/kitaab'), 'dir');
  writeFileSync(join(project, 'example.mjs'), example);
  const printed = execFileSync(process.execPath, ['example.mjs'], { cwd: project, encoding: 'utf8' });
  assert.match(printed, /^(not_earned|undetermined|earned) \n\S/);
});
