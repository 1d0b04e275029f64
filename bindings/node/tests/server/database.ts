import { execFileSync } from 'node:child_process';

let made = 0;

/**
 * A database of a test's own on the server that `KITAAB_TEST_PG` names by its superuser's URL: a copy of the one that
 * `KITAAB_TEST_TEMPLATE` names, which holds the schema. `tests/src/bin/served.rs` tells of both.
 */
export class Database {
  readonly name: string;

  constructor() {
    const template = process.env['KITAAB_TEST_TEMPLATE'];
    if (template === undefined) throw new Error('KITAAB_TEST_TEMPLATE names no database');
    this.name = `kitaab_node_${process.pid}_${(made += 1)}`;
    run(`CREATE DATABASE ${this.name} TEMPLATE ${template} OWNER kitaab_owner`);
    // Stories run on a clock of their own.
    run(`ALTER DATABASE ${this.name} SET kitaab.future_days = 'allowed'`);
  }

  /** Where a role finds it: without another, the one that serves. */
  url(role = 'test_app'): string {
    return location(this.name, role);
  }

  drop(): void {
    run(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}

/** Where a role finds a database, whether it is there or not. */
export function location(database: string, role = 'test_app'): string {
  const url = superuser();
  url.username = role;
  url.pathname = `/${database}`;
  return url.href;
}

function superuser(): URL {
  const url = process.env['KITAAB_TEST_PG'];
  if (url === undefined) throw new Error('KITAAB_TEST_PG names no server');
  return new URL(url);
}

/** Runs SQL as the superuser. */
function run(sql: string): void {
  execFileSync('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${superuser().href}`, `--command=${sql}`], {
    // What it tells on its way is nobody's to read; what it fails with is in the error.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
