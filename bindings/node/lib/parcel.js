'use strict';

const { constants } = require('node:buffer');

const { shapes } = require('./operations');
const { invalid } = require('./refused');

/** How deep an argument may nest. Rules nest 16 deep, and what nests is taken apart by recursion. */
const DEEPEST = 100;

/** What tells of which kind a value is. A text that was there before is told by its number. kitaab-ffi reads them (`parcel.rs`). */
const UNDEFINED = -1;
const NULL = -2;
const FALSE = -3;
const TRUE = -4;
const NUMBER = -5;
const OBJECT = -6;
const LIST = -7;
const TEXT = -8;
const OTHER = -9;

const KINDS = {
  text: { rule: 'must be a text', holds: (value) => typeof value === 'string' },
  number: { rule: 'must be a number', holds: (value) => typeof value === 'number' },
  flag: { rule: 'must be true or false', holds: (value) => typeof value === 'boolean' },
};
const LISTS = { rule: 'must be a list', holds: Array.isArray };
const OBJECTS = { rule: 'must be an object', holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) };

/** What an operation takes, by its signature in operations.js. */
function parametersOf(signature) {
  return signature.map(([name, kind, optional]) => {
    const { rule, holds } = Array.isArray(kind) ? LISTS : KINDS[kind] ?? OBJECTS;
    return { name, rule, holds, optional, part: partOf(kind) };
  });
}

/**
 * The arguments of a call as they are now, in the two values that the native part takes: all texts in one, and marks that say
 * what stands where. Fails where one is not of the kind that is taken there; what it holds is the native part's to judge.
 */
function packed(parameters, args) {
  if (parameters.length === 0) return NOTHING;
  for (const [place, { name, rule, holds, optional }] of parameters.entries()) {
    const value = args[place];
    if (optional && (value === undefined || value === null)) continue;
    if (!holds(value)) throw invalid(name, value === undefined ? 'must be given' : rule);
  }
  const parcel = new Parcel();
  for (const [place, { name, part }] of parameters.entries()) parcel.add(name, args[place], part);
  return parcel.packed();
}

const NOTHING = ['', new Float64Array(0)];

const parts = new Map();

/** What is read of a value of a kind: the items of a list, or the fields of an object. Nothing of a text, a number or a flag. */
function partOf(kind) {
  if (Array.isArray(kind)) return { isList: true, items: partOf(kind[0]), fields: undefined, variants: undefined };
  const shape = shapes[kind];
  if (shape === undefined || parts.has(kind)) return parts.get(kind);
  const part = { isList: false, items: undefined, fields: undefined, variants: undefined };
  // Before its fields are known, since a rule holds rules.
  parts.set(kind, part);
  const variants = typeof shape.is === 'object' ? Object.entries(shape.is) : undefined;
  part.fields = variants === undefined ? fieldsOf(shape) : [];
  part.variants = variants && new Map(variants.map(([word, fields]) => [word, fieldsOf(fields)]));
  return part;
}

function fieldsOf(shape) {
  return Object.entries(shape).map(([name, kind]) => ({ name, part: partOf(kind) }));
}

/** What is packed. Its fields are not private, since that is what takes the time here until the code is compiled. */
class Parcel {
  argument = '';
  texts = '';
  /** The number of each text. Each is packed once: what there are many of repeats days, ids and words. */
  numbers = new Map();
  marks = new Float64Array(64);
  count = 0;

  add(argument, value, part) {
    this.argument = argument;
    this.put(value, part, 0);
  }

  packed() {
    return [this.texts, this.marks.subarray(0, this.count)];
  }

  /** Makes room for the marks of so many scalars. */
  reserve(scalars) {
    const count = this.count + 2 * scalars;
    if (count <= this.marks.length) return;
    const marks = new Float64Array(count * 2);
    marks.set(this.marks);
    this.marks = marks;
  }

  /** There must be room for it. */
  mark(mark) {
    this.marks[this.count] = mark;
    this.count += 1;
  }

  put(value, part, depth) {
    if (part === undefined || value === undefined || value === null) {
      this.reserve(1);
      this.putScalar(value);
    } else if (depth > DEEPEST) {
      throw invalid(this.argument, `must not nest more than ${DEEPEST} deep`);
    } else if (part.isList) {
      this.putList(value, part.items, depth);
    } else {
      this.putObject(value, part, depth);
    }
  }

  putScalar(value) {
    switch (typeof value) {
      case 'string':
        this.putText(value);
        break;
      case 'number':
        this.mark(NUMBER);
        this.mark(value);
        break;
      case 'boolean':
        this.mark(value ? TRUE : FALSE);
        break;
      case 'undefined':
        this.mark(UNDEFINED);
        break;
      default:
        this.mark(value === null ? NULL : OTHER);
    }
  }

  putText(text) {
    const number = this.numbers.get(text);
    if (number !== undefined) {
      this.mark(number);
      return;
    }
    if (this.texts.length + text.length > constants.MAX_STRING_LENGTH) throw invalid(this.argument, 'must not hold as much text as this');
    this.numbers.set(text, this.numbers.size);
    this.texts += text;
    this.mark(TEXT);
    this.mark(text.length);
  }

  putList(value, items, depth) {
    this.reserve(1);
    if (!Array.isArray(value)) {
      this.mark(OTHER);
      return;
    }
    // A proxy may tell any length.
    const length = value.length >>> 0;
    this.mark(LIST);
    this.mark(length);
    for (let place = 0; place < length; place += 1) {
      const item = value[place];
      if (item === undefined && !(place in value)) {
        // It is refused, and what comes after it does not matter: a list may be as good as empty, and say that it is endless.
        this.reserve(1);
        this.mark(OTHER);
        return;
      }
      this.put(item, items, depth + 1);
    }
  }

  /** Of its properties, those it should have are read, each once. */
  putObject(value, { fields, variants }, depth) {
    this.reserve(2 + fields.length);
    this.mark(OBJECT);
    let read = fields;
    if (variants !== undefined) {
      const { is } = value;
      this.putScalar(is);
      // With a word that there is not, no fields go.
      read = variants.get(is) ?? fields;
    }
    for (let place = 0; place < read.length; place += 1) {
      const { name, part } = read[place];
      this.put(value[name], part, depth + 1);
    }
  }
}

module.exports = { packed, parametersOf };
