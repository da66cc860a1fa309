import { describe, expect, it } from '@jest/globals';
import { drawCalls } from '../../src/ladder/random-inputs.js';

const notes = {
  call: 'moyenne',
  args: [{ list: { int: [0, 20] as [number, number] }, length: [0, 8] as [number, number] }],
  runs: 40,
};

describe('random inputs', () => {
  it('are the same for the same seed and others for another', () => {
    expect(drawCalls(notes, 7)).toEqual(drawCalls(notes, 7));
    expect(drawCalls(notes, 7)).not.toEqual(drawCalls(notes, 8));
  });

  it('begin with the smallest case and grow, each once', () => {
    const calls = drawCalls(notes, 1);
    expect(calls[0]).toBe('moyenne([])');
    expect(calls.map(({ length }) => length)).toEqual(calls.map(({ length }) => length).sort((a, b) => a - b));
    expect(new Set(calls).size).toBe(calls.length);
  });

  it('keep to their bounds', () => {
    const calls = drawCalls({ call: 'f', args: [{ int: [5, 9] }, { float: [-1, 1], decimals: 1 }], runs: 100 }, 3);
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
    for (const call of drawCalls({ call: 'f', args, runs: 5 }, 1)) {
      expect(call).toMatch(/^f\((['"])[l'\\é]{2,4}\1, \((True|False),\), \{"a": 1\}\)$/);
    }
  });
});
