import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { read, run } from './story';

const STORIES = join(__dirname, '../../../../../tests/scenarios');

/** Has every story told on a kind of store; `location` is where a new one is kept. */
export function tell(store: string, location: () => string): void {
  describe(`stories on ${store}`, () => {
    for (const name of readdirSync(STORIES).filter((name) => name.endsWith('.json'))) {
      test(name, () => run(read(readFileSync(join(STORIES, name), 'utf8')), location));
    }
  });
}
