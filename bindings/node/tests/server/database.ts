import { execFileSync } from 'node:child_process';

/** Databases on the server that `KITAAB_TEST_PG` names, one for each store of a story. They are gone with the server. */
export class Servers {
  #made = 0;

  /** The location of a new store. */
  location(): string {
    const superuser = process.env['KITAAB_TEST_PG'];
    if (superuser === undefined) throw new Error('KITAAB_TEST_PG names no server');
    const name = `node_${process.pid}_${(this.#made += 1)}`;
    execFileSync('psql', ['--no-psqlrc', '--quiet', '--dbname', superuser, '--command', `create database ${name}`]);
    const url = new URL(superuser);
    url.pathname = `/${name}`;
    return url.href;
  }
}
