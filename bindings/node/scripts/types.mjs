// Writes lib/types.d.ts and lib/operations.js from the facade's words, or checks with --check that they are what those make:
//
//     cargo run -p kitaab-ffi --example words > words.json
//     node scripts/types.mjs words.json [--check]
import { readFileSync, writeFileSync } from 'node:fs';

/** What Rust's types are called here. */
const NAMES = { Text: 'string', FilePath: 'string', String: 'string', bool: 'boolean', Int: 'number', Long: 'number', i32: 'number', i64: 'number', f64: 'number', '()': 'void' };

/** What a book itself tells. */
const WHOSE = `  /** The owner. */
  readonly owner: UserId;
  /** Who is acting. */
  readonly actor: UserId;
  /**
   * The same book with somebody else acting on it: a server says who is at the other end, once it knows. They see what the
   * owner shares with them, and write what they may; everything else is \`denied\`, and the whole book \`not_found\` to whom it
   * shows nothing.
   */
  actingAs(actor: UserId): Book;
`;

const [file, ...options] = process.argv.slice(2);
const words = JSON.parse(readFileSync(file, 'utf8'));
for (const [name, text] of [['types.d.ts', written(words)], ['operations.js', operations(words)]]) {
  const path = new URL(`../lib/${name}`, import.meta.url);
  if (!options.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`lib/${name} is not what the facade says. To write it anew: cargo xtask node --types`);
    process.exitCode = 1;
  }
}

function written({ ids, types, groups, errors }) {
  const given = onlyGiven(types, groups);
  const scalars = [
    ...ids.map(({ name, doc }) => `${comment(doc)}export type ${name} = string;`),
    `${comment(['A calendar date without a zone, from 1900-01-01 to 2100-12-31: `2024-02-10`.'])}export type Day = string;`,
    `${comment(['An instant in UTC, to the microsecond, which a `Date` does not hold: `2024-02-10T12:00:00.000000Z`. Use `new Date(instant)` for one that counts milliseconds. What is finer is cut off where one is given.'])}export type Timestamp = string;`,
    `${comment(['An exact decimal with two fraction digits, as a text: `12.5`.'])}export type Amount = string;`,
    `${comment(['What a `KitaabError` is about: stable, and the same in every language.'])}export type ErrorCode = ${errors.map(({ code }) => `'${code}'`).join(' | ')};`,
  ];
  return [
    '// Written by scripts/types.mjs from the words of the facade (kitaab-ffi).\n',
    "import type { CallOptions } from './index.js';\n",
    ...scalars.map((scalar) => `${scalar}\n`),
    ...types.map((type) => `${comment(type.doc)}${shaped(type, given.has(type.name))}\n`),
    ...groups.map((group) => `${comment(group.doc)}${grouped(group)}\n`),
    `/** One book, with its owner acting on it. Its operations are grouped by what they are about. */\n${book(groups)}\n`,
  ].join('\n');
}

function shaped({ name, record, choice, union }, isGiven) {
  if (record) return `export interface ${name} {\n${record.map((field) => property(field, isGiven)).join('')}}`;
  if (choice) return `export type ${name} =${choice.map(({ word, doc }) => `\n${indented(comment(doc))}  | '${word}'`).join('')};`;
  const variants = union.map((variant) => {
    const fields = variant.record.map((field) => `; ${camel(field.name)}${mark(field)}: ${typed(field.type)}`);
    return `\n${indented(comment(variant.doc))}  | { is: '${snake(variant.name)}'${fields.join('')} }`;
  });
  return `export type ${name} =${variants.join('')};`;
}

/** Where a record is only ever given, null may stand in the place of what is left out. No answer holds one. */
function property(field, isGiven) {
  const orNull = isGiven && mark(field) !== '' ? ' | null' : '';
  return `${indented(comment(field.doc))}  ${camel(field.name)}${mark(field)}: ${typed(field.type)}${orNull};\n`;
}

/** The names of the types that arguments are or hold, and no answer is or holds. */
function onlyGiven(types, groups) {
  const operations = groups.flatMap((group) => group.operations);
  const given = within(types, ['OpenOptions', ...operations.flatMap((one) => one.arguments.map(({ type }) => type))]);
  const answered = within(types, operations.map(({ answer }) => answer));
  return new Set([...given].filter((name) => !answered.has(name)));
}

/** The names of some types, and of all that they hold. */
function within(types, names) {
  const plain = (type) => type.replace(/^(?:(?:Option|Vec)<)+|>+$/g, '');
  const found = new Set(names.map(plain));
  // A set grows while it is walked.
  for (const name of found) {
    const { record = [], union = [] } = types.find((type) => type.name === name) ?? {};
    for (const { type } of [...record, ...union.flatMap((variant) => variant.record)]) found.add(plain(type));
  }
  return found;
}

/** What may be left out is not there in answers, and may be undefined in arguments. */
function mark({ type, optional }) {
  return optional || type.startsWith('Option<') ? '?' : '';
}

function grouped({ name, operations }) {
  return `export interface ${name} {\n${operations.map(operation).join('\n')}}`;
}

function operation({ name, arguments: args, answer, doc }) {
  const given = args.map((arg) => `${parameter(arg.name)}${arg.optional ? '?' : ''}: ${typed(arg.type, arg.optional)}${arg.optional ? ' | null' : ''}`);
  const all = [...given, 'call?: CallOptions'].join(', ');
  return `${indented(comment(doc))}  ${camel(name)}(${all}): Promise<${typed(answer)}>;\n`;
}

/** What an argument is called where a word of the language can't be. */
function parameter(name) {
  return ['default', 'delete', 'export', 'import', 'in', 'new', 'with'].includes(name) ? `${name}Options` : camel(name);
}

function book(groups) {
  const parts = groups.map(({ name, accessor, doc }) => `${indented(comment(doc))}  readonly ${camel(accessor)}: ${name};\n`);
  return `export interface Book {\n${WHOSE}${parts.join('')}}`;
}

/** A type of Rust as one of TypeScript. Where something may be left out, its absence is told by that. */
function typed(type, absent = false) {
  const [, outer, inner] = /^(Option|Vec|HashMap|BTreeMap)<(.*)>$/.exec(type) ?? [];
  if (outer === 'Option') return absent ? typed(inner) : `${typed(inner)} | undefined`;
  if (outer === 'Vec') return inner.startsWith('Option<') ? `(${typed(inner.slice(7, -1))} | null)[]` : `${typed(inner)}[]`;
  if (outer) throw new Error(`there is no type for ${type}`);
  return NAMES[type] ?? type;
}

/** What each operation takes, and where in its answers stands what is not shown. */
function operations(words) {
  const head = "// Written by scripts/types.mjs from the words of the facade (kitaab-ffi).\n'use strict';\n\n";
  return `${head}module.exports = {\n${signatures(words)}\n${shapes(words)}\n${secrets(words)}};\n`;
}

/**
 * Of which kind a value of a type is: a text, a number or a flag; an object, by its type's name; or a list, as the kind of its
 * items in brackets.
 */
function kind(type, types) {
  const given = type.replace(/^Option<(.*)>$/, '$1');
  const [, items] = /^Vec<(.*)>$/.exec(given) ?? [];
  if (items !== undefined) return `[${kind(items, types)}]`;
  const kinds = { boolean: 'flag', number: 'number', string: 'text' };
  const shaped = types.some(({ name, choice }) => name === given && !choice);
  return `'${shaped ? given : (kinds[NAMES[given]] ?? 'text')}'`;
}

/** What the arguments of each operation are called, and of which kind they are. */
function signatures({ types, groups }) {
  const lines = groups.map(({ name, operations }) => {
    const told = operations.map(({ name, arguments: args }) => {
      const signature = args.map(({ name, type, optional }) => `['${camel(name)}', ${kind(type, types)}${optional ? ', true' : ''}]`);
      return `      ${camel(name)}: [${signature.join(', ')}],\n`;
    });
    return `    ${name}: {\n${told.join('')}    },\n`;
  });
  const what = '  /** The operations of each group: what their arguments are called, of which kind they are, and which may be left out. */\n';
  return `${what}  signatures: {\n${lines.join('')}  },\n`;
}

/** The fields of the objects that arguments are or hold. */
function shapes({ types, groups }) {
  const given = groups.flatMap(({ operations }) => operations.flatMap((operation) => operation.arguments.map(({ type }) => type)));
  const taken = within(types, ['OpenOptions', ...given]);
  const fields = (record) => {
    const told = record.map((field) => `${camel(field.name)}: ${kind(field.type, types)}`);
    return told.length === 0 ? '{}' : `{ ${told.join(', ')} }`;
  };
  const told = types.filter(({ name, choice }) => taken.has(name) && !choice).map(({ name, record, union }) => {
    if (record) return `    ${name}: ${fields(record)},\n`;
    return `    ${name}: {\n      is: {\n${union.map((variant) => `        ${snake(variant.name)}: ${fields(variant.record)},\n`).join('')}      },\n    },\n`;
  });
  const what = '  /** The fields of the objects that arguments are or hold, in their order; or, for each word that says what one is, the fields with it. */\n';
  return `${what}  shapes: {\n${told.join('')}  },\n`;
}

/** Where in the answers of the operations stands what only its length is told of. */
function secrets({ types, groups }) {
  const shapes = new Map(types.map((type) => [type.name, type]));
  const placesIn = (type, around = []) => {
    const name = type.replace(/^(?:(?:Option|Vec)<)+|>+$/g, '');
    const { record = [], union = [] } = shapes.get(name) ?? {};
    // A rule holds rules: there is nothing in those that is not in the first.
    if (around.includes(name)) return '';
    const fields = [...record, ...union.flatMap((variant) => variant.record)];
    const found = fields.flatMap((field) => {
      const below = field.private ? 'true' : placesIn(field.type, [...around, name]);
      return below === '' ? [] : [[camel(field.name), below]];
    });
    const told = [...new Map(found)].map(([field, below]) => `${field}: ${below}`);
    return told.length === 0 ? '' : `{ ${told.join(', ')} }`;
  };
  const told = groups.flatMap(({ name, operations }) => {
    const places = operations.map((operation) => [camel(operation.name), placesIn(operation.answer)]).filter(([, found]) => found !== '');
    return places.length === 0 ? [] : [`    ${name}: {\n${places.map(([operation, found]) => `      ${operation}: ${found},\n`).join('')}    },\n`];
  });
  const what = '  /** Where in what they answer, or in each of a list, stands what only its length is told of wherever it is shown. */\n';
  return `${what}  secrets: {\n${told.join('')}  },\n`;
}

function camel(name) {
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function snake(name) {
  return name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}

function comment(lines) {
  const told = lines.map((line) => line.trim().replaceAll('*/', '* /')).filter((line, place) => line || place > 0);
  if (told.length === 0) return '';
  if (told.length === 1) return `/** ${told[0]} */\n`;
  return `/**\n${told.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

function indented(lines) {
  return lines.replace(/^(?=.)/gm, '  ');
}
