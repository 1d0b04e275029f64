import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Book, type Bucket, Client, type Committed, KitaabError, type NewDeed, type NewItem, type NewPermission } from 'kitaab';

import type { Json, JsonObject } from './json';
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

  async restore(file: string, into: string, passphrase: string | undefined): Promise<string> {
    if (this.#books.has(into)) throw new Error(`there is a book ${into} already`);
    const client = await this.#open();
    const owner = await client.restore(this.path(file), passphrase);
    this.#books.set(into, client.book(owner));
    return owner;
  }
}

type Operation = (book: Book, inputs: read.Inputs, world: World) => Promise<JsonObject | undefined>;

/** What a write answered, beside what it made. */
async function written(book: Book, committed: Committed | undefined, made: JsonObject = {}): Promise<JsonObject> {
  const turned = await Promise.all(
    (committed?.turned ?? []).map(async (turned) => {
      const { title } = await book.merits.get(turned.merit);
      const { before: from, after: to, ...rest } = turned;
      return { ...rest, title, from, to };
    }),
  );
  return { ...made, seq: committed?.seq ?? null, replayed: committed?.replayed ?? false, turned };
}

/** An operation that answers nothing but what became of the write. */
function write(operation: (book: Book, inputs: read.Inputs) => Promise<Committed>): Operation {
  return async (book, inputs) => written(book, await operation(book, inputs));
}

function span(inputs: read.Inputs): { first: string; last: string } {
  return { first: inputs.text('first_day'), last: inputs.text('last_day') };
}

/** The fields that are given: what is left out is not there. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function scaleValues(inputs: read.Inputs) {
  return inputs.get<string[]>('values').map((label, score) => ({ label, score }));
}

function hijriMonth(value: Json): { year: number; month: number } {
  const [year, month] = String(value).split('-').map(Number);
  return { year: year ?? 0, month: month ?? 0 };
}

async function undone(book: Book, done: { of: number; committed: Committed } | undefined): Promise<JsonObject> {
  return written(book, done?.committed, { of: done?.of ?? null });
}

/** The operations that a step can ask for, by their names. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>(Object.entries<Operation>({
  'settings.edit': write((book, inputs) => book.settings.edit(given({
    zone: inputs.optional<string>('zone'),
    dayStart: inputs.optional<number>('day_start'),
    firstWeekday: inputs.optional('first_weekday', (number) =>
      (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[Number(number)]),
  }))),
  'deeds.add': async (book, inputs) => {
    const items = inputs.optional<string[]>('items')?.map((name) => ({ name }));
    const done = await book.deeds.add(given({
      name: inputs.text('name'),
      category: inputs.get<NewDeed['category']>('category'),
      measure: inputs.get<NonNullable<NewDeed['measure']>>('measure'),
      values: inputs.optional<string[]>('values'),
      unit: inputs.optional<string>('unit'),
      items,
      startsOn: inputs.optional<string>('starts_on'),
      goal: inputs.optional('goal', read.goal),
      schedule: inputs.optional('schedule', read.schedule),
      excuses: inputs.optional('excuses', read.excuses),
      makeUp: inputs.optional('make_up', read.makeUp),
      fast: inputs.optional<boolean>('fast'),
    }));
    return written(book, done.committed, tell.deed(done.deed));
  },
  'deeds.list': async (book) => ({ deeds: (await book.deeds.list()).map(tell.deed) }),
  'items.add': async (book, inputs) => {
    const item: NewItem = given({ name: inputs.text('name'), startsOn: inputs.optional<string>('starts_on') });
    const done = await book.items.add(inputs.text('parent'), item);
    const { id, path, startsOn } = done.item;
    return written(book, done.committed, { id, path, starts_on: startsOn });
  },
  'items.set_schedule': write((book, inputs) =>
    book.items.setSchedule(inputs.text('item'), inputs.text('from_day'), inputs.get('schedule', read.schedule))),
  'items.set_goal': write((book, inputs) =>
    book.items.setGoal(inputs.text('item'), inputs.text('from_day'), inputs.get('goal', read.goal))),
  'items.hide': write((book, inputs) => book.items.hide(inputs.text('item'), inputs.get('hide'))),
  'items.archive': write((book, inputs) => book.items.archive(inputs.text('item'), inputs.text('from'))),
  'scales.redefine': async (book, inputs) => {
    const mapping = inputs.optional<(number | null)[]>('mapping');
    const done = await book.scales.redefine(inputs.text('deed'), scaleValues(inputs), mapping);
    const { id, version, values } = done.scale;
    return written(book, done.committed, { id, version, values: tell.plain(values) });
  },
  'entries.put': write((book, inputs) => book.entries.put(
    inputs.text('item'), inputs.text('day'), read.value(inputs.optional('value'), inputs.optional('amount')))),
  'entries.add': write((book, inputs) =>
    book.entries.add(inputs.text('item'), inputs.text('day'), inputs.text('amount'))),
  'entries.note': write((book, inputs) =>
    book.entries.note(inputs.text('item'), inputs.text('day'), inputs.optional('note'))),
  'entries.put_many': write((book, inputs) => book.entries.putMany(inputs.get('entries', read.list(read.entry)))),
  'entries.batch': write((book, inputs) => book.entries.batch(
    inputs.text('request'), inputs.optional('put', read.list(read.entry)), inputs.optional('add'))),
  'entries.remove': write((book, inputs) => book.entries.remove(inputs.text('item'), inputs.text('day'))),
  'entries.get': async (book, inputs) =>
    ({ entry: tell.entry(await book.entries.get(inputs.text('item'), inputs.text('day'))) }),
  'entries.day': async (book, inputs) => {
    const { lines, ...page } = await book.entries.day(inputs.text('day'));
    const items = lines.map((line) => ({
      ...(tell.plain(line) as JsonObject),
      kept: tell.plain(line.kept), value: tell.value(line.value), reads_as: tell.value(line.readsAs),
      note: tell.plain(line.note),
    }));
    return { ...(tell.plain(page) as JsonObject), hijri: tell.hijri(page.hijri), items };
  },
  'entries.set_reviewed': write((book, inputs) => book.entries.setReviewed(inputs.text('day'), inputs.get('reviewed'))),
  'entries.make_up': write((book, inputs) =>
    book.makeUps.add(inputs.text('item'), inputs.text('day'), inputs.get('count'))),
  'entries.confirm_missed': write((book, inputs) => book.makeUps.confirmMissed(inputs.text('item'), inputs.text('until'))),
  'entries.make_up_balance': async (book, inputs) => {
    const balance = await book.makeUps.balance(inputs.text('item'));
    return { ...(tell.plain(balance) as JsonObject), fidya_due: tell.plain(balance.fidyaDue) };
  },
  'exemptions.add': async (book, inputs) => {
    const { exemption, committed } = await book.exemptions.add(given({
      scope: inputs.get('scope', read.scope),
      reason: inputs.get('reason', read.reason),
      firstDay: inputs.text('first_day'),
      lastDay: inputs.optional<string>('last_day'),
    }));
    return written(book, committed, {
      ...(tell.plain(exemption) as JsonObject),
      scope: tell.scope(exemption.scope), reason: tell.reason(exemption.reason), last_day: tell.plain(exemption.lastDay),
    });
  },
  'exemptions.end': write((book, inputs) => book.exemptions.end(inputs.text('exemption'), inputs.text('last_day'))),
  'merits.add': async (book, inputs) => {
    const { merit, committed } = await book.merits.add({
      title: inputs.text('title'),
      category: inputs.get<'positive' | 'negative'>('category'),
      days: inputs.get<number>('days'),
      rule: inputs.get('rule', read.rule),
    });
    return written(book, committed, { id: merit.id, title: merit.title });
  },
  'merits.evaluate': async (book, inputs) =>
    tell.verdict(await book.merits.evaluate(inputs.text('merit'), inputs.text('day'))),
  'merits.record': async (book, inputs) =>
    tell.verdict(await book.merits.record(inputs.text('merit'), inputs.text('day'))),
  'targets.add': async (book, inputs) => {
    const { target, committed } = await book.targets.add({
      title: inputs.text('title'),
      firstDay: inputs.text('first_day'),
      lastDay: inputs.text('last_day'),
      items: inputs.get('items', read.list(read.condition)),
    });
    return written(book, committed, { id: target.id, title: target.title });
  },
  'targets.progress': async (book, inputs) => tell.progress(await book.targets.progress(inputs.text('target'))),
  'reflections.write': write((book, inputs) =>
    book.reflections.write(inputs.text('day'), inputs.get('category'), inputs.text('text'))),
  'reflections.read': async (book, inputs) =>
    ({ reflection: tell.plain(await book.reflections.read(inputs.text('day'), inputs.get('category'))) }),
  'reflections.search': async (book, inputs) =>
    ({ reflections: tell.plain((await book.reflections.search(inputs.text('words'))).reflections) }),
  'calendar.day': async (book, inputs) => {
    const day = await book.calendar.day(inputs.text('day'));
    return { ...(tell.plain(day) as JsonObject), weekday: tell.weekday(day.weekday), hijri: tell.hijri(day.hijri) };
  },
  'calendar.set_sighting': write((book, inputs) =>
    book.calendar.setSighting(inputs.get('month', hijriMonth), inputs.text('first_day'))),
  'insights.summary': async (book, inputs) => tell.summary(await book.insights.summary(span(inputs))),
  'insights.distribution': async (book, inputs) =>
    tell.plain(await book.insights.distribution(inputs.text('item'), span(inputs))) as JsonObject,
  'insights.streaks': async (book, inputs) => {
    const { item, current, longest } = await book.insights.streaks(inputs.text('item'));
    return { item, current: tell.plain(current), longest: tell.plain(longest) };
  },
  'reports.page': async (book, inputs) => {
    const options = given({
      language: inputs.optional<string>('language'),
      saiyyiaat: inputs.optional<boolean>('saiyyiaat'),
      reflections: inputs.optional<boolean>('reflections'),
    });
    const lookFor = inputs.get<string[]>('look_for');
    return tell.document(await book.reports.page(span(inputs), options), lookFor);
  },
  'reports.plot': async (book, inputs) => {
    const options = given({ bucket: inputs.optional<Bucket>('bucket'), language: inputs.optional<string>('language') });
    const lookFor = inputs.get<string[]>('look_for');
    return tell.document(await book.reports.plot(inputs.text('item'), span(inputs), options), lookFor);
  },
  'people.request': async (book, inputs) => {
    const { relation, committed } = await book.people.request(inputs.get('kind'), inputs.text('user'));
    return written(book, committed, tell.relation(relation));
  },
  'people.accept': write((book, inputs) => book.people.accept(inputs.text('relation'))),
  'people.reject': write((book, inputs) => book.people.reject(inputs.text('relation'))),
  'people.end': write((book, inputs) => book.people.end(inputs.text('relation'))),
  'people.block': write((book, inputs) => book.people.block(inputs.text('user'))),
  'people.unblock': write((book, inputs) => book.people.unblock(inputs.text('user'))),
  'people.relations': async (book) => ({ relations: (await book.people.relations()).map(tell.relation) }),
  'people.grant': async (book, inputs) => {
    const { permission, committed } = await book.people.grant(given({
      relation: inputs.text('relation'),
      shared: inputs.get('shared', read.shared),
      level: inputs.get<NewPermission['level']>('level'),
      confirmed: inputs.optional<boolean>('confirmed'),
    }));
    return written(book, committed, tell.permission(permission));
  },
  'people.revoke': write((book, inputs) => book.people.revoke(inputs.text('permission'))),
  'people.permissions': async (book) => ({ permissions: (await book.people.permissions()).map(tell.permission) }),
  'people.may': async (book, inputs) =>
    tell.access(await book.people.may(inputs.text('user'), inputs.get('wish', read.wish))),
  'people.accesses': async (book) => ({ accesses: tell.plain((await book.people.accesses()).accesses) }),
  'people.shared_with': async (_, inputs, world) => ({ owners: await world.sharedWith(inputs.text('user')) }),
  'ledger.undo': async (book) => undone(book, await book.ledger.undo()),
  'ledger.undo_commit': async (book, inputs) => undone(book, await book.ledger.undoCommit(inputs.get('seq'))),
  'ledger.redo': async (book) => undone(book, await book.ledger.redo()),
  'ledger.history': async (book, inputs) =>
    ({ events: (await book.ledger.history(inputs.get('record', read.record))).map(tell.event) }),
  'ledger.verify': async (book, inputs) => {
    const { head, ...counts } = await book.ledger.verify(inputs.optional('expected'));
    return { ...counts, checkpoint: { ...head } };
  },
  'ledger.export': async (book, inputs, world) => {
    const checkpoint = await book.ledger.export(world.path(inputs.text('file')), inputs.optional('passphrase'));
    return { checkpoint: { ...checkpoint } };
  },
  'ledger.restore': async (_, inputs, world) => {
    const [file, into] = [inputs.text('file'), inputs.text('into')];
    return { owner: await world.restore(file, into, inputs.optional('passphrase')) };
  },
  'import': async (book, inputs, world) => {
    const file = world.path('import.csv');
    writeFileSync(file, inputs.get<string[]>('lines').map((line) => `${line}\n`).join(''));
    const { deeds, committed, ...report } = await book.imports.file(file);
    const told = deeds.map(({ deed, name, isNew, entriesAdded }) =>
      ({ id: deed, name, new: isNew, entries_added: entriesAdded }));
    return written(book, committed, { ...(tell.plain(report) as JsonObject), deeds: told });
  },
}));
