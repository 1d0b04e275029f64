import type { DueReminder, MeritEdit, NewMerit } from 'kitaab';

import type { World } from './world';
import { type Operations, make, read, readAs, write } from './operation';
import * as given from './read';
import * as tell from './tell';

function handedOut(world: World, reminder: string): DueReminder {
  const due = world.handedOut.get(reminder);
  if (due === undefined) throw new Error(`${reminder} was not handed out`);
  return due;
}

/** What judges and reminds: merits, targets and reminders. */
export const operations: Operations = {
  'merits.add': make('merit', (book, inputs) => book.merits.add({
    title: inputs.text('title'),
    category: inputs.get<NonNullable<NewMerit['category']>>('category'),
    days: inputs.get<number>('days'),
    rule: inputs.get('rule', given.rule),
    description: inputs.optional<string>('description'),
    active: inputs.optional<boolean>('active'),
  })),
  'merits.get': read((book, inputs) => book.merits.get(inputs.text('merit'))),
  'merits.list': readAs('merits', (book) => book.merits.list()),
  'merits.edit': write((book, inputs) => book.merits.edit(inputs.text('merit'), {
    title: inputs.optional<string>('title'),
    description: inputs.optional<string>('description'),
    category: inputs.optional<NonNullable<MeritEdit['category']>>('category'),
    days: inputs.optional<number>('days'),
    rule: inputs.optional('rule', given.rule),
  })),
  'merits.activate': write((book, inputs) => book.merits.activate(inputs.text('merit'), inputs.get('active'))),
  'merits.reorder': write((book, inputs) => book.merits.reorder(inputs.get('order'))),
  'merits.remove': write((book, inputs) => book.merits.remove(inputs.text('merit'))),
  'merits.evaluate': read((book, inputs) => book.merits.evaluate(inputs.text('merit'), inputs.text('day'), inputs.optional('language'))),
  'merits.evaluate_all': readAs('verdicts', (book, inputs) => book.merits.evaluateAll(inputs.text('day'), inputs.optional('language'))),
  'merits.outcomes': readAs('merits', (book, inputs) => book.merits.outcomes(inputs.span())),
  'merits.record': read((book, inputs) => book.merits.record(inputs.text('merit'), inputs.text('day'), inputs.optional('language'))),
  'merits.record_all': readAs('verdicts', (book, inputs) => book.merits.recordAll(inputs.text('day'), inputs.optional('language'))),
  'merits.backfill': readAs('verdicts', (book, inputs) => book.merits.backfill(inputs.text('merit'), inputs.span())),
  'merits.history': readAs('verdicts', (book, inputs) => book.merits.history(inputs.text('merit'), inputs.span())),
  'merits.recompute': readAs('turned', (book) => book.merits.recompute()),
  'targets.add': make('target', (book, inputs) => book.targets.add({
    title: inputs.text('title'),
    firstDay: inputs.text('first_day'),
    lastDay: inputs.text('last_day'),
    items: inputs.get('items', given.list(given.condition)),
    description: inputs.optional<string>('description'),
  })),
  'targets.get': read((book, inputs) => book.targets.get(inputs.text('target'))),
  'targets.list': readAs('targets', (book) => book.targets.list()),
  'targets.edit': write((book, inputs) => book.targets.edit(inputs.text('target'), {
    title: inputs.optional<string>('title'),
    description: inputs.optional<string>('description'),
    firstDay: inputs.optional<string>('first_day'),
    lastDay: inputs.optional<string>('last_day'),
    items: inputs.optional('items', given.list(given.condition)),
    active: inputs.optional<boolean>('active'),
  })),
  'targets.remove': write((book, inputs) => book.targets.remove(inputs.text('target'))),
  'targets.progress': read((book, inputs) => book.targets.progress(inputs.text('target'))),
  'targets.progress_all': readAs('targets', (book) => book.targets.progressAll()),
  'reminders.add': make('reminder', (book, inputs) => book.reminders.add({
    title: inputs.text('title'),
    time: inputs.get('time', given.time),
    text: inputs.optional<string>('text'),
    item: inputs.optional<string>('item'),
    priority: inputs.optional<number>('priority'),
  })),
  'reminders.list': readAs('reminders', (book) => book.reminders.list()),
  'reminders.edit': write((book, inputs) => book.reminders.edit(inputs.text('reminder'), {
    title: inputs.optional<string>('title'),
    text: inputs.optional<string>('text'),
    priority: inputs.optional<number>('priority'),
    time: inputs.optional('time', given.time),
    active: inputs.optional<boolean>('active'),
  })),
  'reminders.complete': write((book, inputs) => book.reminders.complete(inputs.text('reminder'))),
  'reminders.snooze': write((book, inputs) => book.reminders.snooze(inputs.text('reminder'), inputs.text('until'))),
  'reminders.remove': write((book, inputs) => book.reminders.remove(inputs.text('reminder'))),
  'reminders.due': async (book, inputs, world) => {
    const due = await book.reminders.due({ grace: inputs.optional<number>('grace'), lease: inputs.optional<number>('lease') });
    for (const one of due) world.handedOut.set(one.reminder.id, one);
    return { due: tell.plain(due) };
  },
  'reminders.confirm': async (book, inputs, world) => {
    await book.reminders.confirm(handedOut(world, inputs.text('reminder')));
    return {};
  },
  'reminders.release': async (book, inputs, world) =>
    ({ released: await book.reminders.release(handedOut(world, inputs.text('reminder'))) }),
};
