import type { Generator } from '../grade-contract.js';
import { UnusableTestError } from '../grading.js';
import { type Drawn, decimalsOf, writeCall, writeDrawn } from './drawn.js';

/** What a random test draws, as in a request. */
export interface RandomCalls {
  call: string;
  args: readonly Generator[];
  runs: number;
}

/** A call with the arguments that were drawn for it. */
export interface DrawnCall {
  expression: string;
  args: Drawn[];
}

/**
 * The calls of a random test, smallest first, each once. The first draws are as small as the bounds allow and later ones
 * grow, so that the first call that fails is small already. The same seed gives the same calls.
 */
export function drawCalls(random: RandomCalls, seed: number): DrawnCall[] {
  const chance = createChance(seed);
  const drawn = new Map<string, DrawnCall>();
  for (let run = 0; run < random.runs; run += 1) {
    const size = random.runs === 1 ? 1 : run / (random.runs - 1);
    const args = random.args.map((generator) => draw(generator, chance, size));
    const expression = writeCall(random, args);
    if (!drawn.has(expression)) drawn.set(expression, { expression, args });
  }
  return [...drawn.values()].sort(bySize);
}

/** The shorter call first; of two as long as each other the one with the smaller digits and earlier letters. */
export function bySize({ expression: one }: DrawnCall, { expression: other }: DrawnCall): number {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}

/** A number from 0 up to but without 1. */
type Chance = () => number;

/** Far more than one random test of a reasonable size draws. */
const MAX_DRAWS = 200_000;

/** mulberry32: 32 bits of state, enough to spread test inputs; nothing secret depends on it. */
function createChance(seed: number): Chance {
  let state = seed >>> 0;
  let draws = 0;
  return () => {
    draws += 1;
    if (draws > MAX_DRAWS) throw new UnusableTestError('A random test draws inputs that are far too large.');
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One argument; `size` from 0 to 1 says how far from the smallest case it may be. */
function draw(generator: Generator, chance: Chance, size: number): Drawn {
  if ('int' in generator) return whole(drawNumber(generator.int, chance, size));
  if ('float' in generator) return whole(drawNumber(generator.float, chance, size) * 10 ** decimalsOf(generator));
  if ('bool' in generator) return chance() >= 0.5;
  if ('text' in generator) {
    const alphabet = [...generator.text];
    return repeat(drawLength(generator.length, chance, size), () => pick(alphabet, chance));
  }
  if ('oneOf' in generator) return pick(generator.oneOf, chance);
  if ('list' in generator) {
    return repeat(drawLength(generator.length, chance, size), () => draw(generator.list, chance, size));
  }
  if ('tuple' in generator) return generator.tuple.map((item) => draw(item, chance, size));
  const { keys, values } = generator.dict;
  const entries = new Map<string, Drawn>();
  for (let count = drawLength(generator.length, chance, size); count > 0; count -= 1) {
    const key = draw(keys, chance, size);
    entries.set(writeDrawn(keys, key), [key, draw(values, chance, size)]);
  }
  return [...entries.values()];
}

/** Never the negative zero, which Python would be shown as zero anyway. */
function whole(value: number): number {
  return Math.round(value) || 0;
}

/** Between the bounds, and near to what lies closest to 0 between them while `size` is small. */
function drawNumber([low, high]: readonly [number, number], chance: Chance, size: number): number {
  const centre = Math.min(Math.max(0, low), high);
  const from = centre + (low - centre) * size;
  const to = centre + (high - centre) * size;
  return Math.min(Math.max(from + chance() * (to - from), low), high);
}

function drawLength([low, high]: readonly [number, number], chance: Chance, size: number): number {
  return Math.round(low + chance() * (high - low) * size);
}

function repeat<T>(times: number, make: () => T): T[] {
  return Array.from({ length: times }, make);
}

function pick(from: readonly string[], chance: Chance): string {
  return from[Math.floor(chance() * from.length)] ?? '';
}
