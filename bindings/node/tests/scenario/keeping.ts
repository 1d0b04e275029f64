import type { Book, Committed, CsvExport, NewPermission } from 'kitaab';

import type { JsonObject } from './json';
import { type Operations, make, read, readAs, write, written } from './operation';
import * as given from './read';
import * as tell from './tell';

async function undone(book: Book, done: { of: number; committed: Committed } | undefined): Promise<JsonObject> {
  return written(book, done?.committed, { of: done?.of ?? null });
}

/** What others may see, and what keeps a book: its ledger and files. */
export const operations: Operations = {
  'people.request': async (book, inputs) => {
    const { relation, committed } = await book.people.request(inputs.get('kind'), inputs.text('user'));
    return written(book, committed, { ...(tell.plain(relation) as JsonObject), with: relation.other });
  },
  'people.accept': write((book, inputs) => book.people.accept(inputs.text('relation'))),
  'people.reject': write((book, inputs) => book.people.reject(inputs.text('relation'))),
  'people.end': write((book, inputs) => book.people.end(inputs.text('relation'))),
  'people.block': write((book, inputs) => book.people.block(inputs.text('user'))),
  'people.unblock': write((book, inputs) => book.people.unblock(inputs.text('user'))),
  'people.relations': readAs('relations', async (book) =>
    (await book.people.relations()).map((relation) => ({ ...relation, with: relation.other }))),
  'people.blocks': readAs('blocks', (book) => book.people.blocks()),
  'people.sharing_with': readAs('relation', (book, inputs) => book.people.sharingWith(inputs.text('user'))),
  'people.grant': make('permission', (book, inputs) => book.people.grant({
    relation: inputs.text('relation'),
    shared: inputs.get('shared', given.shared),
    level: inputs.get<NewPermission['level']>('level'),
    confirmed: inputs.optional<boolean>('confirmed'),
  })),
  'people.revoke': write((book, inputs) => book.people.revoke(inputs.text('permission'))),
  'people.permissions': readAs('permissions', (book) => book.people.permissions()),
  'people.may': async (book, inputs) =>
    tell.access(await book.people.may(inputs.text('user'), inputs.get('wish', given.wish))),
  'people.accesses': read((book) => book.people.accesses()),
  'client.shared_with': async (_, inputs, world) => ({ owners: await world.sharedWith(inputs.text('user')) }),
  'ledger.checkpoint': read((book) => book.ledger.checkpoint()),
  'ledger.commits': readAs('commits', (book, inputs) =>
    book.ledger.commits(inputs.optional('before'), inputs.optional('limit'))),
  'ledger.history': readAs('events', (book, inputs) => book.ledger.history(inputs.get('record', given.record))),
  'ledger.undo': async (book) => undone(book, await book.ledger.undo()),
  'ledger.undo_commit': async (book, inputs) => undone(book, await book.ledger.undoCommit(inputs.get('seq'))),
  'ledger.redo': async (book) => undone(book, await book.ledger.redo()),
  'ledger.verify': async (book, inputs) => {
    const { head, ...counts } = await book.ledger.verify(inputs.optional('expected'));
    return { ...counts, checkpoint: { ...head } };
  },
  'ledger.erase': write((book, inputs) => book.ledger.erase(inputs.get('record', given.record))),
  'ledger.erase_book': async (book) => {
    await book.ledger.eraseBook(book.owner);
    return {};
  },
  'ledger.export': async (book, inputs, world) => {
    const checkpoint = await book.ledger.export(world.path(inputs.text('file')), inputs.optional('passphrase'));
    return { checkpoint: { ...checkpoint } };
  },
  'client.restore': async (_, inputs, world) => {
    const [file, into] = [inputs.text('file'), inputs.text('into')];
    return { owner: await world.restore(file, into, inputs.optional('passphrase')) };
  },
  'exports.csv': async (book, inputs, world) => {
    const [count, text] = await world.written('export.csv', (path) => book.exports.csv(path, {
      days: inputs.spanIfAny(),
      items: inputs.optional<string[]>('items'),
      category: inputs.optional<NonNullable<CsvExport['category']>>('category'),
      notes: inputs.optional<boolean>('notes'),
      bom: inputs.optional<boolean>('bom'),
    }));
    return { count, found: tell.document(text, inputs.get('look_for'))['found'] ?? [] };
  },
  'exports.calendar': async (book, inputs, world) => {
    const [count, text] = await world.written('export.ics', (path) => book.exports.calendar(path, {
      days: inputs.span(),
      reminders: inputs.optional<boolean>('reminders'),
      targets: inputs.optional<boolean>('targets'),
      exemptions: inputs.optional<boolean>('exemptions'),
      occasions: inputs.optional<boolean>('occasions'),
    }));
    return { count, found: tell.document(text, inputs.get('look_for'))['found'] ?? [] };
  },
  'imports.file': async (book, inputs, world) => {
    const { deeds, committed, ...report } = await book.imports.file(world.file('import.csv', inputs.get('lines')));
    const told = deeds.map(({ deed, name, isNew, entriesAdded }) =>
      ({ id: deed, name, new: isNew, entries_added: entriesAdded }));
    return written(book, committed, { ...(tell.plain(report) as JsonObject), deeds: told });
  },
};
