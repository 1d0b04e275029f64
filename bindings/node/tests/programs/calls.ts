/** Makes calls of many kinds, and tells how much memory the process has after a tenth of them and after all. */
import { Client } from 'kitaab';

import { NOW, OWNER, TODAY } from '../books';

async function main(): Promise<void> {
  const times = Number(process.argv[2]);
  const client = await Client.open('memory:', { now: NOW, seed: 1 });
  const book = client.book(OWNER);
  const { deed } = await book.deeds.add({ name: 'Dhikr', category: 'hasanaat', measure: 'count', startsOn: '2024-01-01' });
  const item = deed.items[0]?.id ?? '';
  const control = new AbortController();
  // One for all calls: Node itself keeps something of each that is made.
  const aborted = AbortSignal.abort();
  // None of them writes: a ledger grows, and it should.
  const calls = [
    () => client.book(OWNER).entries.get(item, TODAY),
    () => book.entries.day(TODAY),
    () => book.deeds.list({ signal: control.signal }),
    () => book.entries.get(OWNER, TODAY).catch(() => undefined),
    () => book.entries.get('no id', TODAY).catch(() => undefined),
    () => book.insights.streaks(item),
    () => book.deeds.list({ signal: aborted }).catch(() => undefined),
    () => book.insights.streaks(item, null, false, { signal: control.signal }),
    () => book.merits.get(OWNER).catch(() => undefined),
  ];
  let first = 0;
  for (let time = 0; time < times; time += 8) {
    await Promise.all(calls.map((call) => call()));
    if (first === 0 && time >= times / 5) first = await held();
  }
  console.log(JSON.stringify({ first, last: await held() }));
}

/** The memory of the process, once what nobody holds is gone. */
async function held(): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().rss;
}

void main();
