'use strict';

/** What a value is shown by: console.log, and whatever else asks util.inspect. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Shown in the place of a text. */
class Length {
  #characters;

  constructor(text) {
    // As in Rust, characters and not halves of them.
    this.#characters = [...text].length;
  }

  [INSPECT]() {
    return `<${this.#characters} characters>`;
  }
}

/**
 * Has only the lengths of some texts shown, wherever the object that they are in is shown as a whole: that is how logs come by
 * what they should not hold. Whoever asks for one gets it, in JSON too.
 */
function hide(value, places) {
  if (Array.isArray(value)) {
    for (const part of value) hide(part, places);
  } else if (value !== undefined && value !== null) {
    const hidden = [];
    for (const [name, below] of Object.entries(places)) {
      if (below !== true) hide(value[name], below);
      else if (typeof value[name] === 'string') hidden.push(name);
    }
    if (hidden.length > 0) conceal(value, hidden);
  }
}

function conceal(value, names) {
  // Not enumerable: a copy, and what compares two, sees plain fields.
  Object.defineProperty(value, INSPECT, {
    configurable: true,
    value(_depth, options, inspect) {
      const lengths = names.map((name) => [name, new Length(this[name])]);
      return inspect({ ...this, ...Object.fromEntries(lengths) }, options);
    },
  });
}

module.exports = { hide };
