/** A thread that adds to a count, and tells which error it met. */
import { parentPort, workerData } from 'node:worker_threads';

import { Client, KitaabError } from 'kitaab';

async function main(): Promise<void> {
  const { file, owner, now, item, day, times } = workerData;
  await using client = await Client.open(file, { now });
  const book = client.book(owner);
  for (let time = 0; time < times; time += 1) await book.entries.add(item, day, '1');
  try {
    await book.entries.get(owner, day);
  } catch (error) {
    parentPort?.postMessage({ instance: error instanceof KitaabError, code: (error as KitaabError).code });
  }
}

void main();
