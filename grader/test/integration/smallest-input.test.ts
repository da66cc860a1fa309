import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GradeRequest } from '../../src/grade-contract.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader({ runners: 1, runMs: 20_000, shrinkMs: 60_000 });
}, 60_000);
afterAll(() => running.stop());

const failureOf = async (submission: string, question: Omit<GradeRequest, 'submission'>) => {
  const { tests, message } = await running.client.grade({ submission, ...question });
  return { ...tests[0], said: message?.fr };
};

const ages = {
  accepted: ['def tarif(age):\n    return 5 if age < 12 else 9'],
  tests: [{ random: { call: 'tarif', args: [{ int: [0, 10_000] as [number, number] }], runs: 25 } }],
};
const totals = {
  accepted: ['def total(notes):\n    somme = 0\n    for note in notes:\n        somme += note\n    return somme'],
  tests: [
    {
      random: {
        call: 'total',
        args: [{ list: { int: [0, 20] as [number, number] }, length: [0, 30] as [number, number] }],
      },
    },
  ],
};

describe('the input that a learner is shown when a random test fails', () => {
  it.each([1, 2, 3])('is the smallest one, whatever was drawn (seed %i)', async (seed) => {
    expect(await failureOf('def tarif(age):\n    return 5', { ...ages, seed })).toMatchObject({
      input: 'tarif(12)',
      expected: '9',
      actual: '5',
      said: expect.stringContaining('Pour `tarif(12)` on attend `9`, obtenu : `5`'),
    });
    expect(
      await failureOf('def total(notes):\n    return notes[0] + sum(notes[2:]) if notes else 0', { ...totals, seed }),
    ).toMatchObject({
      input: 'total([0, 1])',
      expected: '1',
      actual: '0',
    });
  });

  it('fails for the same reason as the one that was drawn', async () => {
    const submission =
      'def total(notes):\n    if len(notes) > 3:\n        return -1\n    return sum(notes) if notes else 0';
    expect(await failureOf(submission, { ...totals, seed: 5 })).toMatchObject({
      cause: 'WRONG_RESULT',
      input: 'total([0, 0, 0, 0])',
    });
    const crashing = 'def total(notes):\n    return sum(notes) if len(notes) < 3 else notes[99]';
    expect(await failureOf(crashing, { ...totals, seed: 5 })).toMatchObject({
      cause: 'EXCEPTION',
      input: 'total([0, 0, 0])',
      expected: '0',
    });
  });

  it('is the same each time for the same seed', async () => {
    const submission = 'def total(notes):\n    return sum(set(notes))';
    const one = await failureOf(submission, { ...totals, seed: 11 });
    expect(one.input).toBe('total([1, 1])');
    expect(await failureOf(submission, { ...totals, seed: 11 })).toEqual(one);
  });

  it('is judged by the reference in an interpreter that the submission never sees', async () => {
    const spying = [
      'import sys, gc',
      'def total(notes):',
      '    if len(notes) < 2: return sum(notes)',
      '    seen = [o for o in gc.get_objects() if type(o) is dict and "expected" in o]',
      '    return -1 if "somme" not in str(sys.modules["__main__"].__dict__) and not seen else 0',
    ].join('\n');
    expect(await failureOf(spying, { ...totals, seed: 2 })).toMatchObject({ input: 'total([0, 0])', actual: '-1' });
  });

  it('stays the drawn one where the program is stopped, and where the test is hidden', async () => {
    const [test] = totals.tests;
    const hidden = { ...totals, tests: [{ ...test, hidden: true }] };
    const report = await failureOf('def total(notes):\n    return -1', { ...hidden, seed: 1 });
    expect(report).toMatchObject({ passed: false, input: null, expected: null, actual: null });
  });
});
