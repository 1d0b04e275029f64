'use strict';

const { KitaabError } = require('./error');
const native = require('./native');

/** What is thrown where null or undefined stands in the place of an object. */
const NO_OBJECT = 'Cannot convert undefined or null to object';

/** The rules that arguments of another type break, by the codes that the native part has for them. */
const RULES = {
  ArrayExpected: 'must be a list',
  BooleanExpected: 'must be true or false',
  NumberExpected: 'must be a number',
  ObjectExpected: 'must be an object',
  StringExpected: 'must be a text',
};

/** What went wrong in the native part, as it is thrown: a `KitaabError`, or what an argument's own code threw. */
function refused(error) {
  if (error instanceof KitaabError || !(error instanceof Error)) return error;
  if (typeof error.code === 'string' && /^[a-z_]+$/.test(error.code)) return new KitaabError(error.code, error.message, error);
  if (error.code === 'InvalidArg' || error.code in RULES) return untaken(error.message, RULES[error.code]);
  return error.message === NO_OBJECT ? invalid('', 'must be an object') : error;
}

/** An argument that breaks a rule. */
function invalid(field, rule, value = '') {
  const message = [field, rule, value && `(given: ${value})`].filter(Boolean).join(' ');
  return new KitaabError('invalid', message, { field, rule, value });
}

/**
 * An argument that the native part could not take apart. It tells where that was from the inside out, as
 * `… on Schedule.times on NewDeed.schedule`. What was given is told by the rules of Kitaab only: the native part would
 * tell all of it, be it what the owner wrote.
 */
function untaken(message, rule) {
  const places = [...message.matchAll(/ on \w+\.(\w+)(?=$| on )/g)].map(([, name]) => name).reverse();
  const what = message.replace(/(?: on \w+\.\w+)+$/, '');
  const missing = /^Missing field `(\w+)`$/.exec(what);
  if (missing) return invalid([...places, missing[1]].join('.'), 'must be given');
  if (rule !== undefined) return invalid(places.join('.'), rule);
  const [, choice] = /does not match any variant of enum `(\w+)`$/.exec(what) ?? [];
  if (choice !== undefined) return invalid(places.join('.'), `must be one of: ${Object.values(native[choice]).join(', ')}`);
  const [, field, broken, value] = /^(?:an? )?(\w+) (must .*?)(?: \(given: (.*)\))?$/s.exec(what) ?? [];
  if (broken !== undefined) return invalid(places.join('.') || field, broken, value);
  return invalid([...places, 'is'].join('.'), 'must be one of the words for what it is');
}

module.exports = { invalid, refused };
