import type { Bucket, DaySpan } from 'kitaab';

import { type Json, type JsonObject } from './json';
import { type Operations, read, readAs, write } from './operation';
import * as given from './read';
import * as tell from './tell';

function between(value: Json): DaySpan {
  const { first, last } = value as JsonObject;
  return { first: first as string, last: last as string };
}

/** What looks back: insights, the report and plots, and the calendar. */
export const operations: Operations = {
  'insights.summary': read((book, inputs) => book.insights.summary(inputs.span(), inputs.hidden())),
  'insights.figures': read((book, inputs) =>
    book.insights.figures(inputs.get('subject', given.subject), inputs.span(), inputs.hidden())),
  'insights.distribution': read((book, inputs) =>
    book.insights.distribution(inputs.text('item'), inputs.span(), inputs.hidden())),
  'insights.series': read((book, inputs) =>
    book.insights.series(inputs.get('subject', given.subject), inputs.get('bucket'), inputs.span(), inputs.hidden())),
  'insights.heat_map': read((book, inputs) =>
    book.insights.heatMap(inputs.get('subject', given.subject), inputs.span(), inputs.hidden())),
  'insights.weekdays': read((book, inputs) =>
    book.insights.weekdays(inputs.get('subject', given.subject), inputs.span(), inputs.hidden())),
  'insights.streaks': read((book, inputs) =>
    book.insights.streaks(inputs.text('item'), inputs.spanIfAny(), inputs.hidden())),
  'insights.strength': readAs('strength', (book, inputs) =>
    book.insights.strength(inputs.text('item'), inputs.hidden())),
  'insights.strength_series': readAs('strengths', (book, inputs) =>
    book.insights.strengthSeries(inputs.text('item'), inputs.span(), inputs.hidden())),
  'insights.comparison': read((book, inputs) =>
    book.insights.comparison(inputs.get('before', between), inputs.get('after', between), inputs.hidden())),
  'insights.correlation': read((book, inputs) =>
    book.insights.correlation(inputs.text('first'), inputs.text('second'), inputs.span(), inputs.hidden())),
  'insights.dashboard': read((book, inputs) => book.insights.dashboard({
    days: inputs.span(),
    bucket: inputs.optional<Bucket>('bucket'),
    compareWith: inputs.optional('compare_with', between),
  }, inputs.hidden())),
  'reports.page': async (book, inputs) => {
    const options = {
      language: inputs.optional<string>('language'),
      saiyyiaat: inputs.optional<boolean>('saiyyiaat'),
      reflections: inputs.optional<boolean>('reflections'),
    };
    const lookFor = inputs.get<string[]>('look_for');
    return tell.document(await book.reports.page(inputs.span(), options), lookFor);
  },
  'reports.plot': async (book, inputs) => {
    const options = { bucket: inputs.optional<Bucket>('bucket'), language: inputs.optional<string>('language') };
    const lookFor = inputs.get<string[]>('look_for');
    return tell.document(await book.reports.plot(inputs.text('item'), inputs.span(), options), lookFor);
  },
  'calendar.today': readAs('day', (book) => book.calendar.today()),
  'calendar.day': read((book, inputs) => book.calendar.day(inputs.text('day'))),
  'calendar.days': readAs('days', (book, inputs) => book.calendar.days(inputs.span())),
  'calendar.sightings': readAs('sightings', (book) => book.calendar.sightings()),
  'calendar.set_sighting': write((book, inputs) =>
    book.calendar.setSighting(inputs.get('month', given.hijriMonth), inputs.text('first_day'))),
  'calendar.remove_sighting': write((book, inputs) =>
    book.calendar.removeSighting(inputs.get('month', given.hijriMonth))),
  'calendar.set_sightings': write((book, inputs) => book.calendar.setSightings(inputs.get('sightings', given.list((value) => {
    const edit = new given.Inputs(value as JsonObject);
    return { month: edit.get('month', given.hijriMonth), firstDay: edit.optional<string>('first_day') };
  })))),
};
