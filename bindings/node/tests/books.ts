import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';

import { type Book, Client, type Deed, KitaabError } from 'kitaab';

export const OWNER = '00000000-0000-0000-0000-000000000001';
export const NOW = '2024-02-10T12:00:00Z';
export const TODAY = '2024-02-10';

/** How a program ends while its calls are pending, and what its parent then sees: its status, or the signal. */
export const WAYS: [string, number | null, string | null][] = [
  ['exit', 0, null], ['later', 0, null], ['throw', 1, null], ['signal', null, 'SIGTERM'], ['close', 0, null],
];

/** So many days, the last one being today. */
export function days(count: number): string[] {
  return Array.from({ length: count }, (_, back) => new Date(Date.parse(TODAY) - back * 86_400_000).toISOString().slice(0, 10));
}

/** A folder that is there for the length of a test. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'kitaab-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A client that is closed after the test, with time standing still. */
export async function open(t: TestContext, location = 'memory:', seed = 1): Promise<Client> {
  const client = await Client.open(location, { now: NOW, seed });
  t.after(() => client.close());
  return client;
}

/** A new book with two deeds. */
export async function begin(t: TestContext, location?: string): Promise<{ client: Client; book: Book; salah: Deed; quran: Deed }> {
  const client = await open(t, location);
  const book = client.book(OWNER);
  const { deeds } = await book.deeds.addAll([
    {
      name: 'Salah', category: 'hasanaat', values: ['missed', 'late', 'on time'],
      items: [{ name: 'Fajr' }, { name: 'Isha' }], startsOn: '2024-01-01',
    },
    { name: "Qur'an", category: 'hasanaat', measure: 'count', unit: 'pages', startsOn: '2024-01-01' },
  ]);
  const [salah, quran] = deeds;
  if (salah === undefined || quran === undefined) throw new Error('two deeds were made');
  return { client, book, salah, quran };
}

/** The id of an item by its path. */
export function item(deed: Deed, path: string): string {
  const found = deed.items.find((item) => item.path === path);
  if (found === undefined) throw new Error(`there is no ${path}`);
  return found.id;
}

/** Runs a program of `programs` as a thread, to its end; what it told. */
export async function thread(program: string, workerData: object): Promise<unknown> {
  const thread = new Worker(join(__dirname, 'programs', program), { workerData });
  let told: unknown;
  thread.once('message', (message) => { told = message; });
  await new Promise((resolve, reject) => thread.once('exit', resolve).once('error', reject));
  return told;
}

/** What an operation is refused with; fails if it is not. */
export async function refusal(operation: () => unknown): Promise<KitaabError> {
  try {
    await operation();
  } catch (error) {
    if (error instanceof KitaabError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
