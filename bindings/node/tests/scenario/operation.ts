import type { Book, Committed } from 'kitaab';

import { type Json, type JsonObject, isObject } from './json';
import type { Inputs } from './read';
import * as tell from './tell';
import type { World } from './world';

/** What a step can ask for. */
export type Operation = (book: Book, inputs: Inputs, world: World) => Promise<JsonObject>;

/** Operations by their names. */
export type Operations = Record<string, Operation>;

/** What a write answered, beside what it made. */
export async function written(book: Book, committed: Committed | undefined, made: Json = {}): Promise<JsonObject> {
  const turned = await Promise.all(
    (committed?.turned ?? []).map(async (turned) => {
      const { title } = await book.merits.get(turned.merit);
      return { ...(tell.plain(turned) as JsonObject), title };
    }),
  );
  const told = isObject(made) ? made : {};
  return { ...told, seq: committed?.seq ?? null, replayed: committed?.replayed ?? false, turned };
}

/** An operation that answers nothing but what became of the write. */
export function write(operation: (book: Book, inputs: Inputs) => Promise<Committed>): Operation {
  return async (book, inputs) => written(book, await operation(book, inputs));
}

/** One that makes something, which the answer has by a name. */
export function make<N extends string>(
  name: N,
  operation: (book: Book, inputs: Inputs) => Promise<{ committed: Committed } & Record<N, object>>,
): Operation {
  return async (book, inputs) => {
    const added = await operation(book, inputs);
    return written(book, added.committed, tell.plain(added[name]));
  };
}

/** One that tells an object. */
export function read(operation: (book: Book, inputs: Inputs) => Promise<object>): Operation {
  return async (book, inputs) => tell.plain(await operation(book, inputs)) as JsonObject;
}

/** One that tells something under a name. */
export function readAs(name: string, operation: (book: Book, inputs: Inputs) => Promise<unknown>): Operation {
  return async (book, inputs) => ({ [name]: tell.plain(await operation(book, inputs)) });
}
