import { differences } from './compare';
import { type Json, type JsonObject, isObject } from './json';
import { Names } from './names';
import { operations } from './operations';
import { World } from './world';

/** A story: what somebody does with a book, and what the book must answer. `tests/scenarios/README.md` describes it. */
interface Story {
  title: string;
  seed: number;
  now: string;
  people?: string[];
  steps: Step[];
}

interface Step {
  do: string;
  with: JsonObject;
  now?: string;
  in?: string;
  by?: string;
  as?: string;
  expect?: JsonObject;
  error?: JsonObject;
}

const STORY = ['title', 'why', 'seed', 'now', 'people', 'steps'];
const STEP = ['do', 'why', 'now', 'in', 'by', 'as', 'with', 'expect', 'error'];

/** Reads a story; one with fields or operations that there are not is refused. */
export function read(text: string): Story {
  const story = object(JSON.parse(text), STORY);
  const steps = (Array.isArray(story['steps']) ? story['steps'] : []).map((value, place) => {
    const step = object(value, STEP) as unknown as Step;
    if (!operations.has(step.do)) throw new Error(`step ${place + 1}: there is no operation ${step.do}`);
    if (step.error !== undefined && (step.expect !== undefined || step.as !== undefined)) {
      throw new Error(`step ${place + 1}: what fails has no answer to expect or to name`);
    }
    return { ...step, with: step.with ?? {} };
  });
  return { ...(story as unknown as Story), steps };
}

/** Runs it on a fresh book of a store; fails at the first step that does not answer as it must. */
export async function run(story: Story, location: () => string): Promise<void> {
  await using world = await World.begin(location, story.seed, story.now, story.people);
  const names = new Names();
  for (const [name, id] of world.people) names.bind(name, { id });
  for (const [place, step] of story.steps.entries()) {
    try {
      await perform(world, names, step);
    } catch (cause) {
      const what = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`step ${place + 1} (${step.do}): ${what}`, { cause });
    }
  }
}

async function perform(world: World, names: Names, step: Step): Promise<void> {
  const inputs = names.fields(step.with);
  const expected = step.expect ?? step.error;
  const resolved = expected && names.fields(expected);
  if (step.now !== undefined) world.setTime(step.now);
  const { answer, error } = await world.perform(step, inputs);
  if (step.error === undefined && error !== undefined) throw new Error(`failed: ${JSON.stringify(error)}`);
  if (step.error !== undefined && error === undefined) {
    throw new Error(`should have failed, and answered ${JSON.stringify(answer)}`);
  }
  const told = error ?? answer ?? {};
  const different = resolved === undefined ? [] : differences(resolved, told);
  if (different.length > 0) throw new Error(different.join('\n  '));
  if (step.as !== undefined) names.bind(step.as, told);
}

function object(value: Json, fields: string[]): JsonObject {
  if (!isObject(value)) throw new Error('there is no object where one must be');
  const other = Object.keys(value).find((name) => !fields.includes(name));
  if (other !== undefined) throw new Error(`there is no field ${other}`);
  return value;
}
