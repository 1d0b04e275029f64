import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { tell } from './scenario/stories';

const folder = mkdtempSync(join(tmpdir(), 'kitaab-stories-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

tell('memory', () => 'memory:');
tell('sqlite', () => join(folder, `${(files += 1)}.db`));
