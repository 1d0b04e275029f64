import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Book, Client, type DueReminder, KitaabError } from 'kitaab';

import type { JsonObject } from './json';
import { operations } from './operations';
import * as read from './read';
import * as tell from './tell';

/** What a step came to. */
export interface Outcome {
  answer?: JsonObject;
  error?: JsonObject;
}

/** The id of one of those in a story, by their place: the owner of the story's own book is the first. */
function user(place: number): string {
  return `00000000-0000-0000-0000-${String(place).padStart(12, '0')}`;
}

/** The books of a story, and its files. A book that was restored has a store of its own. */
export class World {
  /** Those who may act, by their names. */
  readonly people = new Map<string, string>();
  /** What was handed out of each reminder the last time. */
  readonly handedOut = new Map<string, DueReminder>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'kitaab-story-'));
  readonly #clients: Client[] = [];
  readonly #books = new Map<string, Book>();
  readonly #location: () => string;
  readonly #seed: number;
  #now: string;

  private constructor(location: () => string, seed: number, now: string) {
    this.#location = location;
    this.#seed = seed;
    this.#now = now;
  }

  /** A story's own book, and one for each of the others, in the same store. */
  static async begin(location: () => string, seed: number, now: string, others: string[] = []): Promise<World> {
    const world = new World(location, seed, now);
    const own = await world.#open();
    for (const [place, name] of ['owner', ...others].entries()) {
      const id = user(place + 1);
      const book = own.book(id);
      // A book is there from its first commit on.
      if (place > 0) await book.settings.edit({ firstWeekday: 'sun' });
      world.#books.set(place === 0 ? '' : name, book);
      world.people.set(name, id);
    }
    return world;
  }

  async #open(): Promise<Client> {
    const client = await Client.open(this.#location(), { now: this.#now, seed: this.#seed });
    this.#clients.push(client);
    return client;
  }

  setTime(now: string): void {
    this.#now = now;
    for (const client of this.#clients) client.setNow(now);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** What a step's operation answers, or its error, each as JSON. */
  async perform(step: { do: string; in?: string; by?: string }, fields: JsonObject): Promise<Outcome> {
    const operation = operations.get(step.do);
    if (operation === undefined) throw new Error(`there is no operation ${step.do}`);
    const book = this.#book(step.in ?? '', step.by);
    const inputs = new read.Inputs(fields);
    try {
      return { answer: (await operation(book, inputs, this)) ?? {} };
    } catch (error) {
      if (error instanceof KitaabError) return { error: tell.error(error) };
      throw error;
    } finally {
      inputs.end();
    }
  }

  #book(name: string, by: string | undefined): Book {
    const book = this.#books.get(name);
    if (book === undefined) throw new Error(`there is no book ${name}`);
    if (by === undefined) return book;
    const actor = this.people.get(by);
    if (actor === undefined) throw new Error(`there is nobody called ${by}`);
    return book.actingAs(actor);
  }

  /** The owners of the books in the story's store that show something to a user, rising. */
  async sharedWith(user: string): Promise<string[]> {
    const [own] = this.#clients;
    if (own === undefined) throw new Error('the story has no store');
    return own.sharedWith(user);
  }

  /** The path of one of the story's files. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** What is written to a file that is not there yet. */
  async written<T>(name: string, write: (path: string) => Promise<T>): Promise<[T, string]> {
    const path = this.path(name);
    rmSync(path, { force: true });
    const told = await write(path);
    return [told, readFileSync(path, 'utf8')];
  }

  /** The path of a file of some lines. */
  file(name: string, lines: string[]): string {
    writeFileSync(this.path(name), lines.map((line) => `${line}\n`).join(''));
    return this.path(name);
  }

  async restore(file: string, into: string, passphrase: string | undefined): Promise<string> {
    if (this.#books.has(into)) throw new Error(`there is a book ${into} already`);
    const client = await this.#open();
    const owner = await client.restore(this.path(file), passphrase);
    this.#books.set(into, client.book(owner));
    return owner;
  }
}
