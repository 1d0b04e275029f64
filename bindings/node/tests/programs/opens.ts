/** Opens and closes clients, and tells how much memory the process has after a third of them and after all. */
import { join } from 'node:path';

import { Client } from 'kitaab';

import { held } from './held';

async function main(): Promise<void> {
  const times = Number(process.argv[2]);
  const file = join(process.argv[3] ?? '', 'book.db');
  let first = 0;
  for (let time = 0; time < times; time += 1) {
    const client = await Client.open(time % 10 === 0 ? file : 'memory:');
    await (await client.myBook()).deeds.list();
    client.close();
    if (first === 0 && time >= times / 3) first = await held();
  }
  console.log(JSON.stringify({ first, last: await held() }));
}

void main();
