import type { EntryCursor, ReflectionCursor, ReflectionQuery } from 'kitaab';

import type { JsonObject } from './json';
import { type Operations, make, read, readAs, write } from './operation';
import * as given from './read';
import * as tell from './tell';

/** What records: entries and reflections, exempt days, and what makes up for them. */
export const operations: Operations = {
  'entries.put': write((book, inputs) => book.entries.put(
    inputs.text('item'), inputs.text('day'), given.value(inputs.optional('value'), inputs.optional('amount')))),
  'entries.add': write((book, inputs) =>
    book.entries.add(inputs.text('item'), inputs.text('day'), inputs.text('amount'))),
  'entries.note': write((book, inputs) =>
    book.entries.note(inputs.text('item'), inputs.text('day'), inputs.optional('note'))),
  'entries.put_many': write((book, inputs) => book.entries.putMany(inputs.get('entries', given.list(given.entry)))),
  'entries.batch': write((book, inputs) => book.entries.batch(
    inputs.text('request'), inputs.optional('put', given.list(given.entry)), inputs.optional('add'))),
  'entries.remove': write((book, inputs) => book.entries.remove(inputs.text('item'), inputs.text('day'))),
  'entries.get': readAs('entry', (book, inputs) => book.entries.get(inputs.text('item'), inputs.text('day'))),
  'entries.list': read((book, inputs) => book.entries.list({
    items: inputs.optional<string[]>('items'),
    days: inputs.spanIfAny(),
    after: inputs.optional('after', (after) => after as unknown as EntryCursor),
    limit: inputs.optional<number>('limit'),
  })),
  'entries.search': read((book, inputs) => book.entries.search(
    inputs.text('words'), inputs.optional('after', (after) => after as unknown as EntryCursor), inputs.optional('limit'))),
  'entries.day': async (book, inputs) => {
    const { lines, ...page } = await book.entries.day(inputs.text('day'));
    return { ...(tell.plain(page) as JsonObject), items: tell.plain(lines) };
  },
  'entries.set_reviewed': write((book, inputs) => book.entries.setReviewed(inputs.text('day'), inputs.get('reviewed'))),
  'entries.reviewed': readAs('days', (book, inputs) => book.entries.reviewed(inputs.span())),
  'reflections.write': write((book, inputs) =>
    book.reflections.write(inputs.text('day'), inputs.get('category'), inputs.text('text'))),
  'reflections.remove': write((book, inputs) => book.reflections.remove(inputs.text('day'), inputs.get('category'))),
  'reflections.read': readAs('reflection', (book, inputs) =>
    book.reflections.read(inputs.text('day'), inputs.get('category'))),
  'reflections.list': read((book, inputs) => book.reflections.list({
    days: inputs.spanIfAny(),
    category: inputs.optional<NonNullable<ReflectionQuery['category']>>('category'),
    after: inputs.optional('after', (after) => after as unknown as ReflectionCursor),
    limit: inputs.optional<number>('limit'),
  })),
  'reflections.search': read((book, inputs) => book.reflections.search(inputs.text('words'))),
  'make_ups.add': write((book, inputs) =>
    book.makeUps.add(inputs.text('item'), inputs.text('day'), inputs.get('count'))),
  'make_ups.put': write((book, inputs) =>
    book.makeUps.put(inputs.text('item'), inputs.text('day'), inputs.get('count'))),
  'make_ups.remove': write((book, inputs) => book.makeUps.remove(inputs.text('item'), inputs.text('day'))),
  'make_ups.add_fidya': write((book, inputs) =>
    book.makeUps.addFidya(inputs.text('item'), inputs.text('day'), inputs.get('count'))),
  'make_ups.put_fidya': write((book, inputs) =>
    book.makeUps.putFidya(inputs.text('item'), inputs.text('day'), inputs.get('count'))),
  'make_ups.remove_fidya': write((book, inputs) => book.makeUps.removeFidya(inputs.text('item'), inputs.text('day'))),
  'make_ups.confirm_missed': write((book, inputs) =>
    book.makeUps.confirmMissed(inputs.text('item'), inputs.text('until'))),
  'make_ups.unconfirm_missed': write((book, inputs) =>
    book.makeUps.unconfirmMissed(inputs.text('item'), inputs.text('from'))),
  'make_ups.unconfirmed_days': readAs('days', (book, inputs) => book.makeUps.unconfirmedDays(inputs.text('item'))),
  'make_ups.balance': read((book, inputs) => book.makeUps.balance(inputs.text('item'))),
  'make_ups.history': read((book, inputs) => book.makeUps.history(inputs.text('item'))),
  'make_ups.settled': read((book, inputs) => book.makeUps.settled(inputs.text('item'))),
  'exemptions.add': make('exemption', (book, inputs) => book.exemptions.add({
    scope: inputs.get('scope', given.scope),
    reason: inputs.get('reason', given.reason),
    firstDay: inputs.text('first_day'),
    lastDay: inputs.optional<string>('last_day'),
  })),
  'exemptions.list': readAs('exemptions', (book) => book.exemptions.list()),
  'exemptions.edit': write((book, inputs) => book.exemptions.edit(inputs.text('exemption'), {
    scope: inputs.optional('scope', given.scope),
    reason: inputs.optional('reason', given.reason),
    firstDay: inputs.optional<string>('first_day'),
    lastDay: inputs.optional<string>('last_day'),
  })),
  'exemptions.end': write((book, inputs) => book.exemptions.end(inputs.text('exemption'), inputs.text('last_day'))),
  'exemptions.remove': write((book, inputs) => book.exemptions.remove(inputs.text('exemption'))),
};
