import { type Json, type JsonObject, isObject } from './json';

/** The names that a story gives to what its steps answered. */
export class Names {
  readonly #answers = new Map<string, Json>();

  bind(name: string, answer: Json): void {
    if (this.#answers.has(name)) throw new Error(`${name} is named twice`);
    this.#answers.set(name, answer);
  }

  /** A value with what stands for something else in it replaced: `"$name"`, and `{"$repeat": [text, times]}`. */
  resolve(value: Json): Json {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((part) => this.resolve(part));
    if (!isObject(value)) return value;
    if (value['$repeat'] !== undefined) return repeated(value['$repeat']);
    return this.fields(value);
  }

  fields(value: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.resolve(part)]));
  }

  #text(text: string): Json {
    if (!text.startsWith('$')) return text;
    if (text.startsWith('$$')) return text.slice(1);
    const found = this.#lookUp(text.slice(1));
    if (found === undefined) throw new Error(`${text} names nothing`);
    return found;
  }

  /** `salah`: the id in its answer. `salah.scale.id`: that field. `salah/Fajr`: the item below its root; `salah/`: its root. */
  #lookUp(reference: string): Json | undefined {
    const end = reference.search(/[/.]/);
    const [name, rest] = end < 0 ? [reference, ''] : [reference.slice(0, end), reference.slice(end)];
    const answer = this.#answers.get(name);
    if (!rest.startsWith('/')) return at(answer, rest === '' ? ['id'] : rest.slice(1).split('.'));
    const items = at(answer, ['items']);
    const root = at(items, ['0', 'path']);
    if (!Array.isArray(items) || typeof root !== 'string') return undefined;
    const path = rest === '/' ? root : root + rest;
    return at(items.find((item) => at(item, ['path']) === path), ['id']);
  }
}

/** The part of a value at a path; a number is a place in a list. */
function at(value: Json | undefined, path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((within, step) => {
    if (Array.isArray(within)) return within[Number(step)];
    return isObject(within) ? within[step] : undefined;
  }, value);
}

function repeated(of: Json): string {
  const [text, times] = Array.isArray(of) ? of : [];
  if (typeof text !== 'string' || typeof times !== 'number') throw new Error('$repeat takes a text and how often');
  return text.repeat(times);
}
