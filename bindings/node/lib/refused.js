'use strict';

const { KitaabError } = require('./error');

/** What went wrong in the native part, as it is thrown: a `KitaabError`, or what an argument's own code threw. */
function refused(error) {
  if (error instanceof KitaabError || !(error instanceof Error)) return error;
  const isOurs = typeof error.code === 'string' && /^[a-z_]+$/.test(error.code);
  return isOurs ? new KitaabError(error.code, error.message, error) : error;
}

/** An argument that breaks a rule. It is called as every language has it: `day_start` for `dayStart`. */
function invalid(argument, rule) {
  const field = argument.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return new KitaabError('invalid', `${field} ${rule}`, { field, rule, value: '' });
}

module.exports = { invalid, refused };
