import { after } from 'node:test';

import { tell } from '../scenario/stories';
import { Database } from './database';

const databases: Database[] = [];
after(() => databases.forEach((database) => database.drop()));

tell('postgres', () => {
  const database = new Database();
  databases.push(database);
  return database.url();
});
