'use strict';

const { KitaabError } = require('./error');

/** What went wrong in the native part, as it is thrown: a `KitaabError`, or what an argument's own code threw. */
function refused(error) {
  if (error instanceof KitaabError || !(error instanceof Error)) return error;
  const isOurs = typeof error.code === 'string' && /^[a-z_]+$/.test(error.code);
  return isOurs ? new KitaabError(error.code, error.message, error) : error;
}

/** An argument that breaks a rule. */
function invalid(field, rule) {
  return new KitaabError('invalid', `${field} ${rule}`, { field, rule, value: '' });
}

module.exports = { invalid, refused };
