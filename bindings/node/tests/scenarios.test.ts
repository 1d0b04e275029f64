import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { Servers } from './scenario/servers';
import { read, run } from './scenario/story';

const STORIES = join(__dirname, '../../../../tests/scenarios');

const folder = mkdtempSync(join(tmpdir(), 'kitaab-stories-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const servers = new Servers();

/** Where each kind of store keeps a new one. */
const STORES: Record<string, () => string> = {
  memory: () => 'memory:',
  sqlite: () => join(folder, `${(files += 1)}.db`),
  postgres: () => servers.location(),
};

const asked = process.env['KITAAB_TEST_STORES'];
const stores = asked === undefined ? ['memory', 'sqlite'] : asked.split(',');

for (const store of stores) {
  describe(`stories on ${store}`, () => {
    for (const name of readdirSync(STORIES).filter((name) => name.endsWith('.json'))) {
      test(name, async () => {
        const location = STORES[store];
        if (location === undefined) throw new Error(`there is no store ${store}`);
        await run(read(readFileSync(join(STORIES, name), 'utf8')), location);
      });
    }
  });
}
