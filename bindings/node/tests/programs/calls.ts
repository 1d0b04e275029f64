/** Makes calls of many kinds, and tells how much memory the process has after a tenth of them and after all. */
import { Client } from 'kitaab';

import { NOW, OWNER, TODAY } from '../books';
import { held } from './held';

async function main(): Promise<void> {
  const times = Number(process.argv[2]);
  const client = await Client.open('memory:', { now: NOW, seed: 1 });
  const book = client.book(OWNER);
  const { deed } = await book.deeds.add({ name: 'Dhikr', category: 'hasanaat', measure: 'count', startsOn: '2024-01-01' });
  const item = deed.items[0]?.id ?? '';
  for (const day of ['2024-02-08', '2024-02-09', TODAY]) await book.entries.put(item, day, { is: 'counted', amount: '33' });
  const control = new AbortController();
  // One for all calls: Node itself keeps something of each that is made.
  const aborted = AbortSignal.abort();
  // None of them writes: a ledger grows, and it should.
  const calls = [
    () => client.book(OWNER).entries.get(item, TODAY),
    () => book.entries.day(TODAY),
    () => book.entries.list(),
    () => book.items.get(item),
    () => book.calendar.days({ first: '2024-02-01', last: TODAY }),
    () => book.deeds.list({ signal: control.signal }),
    () => book.entries.get(OWNER, TODAY).catch(() => undefined),
    () => book.entries.get('no id', TODAY).catch(() => undefined),
    () => book.insights.streaks(item),
    () => book.deeds.list({ signal: aborted }).catch(() => undefined),
    () => book.insights.streaks(item, null, false, { signal: control.signal }),
    () => book.merits.get(OWNER).catch(() => undefined),
  ];
  let first = 0;
  for (let time = 0; time < times; time += calls.length) {
    await Promise.all(calls.map((call) => call()));
    if (first === 0 && time >= times / 5) first = await held();
  }
  console.log(JSON.stringify({ first, last: await held() }));
}

void main();
