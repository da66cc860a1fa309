import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ObservationKind } from '../../src/contract.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader();
}, 60_000);
afterAll(() => running.stop());

/** What was written, what is accepted, and every kind that is observed. */
const CASES: [submission: string, accepted: string[], kinds: ObservationKind[]][] = [
  ['', ['age = 25'], ['EMPTY']],
  ['# je ne sais pas', ['age = 25'], ['EMPTY']],
  ['age == 25', ['age = 25'], ['COMPARES_INSTEAD_OF_ASSIGNING']],
  ['print(25)', ['age = 25'], ['PRINTS_INSTEAD_OF_ASSIGNING']],
  ['def f(a):\n    print(a * 2)', ['def f(a):\n    return a * 2'], ['PRINTS_INSTEAD_OF_RETURNING']],
  ['++i', ['i += 1', 'i = i + 1'], ['INCREMENT_WITHOUT_EFFECT', 'MISSING_ASSIGNMENT']],
  ['Age = 25', ['age = 25'], ['WRONG_NAME_CASE']],
  ['monAge = 25', ['mon_age = 25'], ['WRONG_NAME_CASE']],
  ['Print("salut")', ['print("salut")'], ['WRONG_NAME_CASE']],
  ['ok = true', ['ok = True'], ['WRONG_NAME_CASE']],
  ['prénom = "Zoé"', ['prenom = "Zoé"'], ['WRONG_NAME_ACCENT']],
  ['annees = 25', ['age = 25'], ['UNEXPECTED_NAME']],
  ['notes.sort', ['notes.sort()'], ['CALL_WITHOUT_PARENTHESES']],
  ['n = input', ['n = input()'], ['CALL_WITHOUT_PARENTHESES']],
  ['prix = 3,5', ['prix = 3.5'], ['DECIMAL_COMMA']],
  ['nom = Lea', ['nom = "Léa"'], ['MISSING_QUOTES']],
  ['age = "25"', ['age = 25'], ['TYPE_OF_VALUE_DIFFERS']],
  ['code = 75001', ['code = "75001"'], ['TYPE_OF_VALUE_DIFFERS']],
  ['t = [1, 2]', ['t = (1, 2)'], ['TYPE_OF_VALUE_DIFFERS']],
  ['age = 26', ['age = 25'], ['VALUE_DIFFERS']],
  ['t = [1, 3]', ['t = [1, 2]'], ['VALUE_DIFFERS']],
  ['print("bonjour le monde")', ['print("Bonjour, le monde !")'], ['TEXT_NEARLY_EQUAL']],
  ['aire = long - larg', ['aire = long * larg'], ['OPERATOR_DIFFERS']],
  ['age = 25\nprint(age)', ['age = 25'], ['EXTRA_STATEMENT']],
  ['a = 1\nb = 2', ['a = 1\nb = 2\na = b'], ['MISSING_STATEMENT']],
  ['b = 2\na = 1', ['a = 1\nb = 2'], ['WRONG_ORDER']],
  ['age', ['age = 25'], ['MISSING_ASSIGNMENT']],
  ['"salut"', ['print("salut")'], ['MISSING_CALL']],
  ['print(x)', ['if x > 3:\n    print(x)'], ['MISSING_CONDITION']],
  ['x = a * 2', ['def double(a):\n    return a * 2'], ['MISSING_FUNCTION', 'MISSING_RETURN']],
  ['print(pi)', ['from math import pi\nprint(pi)'], ['MISSING_STATEMENT', 'MISSING_IMPORT']],
  ['print(0)', ['for i in range(3):\n    print(i)'], ['MISSING_LOOP', 'MISSING_CALL']],
  ['a = f(x)\nb = g(y)', ['a = f(x)\nb = g(z)'], ['LINE_DIFFERS']],
];

describe('a different program gets facts that help', () => {
  it.each(CASES)('%j against %j', async (submission, accepted, kinds) => {
    const outcome = await running.client.compare({ submission, accepted });
    if (outcome.outcome !== 'DIFFERENT') throw new Error(`unexpected ${outcome.outcome}`);
    expect(outcome.observations.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('stays silent rather than call an equivalent expression a wrong value', async () => {
    const outcome = await running.client.compare({
      submission: 'aire = larg * long',
      accepted: ['aire = long * larg'],
    });
    expect(outcome).toEqual({ outcome: 'DIFFERENT', observations: [] });
  });

  it('does not ask for a loop when one of the solutions has none', async () => {
    const accepted = ['for i in range(2):\n    print("a")', 'print("a")\nprint("a")'];
    const outcome = await running.client.compare({ submission: 'print("b" * 2)', accepted });
    expect(JSON.stringify(outcome)).not.toContain('MISSING_LOOP');
  });

  it('points at the line the learner wrote', async () => {
    const outcome = await running.client.compare({ submission: '\n\nAge = 25', accepted: ['age = 25'] });
    expect(outcome).toMatchObject({
      observations: [{ line: 3, text: { fr: expect.stringMatching(/^Ligne 3 : .*`Age`/) } }],
    });
  });
});

describe('an observation never gives the key away', () => {
  /** Python's own signs and the three keywords a kind is about. */
  const OWN_SIGNS = ['=', '==', '+= 1', 'print', 'return', 'def', 'None'];

  it.each(CASES)('%j: quotes only what was written', async (submission, accepted) => {
    const outcome = await running.client.compare({ submission, accepted });
    if (outcome.outcome !== 'DIFFERENT') throw new Error(`unexpected ${outcome.outcome}`);
    for (const { text } of outcome.observations) {
      const quoted = [...`${text.fr} ${text.en}`.matchAll(/`([^`]*)`/g)].map(([, span]) => span ?? '');
      for (const span of quoted) expect(submission.includes(span) || OWN_SIGNS.includes(span)).toBe(true);
    }
  });

  it('says the same of two submissions whose solutions differ only by what must stay hidden', async () => {
    const one = await running.client.compare({ submission: 'x = 1', accepted: ['secret_un = 4217'] });
    const two = await running.client.compare({ submission: 'x = 1', accepted: ['secret_deux = 9001'] });
    expect(one).toEqual(two);
  });
});
