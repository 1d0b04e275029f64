import { type Json, isObject } from './json';

/** How far two floats may be from each other: they are reckoned alike, but not necessarily in one order. */
const CLOSE = 1e-9;

/**
 * Where an answer is not as expected. Of an object the expected fields are compared, for later versions may add others;
 * a list must have the same length; floats must be close; everything else must be equal.
 */
export function differences(expected: Json, answer: Json, path = 'answer'): string[] {
  if (isObject(expected) && isObject(answer)) {
    return Object.entries(expected).flatMap(([name, part]) => {
      // In JavaScript, what is not there is no field; other languages see to it that the field has its name.
      const answered = answer[name] ?? (part === null ? null : undefined);
      if (answered === undefined) return [`${path} has no ${name}: ${JSON.stringify(answer)}`];
      return differences(part, answered, `${path}.${name}`);
    });
  }
  if (Array.isArray(expected) && Array.isArray(answer) && expected.length === answer.length) {
    return expected.flatMap((part, place) => differences(part, answer[place] ?? null, `${path}[${place}]`));
  }
  if (expected === answer || areClose(expected, answer)) return [];
  return [`${path} should be ${JSON.stringify(expected)}, and is ${JSON.stringify(answer)}`];
}

function areClose(expected: Json, answer: Json): boolean {
  if (typeof expected !== 'number' || typeof answer !== 'number') return false;
  if (Number.isInteger(expected) && Number.isInteger(answer)) return false;
  return Math.abs(expected - answer) <= CLOSE;
}
