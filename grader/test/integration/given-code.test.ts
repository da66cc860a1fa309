import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraderRefusedError } from '../../src/client.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader({ runners: 1, runMs: 20_000 });
}, 60_000);
afterAll(() => running.stop());

describe('what a test gives the program beforehand', () => {
  it('is its author’s fault when it fails: the learner’s program is not judged', async () => {
    const refusal = await running.client
      .grade({
        submission: 'double = n + n',
        accepted: ['double = 2 * n'],
        tests: [
          { given: 'n = 4', variable: 'double', expect: '8' },
          { given: 'n = 1 / 0', variable: 'double', expect: '8' },
        ],
      })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GraderRefusedError);
    expect(refusal).toMatchObject({ code: 'UNUSABLE_TEST', message: expect.stringContaining('ZeroDivisionError') });
  });

  it('is the program’s fault when it fails only after the program has run', async () => {
    const outcome = await running.client.grade({
      submission: 'import builtins\nbuiltins.sorted = 3\ntaille = 2',
      tests: [
        { given: 'mots = ["a", "b"]', variable: 'taille', expect: '2' },
        { given: 'mots = sorted(["b", "a"])', variable: 'taille', expect: '2' },
      ],
    });
    expect(outcome).toMatchObject({
      verdict: 'INCORRECT',
      tests: [{ passed: true }, { passed: false, cause: 'EXCEPTION' }],
    });
    expect(outcome.message?.fr).toMatch(/^Le programme change une partie de Python/);
  });

  it('is told to an author who runs a program with it', async () => {
    const outcome = await running.client.run({ code: 'print(n)', given: 'n = int("x")' });
    expect(outcome).toMatchObject({ stdout: '', cause: 'EXCEPTION', error: { type: 'ValueError', line: null } });
  });
});
