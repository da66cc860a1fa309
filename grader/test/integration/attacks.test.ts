import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GradeOutcome } from '../../src/grade-contract.js';
import { deferred } from '../../src/pool/deferred.js';
import { type Attack, FORGERIES, GLUTTONS, SOURCES, SPIES } from '../attacks/programs.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

/** Only the host knows these: whatever shows one has read where nothing may be read. */
const SECRETS = ['canari-environnement', 'canari-attendu', 'canari-solution', 'canari-nom-caché'];

const AT_ONCE = 4;

let running: GraderUnderTest;
const outcomes = new Map<Attack, Promise<GradeOutcome>>();
beforeAll(async () => {
  process.env.GRADER_TEST_CANARY = 'canari-environnement';
  running = await startGrader({ runners: 2, runMs: 1_200, maxWaitMs: 300_000 });
  // Several at once, all through the same runners: what one does to another shows.
  const attacks = [...FORGERIES, ...SPIES, ...GLUTTONS, ...SOURCES];
  const waiting = attacks.map((attack) => ({ attack, outcome: deferred<GradeOutcome>() }));
  for (const { attack, outcome } of waiting) {
    outcome.promise.catch(() => undefined);
    outcomes.set(attack, outcome.promise);
  }
  const wave = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await grade(next.attack.code).then(next.outcome.resolve, next.outcome.reject);
    }
  };
  for (let count = 0; count < AT_ONCE; count += 1) void wave();
}, 60_000);
afterAll(async () => {
  delete process.env.GRADER_TEST_CANARY;
  await running.stop();
});

const QUESTION = {
  accepted: ['def double(x):\n    """canari-solution"""\n    return 2 * x'],
  tests: [
    { call: 'double(21)', expect: '42' },
    { call: 'double("ab")', expect: '"abab"' },
    { call: 'double("canari-") + "x"', expect: '"canari-canari-x"', hidden: true },
    {
      variable: 'jamais',
      expect: '"canari-attendu"',
      hidden: true,
      name: { fr: 'canari-nom-caché', en: 'canari-nom-caché' },
    },
  ],
};
const grade = (submission: string) => running.client.grade({ submission, ...QUESTION });

/** The names of hidden tests are for learners to see; they are only unknown to the program. */
const shown = (outcome: GradeOutcome) => JSON.stringify(outcome.tests.map(({ name: _, ...report }) => report));

const check = (attacks: readonly Attack[]) =>
  it.each(attacks.map((attack): [string, Attack] => [attack.name, attack]))(
    '%s',
    async (_name, attack) => {
      const outcome = await (outcomes.get(attack) ?? grade(attack.code));
      expect(outcome.verdict).toBe('INCORRECT');
      for (const secret of SECRETS) expect(shown(outcome)).not.toContain(secret);
      for (const report of outcome.tests.filter(({ hidden }) => hidden)) {
        expect(report).toMatchObject({ input: null, expected: null, actual: null });
      }
      if (attack.causes) expect(attack.causes).toContain(outcome.cause);
      if (attack.actual && outcome.cause !== 'TIMEOUT') expect(outcome.tests[0]?.actual).toMatch(attack.actual);
    },
    300_000,
  );

describe('a program that wants a verdict it has not earned is wrong', () => check(FORGERIES));
describe('a program that spies sees nothing that is not its own', () => check(SPIES));
describe('a program that wants everything is stopped, and the cause is named', () => check(GLUTTONS));
describe('a source that is hostile before it runs is judged like any other', () => check(SOURCES));

it('is as sound after all of them as before', async () => {
  await Promise.allSettled(outcomes.values());
  const right = 'def double(x):\n    return x + x\njamais = "canari-" + "attendu"';
  expect(await grade(right)).toMatchObject({ verdict: 'CORRECT', stage: 'TESTS' });
  expect(running.grader.runnerCensus().queued).toBe(0);
}, 300_000);
