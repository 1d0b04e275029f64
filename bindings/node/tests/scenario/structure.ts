import type { DeedEdit, FidyaRate, ItemEdit } from 'kitaab';

import { type Operations, make, read, readAs, write, written } from './operation';
import * as given from './read';
import * as tell from './tell';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What makes a book and its deeds: settings, groups, deeds, items, scales, and the starter catalogue. */
export const operations: Operations = {
  'settings.get': read((book) => book.settings.get()),
  'settings.edit': write((book, inputs) => book.settings.edit({
    zone: inputs.optional<string>('zone'),
    dayStart: inputs.optional<number>('day_start'),
    firstWeekday: inputs.optional('first_weekday', (number) => WEEK[Number(number)]),
  })),
  'groups.add': make('group', (book, inputs) => book.groups.add(inputs.text('name'))),
  'groups.list': readAs('groups', (book) => book.groups.list()),
  'groups.rename': write((book, inputs) => book.groups.rename(inputs.text('group'), inputs.text('name'))),
  'groups.reorder': write((book, inputs) => book.groups.reorder(inputs.get('order'))),
  'groups.remove': write((book, inputs) => book.groups.remove(inputs.text('group'))),
  'deeds.add': make('deed', (book, inputs) => book.deeds.add(given.newDeed(inputs))),
  'deeds.add_all': async (book, inputs) => {
    const { deeds, committed } = await book.deeds.addAll(inputs.get('deeds', given.list(given.deed)));
    return written(book, committed, { deeds: tell.plain(deeds) });
  },
  'deeds.get': read((book, inputs) => book.deeds.get(inputs.text('deed'))),
  'deeds.list': readAs('deeds', (book) => book.deeds.list()),
  'deeds.edit': write((book, inputs) => book.deeds.edit(inputs.text('deed'), {
    category: inputs.optional<NonNullable<DeedEdit['category']>>('category'),
    measure: inputs.optional<NonNullable<DeedEdit['measure']>>('measure'),
    unit: inputs.optional<string>('unit'),
  })),
  'deeds.rename': write((book, inputs) => book.deeds.rename(inputs.text('deed'), inputs.text('name'))),
  'deeds.assign_group': write((book, inputs) => book.deeds.assignGroup(inputs.text('deed'), inputs.optional('group'))),
  'deeds.reorder': write((book, inputs) => book.deeds.reorder(inputs.get('order'))),
  'deeds.archive': write((book, inputs) => book.deeds.archive(inputs.text('deed'), inputs.text('from'))),
  'deeds.restore': write((book, inputs) => book.deeds.restore(inputs.text('deed'))),
  'items.add': make('item', (book, inputs) => book.items.add(
    inputs.text('parent'), { name: inputs.text('name'), startsOn: inputs.optional<string>('starts_on') })),
  'items.get': read((book, inputs) => book.items.get(inputs.text('item'))),
  'items.find': readAs('id', (book, inputs) => book.items.find(inputs.text('path'))),
  'items.edit': write((book, inputs) => book.items.edit(inputs.text('item'), {
    name: inputs.optional<string>('name'),
    description: inputs.optional<string>('description'),
    hide: inputs.optional<NonNullable<ItemEdit['hide']>>('hide'),
    excuses: inputs.optional('excuses', given.excuses),
    fast: inputs.optional<boolean>('fast'),
    startsOn: inputs.optional<string>('starts_on'),
  })),
  'items.hide': write((book, inputs) => book.items.hide(inputs.text('item'), inputs.get('hide'))),
  'items.move_under': write((book, inputs) => book.items.moveUnder(inputs.text('item'), inputs.text('parent'))),
  'items.reorder': write((book, inputs) => book.items.reorder(inputs.text('parent'), inputs.get('order'))),
  'items.archive': write((book, inputs) => book.items.archive(inputs.text('item'), inputs.text('from'))),
  'items.restore': write((book, inputs) => book.items.restore(inputs.text('item'))),
  'items.set_goal': write((book, inputs) =>
    book.items.setGoal(inputs.text('item'), inputs.text('from_day'), inputs.get('goal', given.goal))),
  'items.set_schedule': write((book, inputs) =>
    book.items.setSchedule(inputs.text('item'), inputs.text('from_day'), inputs.get('schedule', given.schedule))),
  'items.set_make_up': write((book, inputs) =>
    book.items.setMakeUp(inputs.text('item'), inputs.optional('policy', given.makeUp))),
  'items.set_opening': write((book, inputs) => book.items.setOpening(inputs.text('item'), inputs.get('opening'))),
  'items.set_fidya_rate': write((book, inputs) =>
    book.items.setFidyaRate(inputs.text('item'), inputs.optional<FidyaRate>('rate'))),
  'items.set_excuses': write((book, inputs) =>
    book.items.setExcuses(inputs.get('items'), inputs.get('excuses', given.excuses))),
  'scales.versions': readAs('versions', (book, inputs) => book.scales.versions(inputs.text('deed'))),
  'scales.redefine': make('scale', (book, inputs) => {
    const values = inputs.get<string[]>('values').map((label, score) => ({ label, score }));
    return book.scales.redefine(inputs.text('deed'), values, inputs.optional<(number | null)[]>('mapping'));
  }),
  'scales.correct_labels': write((book, inputs) => book.scales.correctLabels(inputs.text('scale'), inputs.get('labels'))),
  'starter.list': readAs('deeds', (book, inputs) => book.starter.list(inputs.optional('language'))),
  'starter.suggested': readAs('keys', (book) => book.starter.suggested()),
  'starter.add': async (book, inputs) => {
    const [keys, startsOn] = [inputs.get<string[]>('keys'), inputs.text('starts_on')];
    const { deeds, committed } = await book.starter.add(keys, startsOn, inputs.optional('language'));
    return written(book, committed, { deeds: tell.plain(deeds) });
  },
};
