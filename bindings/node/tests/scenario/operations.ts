import * as judging from './judging';
import * as keeping from './keeping';
import * as lookingBack from './looking-back';
import type { Operation } from './operation';
import * as recording from './recording';
import * as structure from './structure';

/** The operations that a step can ask for, by their names. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>(Object.entries({
  ...structure.operations,
  ...recording.operations,
  ...judging.operations,
  ...lookingBack.operations,
  ...keeping.operations,
}));
