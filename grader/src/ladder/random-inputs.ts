import type { Generator } from '../grade-contract.js';
import { UnusableTestError } from '../grading.js';
import { quoteText } from '../values/display.js';

/**
 * The calls of a random test, smallest first, each once. The first draws are as small as the bounds allow and later ones
 * grow, so that the first call that fails is about the smallest that does. The same seed gives the same calls.
 */
export function drawCalls(random: { call: string; args: readonly Generator[]; runs: number }, seed: number): string[] {
  const chance = createChance(seed);
  const drawn = new Set<string>();
  for (let run = 0; run < random.runs; run += 1) {
    const size = random.runs === 1 ? 1 : run / (random.runs - 1);
    const args = random.args.map((generator) => draw(generator, chance, size));
    drawn.add(`${random.call}(${args.join(', ')})`);
  }
  return [...drawn].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
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

/** One argument as a Python literal; `size` from 0 to 1 says how far from the smallest case it may be. */
function draw(generator: Generator, chance: Chance, size: number): string {
  if ('int' in generator) return String(Math.round(drawNumber(generator.int, chance, size)));
  if ('float' in generator) {
    const text = drawNumber(generator.float, chance, size).toFixed(generator.decimals ?? 2);
    return text.includes('.') ? text : `${text}.0`;
  }
  if ('bool' in generator) return chance() < 0.5 ? 'False' : 'True';
  if ('text' in generator) {
    const alphabet = [...generator.text];
    const letters = repeat(drawLength(generator.length, chance, size), () => pick(alphabet, chance));
    return quoteText(letters.join(''));
  }
  if ('oneOf' in generator) return pick(generator.oneOf, chance);
  if ('list' in generator) {
    const items = repeat(drawLength(generator.length, chance, size), () => draw(generator.list, chance, size));
    return `[${items.join(', ')}]`;
  }
  if ('tuple' in generator) {
    const items = generator.tuple.map((item) => draw(item, chance, size));
    return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
  }
  const { keys, values } = generator.dict;
  const entries = new Map<string, string>();
  for (let count = drawLength(generator.length, chance, size); count > 0; count -= 1) {
    entries.set(draw(keys, chance, size), draw(values, chance, size));
  }
  return `{${[...entries].map(([key, value]) => `${key}: ${value}`).join(', ')}}`;
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
