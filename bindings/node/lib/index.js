'use strict';

const { KitaabError } = require('./error');
const native = require('./native');
const { secrets, signatures } = require('./operations');
const { invalid, refused } = require('./refused');
const { hide } = require('./secret');

const { Book, Client, Stop, openClient } = native;

/** How deep an argument may nest. Rules nest 16 deep, and the native part takes arguments apart by recursion. */
const DEEPEST = 100;

/** Whether a value nests no deeper than that. One that holds itself does. */
function isShallow(value, depth = 0) {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.every((part) => isShallow(part, depth + 1));
  for (const name in value) {
    if (!isShallow(value[name], depth + 1)) return false;
  }
  return true;
}

const KINDS = {
  text: { rule: 'must be a text', holds: (value) => typeof value === 'string' },
  number: { rule: 'must be a number', holds: (value) => typeof value === 'number' },
  flag: { rule: 'must be true or false', holds: (value) => typeof value === 'boolean' },
  list: { rule: 'must be a list', holds: Array.isArray },
  object: { rule: 'must be an object', holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) },
};

/** Fails where an argument is not of the kind that its operation takes. What it holds is the native part's to judge. */
function check(signature, args) {
  for (const [place, [name, kind, optional]] of signature.entries()) {
    const value = args[place];
    if (optional && (value === undefined || value === null)) continue;
    if (!KINDS[kind].holds(value)) throw invalid(name, value === undefined ? 'must be given' : KINDS[kind].rule);
    if (!isShallow(value)) throw invalid(name, `must not nest more than ${DEEPEST} deep`);
  }
}

/** Takes the options of a call, `{ signal }`, off its arguments. */
function optionsOf(args) {
  const last = args.at(-1);
  if (typeof last !== 'object' || last === null) return {};
  const names = Object.keys(last);
  if (names.length !== 1 || names[0] !== 'signal') return {};
  return args.pop();
}

function cancelled(signal) {
  return new KitaabError('cancelled', 'it was cancelled', {}, { cause: signal.reason });
}

/** What an operation of the native part answers; it answers an error in the place of throwing it. */
function told(answer) {
  if (answer instanceof Error) throw refused(answer);
  return answer ?? undefined;
}

/** Calls an operation of the native part, which takes what it is stopped by before all else. */
async function call(method, signature, self, args) {
  const { signal } = optionsOf(args);
  try {
    check(signature, args);
    if (signal === undefined || signal === null) return told(await method.call(self, null, ...args));
    if (!(signal instanceof AbortSignal)) throw invalid('signal', 'must be an AbortSignal');
    signal.throwIfAborted();
    const stop = new Stop();
    const onAbort = () => stop.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return told(await method.call(self, stop, ...args));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  } catch (error) {
    if (signal?.aborted && (error === signal.reason || error?.code === 'cancelled')) throw cancelled(signal);
    throw refused(error);
  }
}

/** Calls one whose answers hold, at these places, what should not be shown. */
function hiding(places) {
  return async (...given) => {
    const answer = await call(...given);
    hide(answer, places);
    return answer;
  };
}

/** Calls one that answers at once. */
function callAtOnce(method, signature, self, args) {
  check(signature, args);
  try {
    return told(method.apply(self, args));
  } catch (error) {
    throw refused(error);
  }
}

/** Puts another method in the place of one. */
function replace(owner, name, signature, through) {
  const method = owner[name];
  // So that it is named in stack traces as it is called.
  const { [name]: value } = { [name](...args) { return through(method, signature, this, args); } };
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

/** Lets a method without arguments be read as a property. */
function asProperty(owner, name) {
  const method = owner[name];
  Object.defineProperty(owner, name, { configurable: true, get() { return callAtOnce(method, [], this, []); } });
}

/** The same of a part of a book, which is one object however often it is read. */
function asPart(owner, name) {
  const method = owner[name];
  Object.defineProperty(owner, name, {
    configurable: true,
    get() {
      const value = callAtOnce(method, [], this, []);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });
}

/** The names of a class's methods. */
function methodsOf(Class) {
  return Object.getOwnPropertyNames(Class.prototype).filter((name) => name !== 'constructor');
}

for (const [group, operations] of Object.entries(signatures)) {
  const { prototype } = native[group];
  for (const [name, signature] of Object.entries(operations)) {
    const places = secrets[group]?.[name];
    replace(prototype, name, signature, places === undefined ? call : hiding(places));
  }
}

for (const name of methodsOf(Book)) {
  if (name === 'actingAs') replace(Book.prototype, name, [['actor', 'text']], callAtOnce);
  else asPart(Book.prototype, name);
}

const LOCATION = ['location', 'text'];
const PATH = ['path', 'text'];
Client.open = openClient;
replace(Client, 'open', [LOCATION, ['options', 'object', true]], call);
replace(Client.prototype, 'myBook', [], call);
replace(Client.prototype, 'owners', [], call);
replace(Client.prototype, 'sharedWith', [['user', 'text']], call);
replace(Client.prototype, 'backup', [PATH], call);
replace(Client.prototype, 'restore', [PATH, ['passphrase', 'text', true]], call);
replace(Client.prototype, 'book', [['owner', 'text']], callAtOnce);
replace(Client.prototype, 'setNow', [['now', 'text']], callAtOnce);
replace(Client.prototype, 'close', [], callAtOnce);
asProperty(Client.prototype, 'device');
asProperty(Client.prototype, 'isClosed');
Client.prototype[Symbol.dispose] = function dispose() { this.close(); };
Client.prototype[Symbol.asyncDispose] = async function dispose() { this.close(); };

module.exports = { Client, KitaabError };
