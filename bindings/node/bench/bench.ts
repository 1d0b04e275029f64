/**
 * How long the same takes from Node and from Rust, in one run: `node build/bench/bench.js PROGRAM`, where the program is the
 * example `baseline` of kitaab-benches, which says what the work is.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Book, Client, type NewEntry } from 'kitaab';

const LABELS = ['missed', 'late', 'on time', 'in congregation'];
const [FIRST, LAST] = ['2023-01-01', '2024-05-14'];
const BOOKS = 5;
const CALLS = 41;

interface Times {
  batch: number;
  dashboard: number;
}

async function measured(folder: string): Promise<Times> {
  const dates = Array.from({ length: 500 }, (_, day) => new Date(Date.parse(FIRST) + day * 86_400_000).toISOString().slice(0, 10));
  let batch = Infinity;
  let last: Book | undefined;
  for (let number = 0; number < BOOKS; number += 1) {
    const client = await Client.open(join(folder, `node-${number}.db`));
    const book = client.book('00000000-0000-0000-0000-000000000001');
    const items = await begin(book);
    const entries = dates.flatMap((day, row) =>
      items.map((item, place): NewEntry => ({ item, day, value: { is: 'labelled', label: LABELS[(row + place) % 4] ?? '' } })));
    if (entries.length !== 10_000) throw new Error(`${entries.length} entries`);
    const start = performance.now();
    await book.entries.putMany(entries);
    batch = Math.min(batch, performance.now() - start);
    last = book;
  }
  const calls: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const start = performance.now();
    const dashboard = await last?.insights.dashboard({ days: { first: FIRST, last: LAST }, bucket: 'month' });
    calls.push(performance.now() - start);
    if (dashboard?.summary.loggedDays !== 500) throw new Error('the dashboard is another');
  }
  calls.sort((one, other) => one - other);
  return { batch, dashboard: calls[(CALLS - 1) / 2] ?? NaN };
}

/** Adds the deeds, and answers their items. */
async function begin(book: Book): Promise<string[]> {
  const items: string[] = [];
  for (let number = 0; number < 4; number += 1) {
    const below = Array.from({ length: 5 }, (_, place) => ({ name: `Item ${place}` }));
    const { deed } = await book.deeds.add({ name: `Deed ${number}`, category: 'hasanaat', values: LABELS, startsOn: FIRST, items: below });
    items.push(...deed.items.filter(({ leaf }) => leaf).map(({ id }) => id));
  }
  return items;
}

/** The same by Rust. */
function baseline(program: string, folder: string): Times {
  const told = execFileSync(program, [folder], { encoding: 'utf8' });
  const [, batch, dashboard] = /^batch ([\d.]+) dashboard ([\d.]+)/m.exec(told) ?? [];
  return { batch: Number(batch), dashboard: Number(dashboard) };
}

async function main(): Promise<void> {
  const program = process.argv[2];
  if (program === undefined) throw new Error('name the program to compare with');
  const folder = mkdtempSync(join(tmpdir(), 'kitaab-bench-'));
  try {
    const rust = baseline(program, folder);
    const node = await measured(folder);
    const told = (name: string, ours: number, theirs: number, most: number) =>
      console.log(`figure: ${name}: Node ${ours.toFixed(1)} ms, Rust ${theirs.toFixed(1)} ms, ratio ${(ours / theirs).toFixed(2)} (at most ${most})`);
    told('10,000 entries in one call', node.batch, rust.batch, 1.3);
    told('a dashboard of 500 days', node.dashboard, rust.dashboard, 1.5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
