import { type Arbitrary, array, boolean, constantFrom, integer, tuple } from 'fast-check';
import type { Generator } from '../grade-contract.js';
import { type Drawn, decimalsOf, writeCall, writeDrawn } from './drawn.js';
import { bySize, type DrawnCall, drawCalls, type RandomCalls } from './random-inputs.js';

/** Makes the arguments of a call smaller: always the same ones in the same order. */
export interface Smaller {
  /**
   * Calls with smaller arguments: those of fast-check's shrinkers, which change one part at a time, then
   * small draws, which find what two parts must change for. Takes a call of the test's own draws or one that came from here.
   */
  than(call: DrawnCall): Iterator<DrawnCall>;
}

/** What a random test may draw decides what is smaller: numbers nearer to 0, fewer and smaller items, earlier letters. */
export function createSmaller(random: RandomCalls): Smaller {
  const shrinker = tuple(...random.args.map(arbitraryOf));
  return {
    *than(call) {
      yield* shrunk(call);
      yield* drawnBelow(call);
    },
  };

  /**
   * Without the context by which fast-check goes on where it was: it takes for tried what was tried with other parts still
   * large, and would end above the smallest.
   */
  function* shrunk({ args }: DrawnCall): Iterable<DrawnCall> {
    if (!shrinker.canShrinkWithoutContext(args)) return;
    for (const { value_: smaller } of shrinker.shrink(args, undefined)) {
      yield { expression: writeCall(random, smaller), args: smaller };
    }
  }

  function drawnBelow(call: DrawnCall): DrawnCall[] {
    return drawCalls({ ...random, runs: SMALL_DRAWS }, SMALL_SEED).filter((drawn) => bySize(drawn, call) < 0);
  }
}

/** Draws among which something smaller is looked for. */
const SMALL_DRAWS = 100;
/** Any number: that of the submission has drawn what failed already. */
const SMALL_SEED = 1;

function arbitraryOf(generator: Generator): Arbitrary<Drawn> {
  if ('int' in generator) return integer({ min: generator.int[0], max: generator.int[1] });
  if ('float' in generator) {
    const [min, max] = generator.float.map((bound) => Math.round(bound * 10 ** decimalsOf(generator)));
    return integer({ min: min ?? 0, max: max ?? 0 });
  }
  if ('bool' in generator) return boolean();
  if ('text' in generator) return array(constantFrom(...generator.text), lengthOf(generator));
  if ('oneOf' in generator) return constantFrom(...generator.oneOf);
  if ('list' in generator) return array(arbitraryOf(generator.list), lengthOf(generator));
  if ('tuple' in generator) return tuple(...generator.tuple.map(arbitraryOf));
  const { keys, values } = generator.dict;
  const entries = array(tuple(arbitraryOf(keys), arbitraryOf(values)), lengthOf(generator));
  const isDictionary = (drawn: [Drawn, Drawn][]) =>
    new Set(drawn.map(([key]) => writeDrawn(keys, key))).size === drawn.length;
  return entries.filter(isDictionary);
}

function lengthOf({ length: [minLength, maxLength] }: { length: readonly [number, number] }) {
  return { minLength, maxLength };
}
