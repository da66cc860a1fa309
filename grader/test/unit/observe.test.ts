import { describe, expect, it } from '@jest/globals';
import { testSchema } from '../../src/grade-contract.js';
import { type Observed, observe } from '../../src/ladder/observe.js';
import { planScenarios } from '../../src/ladder/plan.js';
import type { Lease } from '../../src/runner/runner-pool.js';
import { GuestEnded, type OutputPiece } from '../../src/runner/runner-thread.js';

/** A guest that answers with these lines, one after the other, then dies with its thread. */
const guest = (...lines: (string | { line: string; output: OutputPiece[] })[]): Lease => ({
  ranMs: 0,
  async ask() {
    const next = lines.shift();
    if (next === undefined) throw new GuestEnded('THREAD', 0);
    return typeof next === 'string' ? { line: next, output: [] } : next;
  },
});

const tests = [{ hidden: true, call: 'f(3)' }, { call: 'f(1)' }, { variable: 'x' }].map((test) =>
  testSchema.parse(test),
);
const scenarios = planScenarios(tests, 1);

const seenWith = async (lease: Lease, lastTry = true) => {
  const seen: [number, Observed][] = [];
  await observe(lease, '', scenarios, ({ test }, observed) => Boolean(seen.push([test, observed])), lastTry);
  return seen;
};

describe('what the guest says', () => {
  it('is asked of visible tests first, hidden ones in a run of their own', () => {
    expect(scenarios.map(({ steps }) => steps.map(({ test }) => test))).toEqual([[1, 2], [0]]);
  });

  it('is taken as it comes', async () => {
    const lease = guest(
      '{"done":true}',
      '{"value":["int","0x2"]}',
      '{"missing":true}',
      '{"done":true}',
      '{"value":["none"]}',
    );
    expect((await seenWith(lease)).map(([test, { kind }]) => [test, kind])).toEqual([
      [1, 'value'],
      [2, 'missing'],
      [0, 'value'],
    ]);
  });

  it.each([
    ['no JSON', 'CORRECT'],
    ['an empty line', ''],
    ['a verdict', '{"verdict":"CORRECT"}'],
    ['more than was asked', '{"value":["int","0x2"],"passed":true}'],
    ['a run where a look was asked', '{"done":true}'],
    ['a value that is none', '{"value":["int",2]}'],
    ['an exception without a class', '{"error":{"types":[],"message":"","line":1,"own":false}}'],
    ['an exception on no line', '{"error":{"types":["E"],"message":"","line":-1,"own":false}}'],
    ['null', 'null'],
  ])('fails its test and those after it when it is %s', async (_name, line) => {
    const seen = await seenWith(guest('{"done":true}', line));
    expect(seen.map(([, { kind }]) => kind)).toEqual(['stopped', 'unreached', 'unreached']);
    expect(seen[0]?.[1]).toMatchObject({ stop: { cause: 'EXCEPTION', how: 'tampered' } });
  });

  it('fails when it holds a prompt that is none', async () => {
    const seen = await seenWith(guest({ line: '{"done":true}', output: [{ kind: 'prompt', text: '{"prompt":1}' }] }));
    expect(seen[0]?.[1]).toMatchObject({ kind: 'stopped', stop: { how: 'tampered' } });
  });

  it('says nothing about the program when its thread dies, unless that was the last try', async () => {
    await expect(seenWith(guest('{"done":true}'), false)).rejects.toBeInstanceOf(GuestEnded);
    const seen = await seenWith(guest('{"done":true}'), true);
    expect(seen[0]?.[1]).toMatchObject({ kind: 'stopped', stop: { cause: 'EXCEPTION', how: 'trap' } });
  });
});
