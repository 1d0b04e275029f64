'use strict';

/** What an error may carry beside its code and message. */
const DATA = ['field', 'rule', 'value', 'kind', 'id', 'what', 'action', 'place'];

/** Why an operation was refused or failed. */
class KitaabError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {Record<string, string>} data
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, data, options) {
    super(message, options);
    this.code = code;
    for (const name of DATA) {
      if (data[name] !== undefined) this[name] = data[name];
    }
  }
}
// On the prototype, as with the errors of JavaScript itself: it is no part of what an error carries.
Object.defineProperty(KitaabError.prototype, 'name', { value: 'KitaabError', configurable: true, writable: true });

module.exports = { DATA, KitaabError };
