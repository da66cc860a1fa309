import { describe, expect, it } from '@jest/globals';
import type { RandomCalls } from '../../src/ladder/random-inputs.js';
import { drawCalls } from '../../src/ladder/random-inputs.js';
import { createSmaller } from '../../src/ladder/smaller-inputs.js';

const callsOf = (random: RandomCalls, seed: number) => drawCalls(random, seed).map(({ expression }) => expression);

const notes = {
  call: 'moyenne',
  args: [{ list: { int: [0, 20] as [number, number] }, length: [0, 8] as [number, number] }],
  runs: 40,
};

describe('random inputs', () => {
  it('are the same for the same seed and others for another', () => {
    expect(callsOf(notes, 7)).toEqual(callsOf(notes, 7));
    expect(callsOf(notes, 7)).not.toEqual(callsOf(notes, 8));
  });

  it('begin with the smallest case and grow, each once', () => {
    const calls = callsOf(notes, 1);
    expect(calls[0]).toBe('moyenne([])');
    expect(calls.map(({ length }) => length)).toEqual(calls.map(({ length }) => length).sort((a, b) => a - b));
    expect(new Set(calls).size).toBe(calls.length);
  });

  it('keep to their bounds', () => {
    const calls = callsOf({ call: 'f', args: [{ int: [5, 9] }, { float: [-1, 1], decimals: 1 }], runs: 100 }, 3);
    for (const call of calls) {
      const [whole, decimal] = /^f\((.*), (.*)\)$/.exec(call)?.slice(1).map(Number) ?? [];
      expect(whole).toBeGreaterThanOrEqual(5);
      expect(whole).toBeLessThanOrEqual(9);
      expect(Math.abs(decimal ?? 2)).toBeLessThanOrEqual(1);
    }
  });

  it('write texts, tuples and dictionaries as Python does', () => {
    const args = [
      { text: "l'é", length: [2, 2] as [number, number] },
      { tuple: [{ bool: true as const }] },
      {
        dict: { keys: { oneOf: ['"a"'] }, values: { int: [1, 1] as [number, number] } },
        length: [1, 1] as [number, number],
      },
    ];
    for (const call of callsOf({ call: 'f', args, runs: 5 }, 1)) {
      expect(call).toMatch(/^f\((['"])[l'\\é]{2,4}\1, \((True|False),\), \{"a": 1\}\)$/);
    }
  });
});

describe('smaller inputs', () => {
  const shrunk = (random: RandomCalls, seed: number, fails: (expression: string) => boolean) => {
    const smaller = createSmaller(random);
    let found = drawCalls(random, seed).find(({ expression }) => fails(expression));
    for (let next = found; next; ) {
      found = next;
      const candidates = { [Symbol.iterator]: () => smaller.than(next as NonNullable<typeof next>) };
      next = [...candidates].find(({ expression }) => fails(expression));
    }
    return found?.expression;
  };

  it.each([
    ['a number just over the limit', { int: [0, 1_000] }, /^f\(([5-9]\d|\d{3,})\)$/, 'f(50)'],
    ['the nearest to 0 of negative ones', { int: [-1_000, -3] }, /^f\(-(\d\d+)\)$/, 'f(-10)'],
    ['one item of its list', { list: { int: [0, 20] }, length: [0, 8] }, /\[.*1\d.*\]/, 'f([10])'],
    ['as few items as there may be', { list: { int: [0, 20] }, length: [2, 8] }, /1\d\]/, 'f([0, 10])'],
    ['a decimal number', { float: [0, 20], decimals: 1 }, /^f\(1\d\./, 'f(10.0)'],
    ['the letter that matters', { text: 'abcé', length: [0, 8] }, /é/, "f('é')"],
    ['False, unless True is what fails', { bool: true }, /True/, 'f(True)'],
    [
      'one entry of its dictionary',
      { dict: { keys: { text: 'xy', length: [1, 3] }, values: { int: [0, 99] } }, length: [0, 5] },
      /: [1-9]/,
      "f({'x': 1})",
    ],
    [
      'a pair inside a list',
      { list: { tuple: [{ int: [0, 9] }, { bool: true }] }, length: [0, 4] },
      /True/,
      'f([(0, True)])',
    ],
  ] as [string, RandomCalls['args'][number], RegExp, string][])('end with %s', (_name, generator, fails, smallest) => {
    const random = { call: 'f', args: [generator], runs: 100 };
    for (const seed of [1, 2, 3]) {
      expect(shrunk(random, seed, (expression) => fails.test(expression))).toBe(smallest);
    }
  });
});
