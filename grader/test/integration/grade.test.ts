import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GradeRequest } from '../../src/grade-contract.js';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader({ runners: 1, runMs: 20_000 });
}, 60_000);
afterAll(() => running.stop());

const grade = (submission: string, question: Omit<GradeRequest, 'submission'>) =>
  running.client.grade({ submission, ...question });

const MOYENNE = 'def moyenne(notes):\n    if not notes:\n        return 0\n    return sum(notes) / len(notes)';
const moyenne = {
  accepted: [MOYENNE],
  tests: [
    { call: 'moyenne([12, 14])', expect: '13.0' },
    { call: 'moyenne([])', expect: '0' },
  ],
};

describe('the ladder', () => {
  it('accepts a program whose tree is that of a solution without running it', async () => {
    const outcome = await grade(`${MOYENNE}  # ma solution`, moyenne);
    expect(outcome).toMatchObject({ verdict: 'CORRECT', stage: 'ACCEPTED', acceptedIndex: 0, tests: [] });
  });

  it('accepts a program written otherwise because it does what the tests ask', async () => {
    const other =
      'def moyenne(n):\n    total = 0\n    for x in n:\n        total += x\n    return total / len(n) if n else 0';
    const outcome = await grade(other, moyenne);
    expect(outcome).toMatchObject({ verdict: 'CORRECT', stage: 'TESTS', cause: null, message: null });
    expect(outcome.tests.map(({ passed }) => passed)).toEqual([true, true]);
  });

  it('says for which call what was expected and what came instead, with the line', async () => {
    const outcome = await grade(
      'def moyenne(notes):\n    # sans cas vide\n    return sum(notes) / len(notes)',
      moyenne,
    );
    expect(outcome).toMatchObject({ verdict: 'INCORRECT', stage: 'TESTS', cause: 'EXCEPTION' });
    expect(outcome.tests).toMatchObject([
      { passed: true, cause: null, message: null, input: 'moyenne([12, 14])', expected: '13.0', actual: '13.0' },
      { passed: false, cause: 'EXCEPTION', input: 'moyenne([])', expected: '0' },
    ]);
    expect(outcome.message?.fr).toMatch(
      /^Pour `moyenne\(\[\]\)` on attend `0`, obtenu : `ZeroDivisionError` ligne 3\. On ne divise pas par zéro\./,
    );
    expect(outcome.message?.en).toMatch(/^For `moyenne\(\[\]\)` expected `0`, got: `ZeroDivisionError` on line 3\./);
  });

  it('hints at a syntax error before anything else', async () => {
    const outcome = await grade('def moyenne(notes)\n    return 0', moyenne);
    expect(outcome).toMatchObject({
      verdict: 'INCORRECT',
      stage: 'SYNTAX',
      cause: 'SYNTAX',
      syntax: { line: 1, kind: 'MISSING_COLON' },
      tests: [],
    });
    expect(outcome.message?.fr).toContain('deux-points');
  });

  it('recognises a foreseen mistake', async () => {
    const mistakes = [{ id: 'print', code: 'def moyenne(n):\n    print(sum(n) / len(n))' }];
    const outcome = await grade('def moyenne(n): print(sum(n)/len(n))', { ...moyenne, mistakes });
    expect(outcome).toMatchObject({ verdict: 'INCORRECT', stage: 'MISTAKE', mistakeId: 'print' });
  });

  it('keeps to reading where a question has no tests', async () => {
    const outcome = await grade('age = 26', { accepted: ['age = 25'] });
    expect(outcome).toMatchObject({
      verdict: 'INCORRECT',
      stage: 'COMPARISON',
      observations: [{ kind: 'VALUE_DIFFERS' }],
    });
  });
});

describe('what a test can look at', () => {
  it.each<[string, string, GradeRequest['tests'], boolean]>([
    ['a variable', 'age = 20 + 5', [{ variable: 'age', expect: '25' }], true],
    ['a variable of another type', 'age = "25"', [{ variable: 'age', expect: '25' }], false],
    ['a variable that is missing', 'Age = 25', [{ variable: 'age', expect: '25' }], false],
    ['what is given before', 'm = max(notes)', [{ given: 'notes = [3, 18]', variable: 'm', expect: '18' }], true],
    ['what is printed', 'print("a")\nprint("b ")', [{ stdout: 'a\nb\n' }], true],
    ['what is printed, exactly', 'print("b ")', [{ stdout: 'b\n', output: 'exact' }], false],
    ['a part of what is printed', 'print("total : 12 €")', [{ stdout: '12', output: 'contains' }], true],
    [
      'input, whatever its prompt',
      'n = input("Ton nom ? ")\nprint("Bonjour", n)',
      [{ stdin: ['Léa'], stdout: 'Bonjour Léa' }],
      true,
    ],
    [
      'prompts, where they count',
      'n = input("Nom : ")\nprint(n)',
      [{ stdin: ['Léa'], stdout: 'Nom : Léa', prompts: true }],
      true,
    ],
    [
      'two inputs',
      'a = int(input())\nb = int(input())\nprint(a + b)',
      [
        { stdin: ['1', '2'], stdout: '3' },
        { stdin: ['5', '-5'], stdout: '0' },
      ],
      true,
    ],
    ['too many inputs', 'a = input()\nb = input()', [{ stdin: ['1'], stdout: '' }], false],
    ['an exception', 'def f(x):\n  raise ValueError("non")', [{ call: 'f(1)', raises: 'ValueError' }], true],
    ['an exception of a kind', 'def f(x):\n  return [][1]', [{ call: 'f(1)', raises: 'LookupError' }], true],
    ['no exception', 'def f(x):\n  return 1', [{ call: 'f(1)', raises: 'ValueError' }], false],
    ['what a call prints', 'def f(x):\n  print("Salut", x)', [{ call: 'f("Zoé")', stdout: 'Salut Zoé' }], true],
    ['floats, without the noise of binary', 'x = 0.1 + 0.2', [{ variable: 'x', expect: '0.3' }], true],
    ['floats, exactly', 'x = 0.1 + 0.2', [{ variable: 'x', expect: '0.3', tolerance: 0 }], false],
    ['floats, roughly', 'x = 3.14', [{ variable: 'x', expect: '3.14159', tolerance: 0.01 }], true],
    ['a whole number as float', 'x = 13', [{ variable: 'x', expect: '13.0' }], true],
    ['a whole number as float, strictly', 'x = 13', [{ variable: 'x', expect: '13.0', exactType: true }], false],
    ['a boolean is no number', 'x = 1', [{ variable: 'x', expect: 'True' }], false],
    ['any order', 'x = [3, 1, 2]', [{ variable: 'x', expect: '[1, 2, 3]', anyOrder: true }], true],
    ['any order, each as often', 'x = [1, 1, 2]', [{ variable: 'x', expect: '[1, 2, 2]', anyOrder: true }], false],
    [
      'a dictionary in its own order',
      'x = {"b": 2, "a": [1]}',
      [{ variable: 'x', expect: '{"a": [1], "b": 2}' }],
      true,
    ],
    ['a set', 'x = set("abca")', [{ variable: 'x', expect: '{"a", "b", "c"}' }], true],
    [
      'a counter',
      'from collections import Counter\nx = Counter("aab")',
      [{ variable: 'x', expect: '{"a": 2, "b": 1}' }],
      true,
    ],
    ['a tuple is no list', 'x = (1, 2)', [{ variable: 'x', expect: '[1, 2]' }], false],
    ['exit() at the end', 'x = 1\nexit()', [{ variable: 'x', expect: '1' }], true],
    ['the main idiom', 'def main():\n  print(1)\nif __name__ == "__main__":\n  main()', [{ stdout: '1' }], true],
    [
      'a dataclass',
      'from dataclasses import dataclass\n@dataclass\nclass P:\n  x: int',
      [{ call: 'P(3).x', expect: '3' }],
      true,
    ],
    ['accents typed on another keyboard', 'e\u0301te\u0301 = 1', [{ variable: 'été', expect: '1' }], true],
    ['huge numbers', 'x = 2 ** 5000', [{ call: 'x % 1000', expect: '376' }], true],
  ])('%s', async (_name, submission, tests, passes) => {
    const outcome = await grade(submission, { tests });
    expect(outcome.verdict).toBe(passes ? 'CORRECT' : 'INCORRECT');
  });
});

describe('what only the reference says', () => {
  const reference = 'def doubles(mots):\n    return sorted({m for m in mots if mots.count(m) > 1})';
  const random = {
    call: 'doubles',
    args: [{ list: { oneOf: ['"a"', '"b"', '"c"'] }, length: [0, 6] as [number, number] }],
  };

  it('expects of a call what the reference does', async () => {
    const tests = [{ call: 'doubles(["a", "b", "a"])' }];
    expect(await grade('def doubles(m):\n  return ["a"]', { reference, tests })).toMatchObject({ verdict: 'CORRECT' });
    expect(await grade('def doubles(m):\n  return []', { reference, tests })).toMatchObject({ verdict: 'INCORRECT' });
  });

  it('shows the smallest of random inputs that a program fails on, so that a hard-coded answer does not pass', async () => {
    const outcome = await grade('def doubles(m):\n  return []', { reference, tests: [{ random }] });
    expect(outcome.tests).toMatchObject([{ passed: false, actual: '[]' }]);
    expect(outcome.tests[0]?.input).toMatch(/^doubles\(\[('.', ){1,3}'.'\]\)$|^doubles\(\[("."(, )?){2,4}\]\)$/);
  });

  it('passes a right program on all of them', async () => {
    const right =
      'def doubles(m):\n  r = []\n  for x in m:\n    if m.count(x) > 1 and x not in r: r.append(x)\n  r.sort()\n  return r';
    expect(await grade(right, { reference, tests: [{ random }] })).toMatchObject({ verdict: 'CORRECT' });
  });
});
