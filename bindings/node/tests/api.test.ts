import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Client } from 'kitaab';

import { OWNER, open } from './books';

const PACKAGE = join(__dirname, '../..');
const golden = readFileSync(join(PACKAGE, '../api.golden'), 'utf8').split('\n');
const types = readFileSync(join(PACKAGE, 'lib/types.d.ts'), 'utf8');

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The groups of `bindings/api.golden`, with their operations. */
function groups(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let operations: string[] | undefined;
  for (const line of golden) {
    const [, group] = /^group (\w+): /.exec(line) ?? [];
    if (group !== undefined) found.set(camel(group), (operations = []));
    else if (!line.startsWith('  ')) operations = undefined;
    const [, operation] = /^ {2}(\w+)\(.*\) -> /.exec(line) ?? [];
    if (operation !== undefined) operations?.push(camel(operation));
  }
  return found;
}

test('a book offers what every language must, and nothing else', async (t) => {
  const book = (await open(t)).book(OWNER) as unknown as Record<string, object>;
  const offered = Object.getOwnPropertyNames(Object.getPrototypeOf(book)).filter((name) => !['constructor', 'owner', 'actor', 'actingAs'].includes(name));
  const all = groups();
  assert.ok(all.size > 15);
  assert.deepEqual(offered.sort(), [...all.keys()].sort());
  for (const [group, operations] of all) {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(book[group]));
    assert.deepEqual(methods.filter((name) => name !== 'constructor').sort(), operations.sort(), group);
  }
});

test('the types declare every type that every language must have, with its fields', () => {
  let name = '';
  let checked = 0;
  for (const line of golden) {
    const [, kind, type] = /^(record|choice|union|id|error) (\w+)/.exec(line) ?? [];
    if (kind === 'error') {
      assert.ok(types.includes(`'${type}'`), line);
    } else if (type !== undefined) {
      name = type;
      assert.match(types, new RegExp(`^export (type|interface) ${type}\\b`, 'm'), line);
    }
    const [, field, optional] = /^ {2}(\w+)(\??): /.exec(line) ?? [];
    if (field !== undefined) {
      const [, body] = new RegExp(`^export interface ${name} \\{\n(.*?)^\\}`, 'ms').exec(types) ?? [];
      assert.match(body ?? '', new RegExp(`^  ${camel(field)}${optional ? '\\?' : '\\??'}: `, 'm'), `${name}: ${line}`);
      checked += 1;
    }
  }
  assert.ok(checked > 200, `${checked} fields`);
});

test('a client can be disposed of', async () => {
  let kept: Client;
  {
    await using client = await Client.open('memory:');
    kept = client;
    assert.equal(client.isClosed, false);
  }
  assert.equal(kept.isClosed, true);
});
