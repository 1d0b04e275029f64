/** A program, or a thread, that ends while calls are pending. Its first argument says how. */
import { setTimeout } from 'node:timers/promises';
import { isMainThread, workerData } from 'node:worker_threads';

import { Client } from 'kitaab';

async function main(): Promise<void> {
  const { file, owner, now, item, day } = isMainThread ? JSON.parse(process.argv[3] ?? '{}') : workerData;
  const client = await Client.open(file, { now });
  const book = client.book(owner);
  const calls = Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? book.entries.add(item, day, '1') : book.entries.list()));
  for (const call of calls) call.catch(() => {});
  const how = isMainThread ? process.argv[2] : 'exit';
  if (how === 'exit') process.exit(0);
  if (how === 'throw') throw new Error('the program fails');
  if (how === 'signal') process.kill(process.pid, 'SIGTERM');
  if (how === 'close') client.close();
  if (how === 'later') {
    await setTimeout(Math.random() * 10);
    process.exit(0);
  }
}

void main();
