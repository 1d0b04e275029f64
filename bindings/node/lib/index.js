'use strict';

const { KitaabError } = require('./error');
const native = require('./native');
const { secrets, signatures } = require('./operations');
const { packed, parametersOf } = require('./parcel');
const { invalid, refused } = require('./refused');
const { hide } = require('./secret');

const { Book, Client, Stop, openClient } = native;

/** Takes the options of a call off its arguments: what stands after them, or the last one if it has a signal. */
function optionsOf(parameters, args) {
  for (const [place, value] of args.entries()) {
    if (value instanceof AbortSignal) throw invalid(parameters[place]?.name ?? 'call', 'must not be a signal itself: give { signal }');
  }
  if (args.length > parameters.length) {
    const [options, ...more] = args.slice(parameters.length);
    if (more.some((value) => value !== undefined && value !== null)) throw invalid('call', 'must be the last argument');
    return options;
  }
  const last = args.at(-1);
  const isOptions = typeof last === 'object' && last !== null && 'signal' in last;
  return isOptions ? args.pop() : undefined;
}

/** The signal of a call, if it has one. What else is wanted of a call would not be done, and is refused. */
function signalOf(parameters, args) {
  const options = optionsOf(parameters, args);
  if (options === undefined || options === null) return undefined;
  if (typeof options !== 'object' || Array.isArray(options)) throw invalid('call', 'must be an object');
  const isKnown = 'signal' in options || [Object.prototype, null].includes(Object.getPrototypeOf(options));
  if (!isKnown || Object.keys(options).some((name) => name !== 'signal')) throw invalid('call', 'must hold a signal, and nothing else');
  return options.signal;
}

function cancelled(signal) {
  return new KitaabError('cancelled', 'it was cancelled', {}, { cause: signal.reason });
}

/** What an operation of the native part answers: an error in the place of throwing it, an object of its own, or JSON. */
function told(answer) {
  if (answer instanceof Error) throw refused(answer);
  return typeof answer === 'string' ? JSON.parse(answer) ?? undefined : answer;
}

/** Calls an operation of the native part, which takes what it is stopped by before all else. */
async function call(method, parameters, self, args) {
  const signal = signalOf(parameters, args);
  try {
    const parcel = packed(parameters, args);
    if (signal === undefined || signal === null) return told(await method.call(self, null, ...parcel));
    if (!(signal instanceof AbortSignal)) throw invalid('signal', 'must be an AbortSignal');
    signal.throwIfAborted();
    const stop = new Stop();
    const onAbort = () => stop.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return told(await method.call(self, stop, ...parcel));
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
function callAtOnce(method, parameters, self, args) {
  const parcel = packed(parameters, args);
  try {
    return told(method.apply(self, parcel));
  } catch (error) {
    throw refused(error);
  }
}

/** Puts another method in the place of one. */
function replace(owner, name, signature, through) {
  const method = owner[name];
  const parameters = parametersOf(signature);
  // So that it is named in stack traces as it is called.
  const { [name]: value } = { [name](...args) { return through(method, parameters, this, args); } };
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
replace(Client, 'open', [LOCATION, ['options', 'OpenOptions', true]], call);
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
