import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader({ runners: 1, runMs: 20_000 });
}, 60_000);
afterAll(() => running.stop());

/** What a beginner wrote, the exception, its line, and a piece of the French and of the English explanation. */
const CASES: [code: string, type: string, line: number, fr: string, en: string][] = [
  ['compteur = 1\nprint(compteru)', 'NameError', 2, '`compteur`', 'Did you mean `compteur`'],
  ['pritn("a")', 'NameError', 1, '`print`', '`print`'],
  ['print(bonjour)', 'NameError', 1, 'guillemets', 'quotes'],
  ['def f():\n    n = n + 1\nn = 1\nf()', 'UnboundLocalError', 2, 'de la fonction', 'belongs to the function'],
  ['print("âge : " + 12)', 'TypeError', 1, '`str(...)`', 'a whole number'],
  ['x = 3 + "4"', 'TypeError', 1, '`int(...)`', '`int(...)`'],
  ['x = print("a") + 1', 'TypeError', 1, 'return', 'return'],
  ['print("a" < 3)', 'TypeError', 1, 'ne compare pas', 'does not compare'],
  ['max = 3\nmax([1])', 'TypeError', 2, 'parenthèses', 'parentheses'],
  ['n = 5\nn[0]', 'TypeError', 2, 'crochets', 'square brackets'],
  ['def f(x): return x\nf[0]', 'TypeError', 2, 'parenthèses', 'parentheses'],
  ['for i in 5:\n    print(i)', 'TypeError', 1, '`range(...)`', '`range(...)`'],
  ['t = "abc"\nt[0] = "z"', 'TypeError', 2, 'un texte', 'a text'],
  ['len(5)', 'TypeError', 1, 'longueur', 'length'],
  ['range("3")', 'TypeError', 1, '`int(...)`', 'whole number'],
  ['l = [1, 2]\nl["a"]', 'TypeError', 2, 'position', 'position'],
  ['def f(a, b):\n    return a\nf(1)', 'TypeError', 3, 'il manque `b`', '`b` missing'],
  ['def f(a):\n    return a\nf(1, 2)', 'TypeError', 3, 'reçoit 2 valeurs', 'given 2 values'],
  ['d = {[1]: 2}', 'TypeError', 1, 'clé', 'key'],
  ['l = [1]\nprint(l[1])', 'IndexError', 2, 'de 0 à', 'from 0 to'],
  ['[].pop()', 'IndexError', 1, 'aucun élément', 'without any item'],
  ['d = {"a": 1}\nd["b"]', 'KeyError', 2, "`'b'`", "`'b'`"],
  ['l = [3, 1].sort()\nl.append(2)', 'AttributeError', 2, '`None`', '`None`'],
  ['l = []\nl.push(1)', 'AttributeError', 2, '`append`', '`append`'],
  ['"a".uper()', 'AttributeError', 1, '`upper`', '`upper`'],
  ['[1].length', 'AttributeError', 1, '`len(...)`', '`len(...)`'],
  ['import math\nmath.racine(4)', 'AttributeError', 2, '`racine`', '`racine`'],
  ['int("douze")', 'ValueError', 1, "'douze'", "'douze'"],
  ['int("3.5")', 'ValueError', 1, '`float(...)`', '`float(...)`'],
  ['float("3,5")', 'ValueError', 1, 'point', 'point'],
  ['a, b = [1, 2, 3]', 'ValueError', 1, 'plus de valeurs', 'more values'],
  ['a, b = [1]', 'ValueError', 1, '2 noms', '2 names'],
  ['[1].remove(2)', 'ValueError', 1, '`in`', '`in`'],
  ['max([])', 'ValueError', 1, 'liste vide', 'empty list'],
  ['def f(l):\n    return sum(l) / len(l)\nf([])', 'ZeroDivisionError', 2, 'par zéro', 'by zero'],
  ['def f(n):\n    return f(n - 1)\nf(3)', 'RecursionError', 2, 'cas simple', 'simple case'],
  ['import numpy', 'ModuleNotFoundError', 1, '`numpy`', '`numpy`'],
  ['from math import racine', 'ImportError', 1, '`racine`', '`racine`'],
  ['input()', 'EOFError', 1, '`input()`', '`input()`'],
  ['open("notes.txt")', 'FileNotFoundError', 1, 'fichier', 'file'],
  ['assert 1 == 2', 'AssertionError', 1, '`assert`', '`assert`'],
  ['class Oups(Exception):\n    pass\nraise Oups("non")', 'Oups', 3, 'exception', 'exception'],
];

describe('an exception is explained to a beginner in French and in English', () => {
  it.each(CASES)('%j: %s', async (code, type, line, fr, en) => {
    const { error, cause } = await running.client.run({ code });
    expect(error).toMatchObject({ type, line });
    expect(cause).toBe(type === 'RecursionError' ? 'RECURSION' : 'EXCEPTION');
    expect(error?.explanation.fr.toLowerCase()).toContain(fr.toLowerCase());
    expect(error?.explanation.en.toLowerCase()).toContain(en.toLowerCase());
    expect(error?.explanation.fr).not.toMatch(/\b(?:tu|ton|ta|tes)\b|undefined/i);
  });
});

describe('running an author’s code', () => {
  it('gives what it prints, prompts included, and the values asked for', async () => {
    const outcome = await running.client.run({
      code: 'nom = input("Nom ? ")\nprint(nom)\nnotes = [1, 2.5]',
      stdin: ['Léa'],
      evaluate: ['notes', 'len(nom)', 'absent'],
    });
    expect(outcome).toEqual({
      stdout: 'Nom ? Léa\n',
      cause: null,
      error: null,
      values: [
        { expression: 'notes', value: '[1, 2.5]', error: null },
        { expression: 'len(nom)', value: '3', error: null },
        { expression: 'absent', value: null, error: { type: 'NameError', message: "name 'absent' is not defined" } },
      ],
    });
  });

  it('gives what was printed before an exception', async () => {
    expect(await running.client.run({ code: 'print("a")\n1 / 0' })).toMatchObject({
      stdout: 'a\n',
      cause: 'EXCEPTION',
    });
  });

  it('explains a syntax error', async () => {
    const { cause, error } = await running.client.run({ code: 'print("a"' });
    expect(cause).toBe('SYNTAX');
    expect(error?.explanation.fr).toContain('parenthèse');
  });
});

describe('what a failed test says', () => {
  const message = async (submission: string, test: object) => {
    const { tests } = await running.client.grade({ submission, tests: [test] });
    return tests[0]?.message;
  };

  it.each<[string, string, object, RegExp]>([
    [
      'a missing return',
      'def f(x):\n  x * 2',
      { call: 'f(1)', expect: '2' },
      /obtenu : `None`\. La fonction ne renvoie rien/,
    ],
    [
      'print instead of return',
      'def f(x):\n  print(x * 2)',
      { call: 'f(1)', expect: '2' },
      /affiche avec `print` mais ne renvoie rien/,
    ],
    [
      'a text for a number',
      'age = "25"',
      { variable: 'age', expect: '25' },
      /La valeur est un texte, alors qu’on attend un nombre entier/,
    ],
    ['missing parentheses of a call', 'x = "a".upper', { variable: 'x', expect: '"A"' }, /il manque ses parenthèses/],
    ['a name written otherwise', 'Age = 25', { variable: 'age', expect: '25' }, /n’existe pas.*`Age`/],
    [
      'the first line that differs',
      'print(1)\nprint(3)',
      { stdout: '1\n2' },
      /^Ligne 2 de l’affichage, on attend `2`, obtenu : `3`/,
    ],
    ['only spaces differ', 'print("a  b")', { stdout: 'a b' }, /Seuls les espaces ou les majuscules/],
    ['nothing printed', 'x = 1', { stdout: '1' }, /rien n’est affiché/i],
    ['lines too many', 'print(1)\nprint(2)', { stdout: '1' }, /1 ligne\(s\) de trop/],
    [
      'a program that crashes',
      'x = 1\ny = x / 0',
      { variable: 'x', expect: '1' },
      /s’arrête sur `ZeroDivisionError` ligne 2/,
    ],
    [
      'another exception',
      'def f(): return {}[1]',
      { call: 'f()', raises: 'ValueError' },
      /on attend l’exception `ValueError`, obtenu : `KeyError` ligne 1/,
    ],
    [
      'the author’s hint',
      'x = 1',
      { variable: 'x', expect: '2', hint: { fr: 'Pensez à 2.', en: 'Think of 2.' } },
      /Pensez à 2\.$/,
    ],
  ])('%s', async (_name, submission, test, pattern) => {
    expect((await message(submission, test))?.fr).toMatch(pattern);
  });

  it('of a hidden test names the exception and its line, and shows no value', async () => {
    const submission = 'def f(x):\n  raise ValueError(f"vu : {x}")';
    const { tests } = await running.client.grade({
      submission,
      tests: [{ call: 'f(987)', expect: '654', hidden: true }],
    });
    expect(tests[0]).toMatchObject({ name: { fr: 'Test caché n° 1' }, input: null, expected: null, actual: null });
    expect(tests[0]?.message?.fr).toMatch(/^Un test caché provoque `ValueError` ligne 2\./);
    expect(JSON.stringify(tests)).not.toMatch(/987|654/);
  });
});

describe('required and forbidden constructs', () => {
  const judged = async (submission: string, rules: { requires?: string[]; forbids?: string[] }) => {
    const tests = [{ variable: 's', expect: '6' }];
    const { stage, constructs, message } = await running.client.grade({ submission, tests, ...rules });
    return { stage, broken: constructs.map(({ construct, line }) => [construct, line]), message };
  };
  const LOOP = 's = 0\nfor x in [1, 2, 3]:\n    s += x';

  it.each<[string, string, { requires?: string[]; forbids?: string[] }, [string, number | null][]]>([
    ['a loop that is there', LOOP, { requires: ['for', 'loop', 'augmentedAssignment'] }, []],
    ['a loop that is missing', 's = sum([1, 2, 3])', { requires: ['for'] }, [['for', null]]],
    ['a forbidden call', 's = sum([1, 2, 3])', { forbids: ['call:sum'] }, [['call:sum', 1]]],
    ['a forbidden call by another name', 'f = sum\ns = f([1, 2, 3])', { forbids: ['call:sum'] }, [['call:sum', 1]]],
    ['a forbidden call as text', 's = eval("su" + "m([1, 2, 3])")', { forbids: ['call:sum'] }, [['call:sum', 1]]],
    ['a function of one’s own with that name', 'def sum(l):\n  return 6\ns = sum([1])', { forbids: ['call:sum'] }, []],
    [
      'a forbidden call behind an assignment of its own name',
      'sum = sum\ns = sum([1, 2, 3])',
      { forbids: ['call:sum'] },
      [['call:sum', 1]],
    ],
    ['a method', 'l = [6, 1]\nl.sort()\ns = l[1]', { forbids: ['method:sort', 'import'] }, [['method:sort', 2]]],
    ['an import', 'import math\ns = 6', { forbids: ['import'] }, [['import', 1]]],
    [
      'an import by name',
      'from math import pi\ns = 6',
      { forbids: ['import:math'], requires: ['import:math'] },
      [['import:math', 1]],
    ],
    ['a definition', 'def f(): return 6\ns = f()', { requires: ['def:f', 'call:f', 'return'] }, []],
    [
      'recursion',
      'def f(n): return n + f(n - 1) if n else 0\ns = f(3)',
      { requires: ['recursion'], forbids: ['loop'] },
      [],
    ],
    ['elif and else', 'if 0: s = 1\nelif 1: s = 6\nelse: s = 2', { requires: ['elif', 'else'] }, []],
    [
      'an if within else is no elif',
      'if 0: s = 1\nelse:\n  if 1: s = 6',
      { requires: ['else'], forbids: ['elif'] },
      [],
    ],
    ['an operator', 's = 20 % 7', { forbids: ['operator:%'] }, [['operator:%', 1]]],
  ])('%s', async (_name, submission, rules, broken) => {
    const outcome = await judged(submission, rules);
    expect(outcome.broken).toEqual(broken);
    expect(outcome.stage).toBe(broken.length > 0 ? 'CONSTRUCTS' : 'TESTS');
  });

  it('are told in a sentence', async () => {
    const forbidden = await judged('s = sum([1, 2, 3])', { forbids: ['call:sum'] });
    expect(forbidden.message?.fr).toBe('Ligne 1 : l’exercice se résout sans `sum`.');
    const required = await judged('s = 6', { requires: ['for'] });
    expect(required.message?.fr).toBe('L’exercice demande une boucle `for`, et votre programme n’en contient pas.');
  });
});

describe('an author is told what is wrong with a test', () => {
  it.each<[string, object, RegExp]>([
    ['an expectation that is no literal', { tests: [{ variable: 'x', expect: 'Zoé' }] }, /not a Python literal/],
    ['a call that is no expression', { tests: [{ call: 'x =', expect: '1' }] }, /not a Python expression/],
    ['a comparison within Python', { tests: [{ call: 'f(2) == 4', expect: 'True' }] }, /an object can lie/],
    ['a situation that is no Python', { tests: [{ given: 'x = (', variable: 'x', expect: '1' }] }, /cannot be run/],
    ['nothing to expect', { tests: [{ variable: 'x' }] }, /no reference/],
    ['a reference that fails', { tests: [{ call: 'f(1)' }], reference: '1 / 0' }, /reference itself fails/],
    ['an unknown construct', { tests: [{ variable: 'x', expect: '1' }], requires: ['boucle'] }, /no construct/],
  ])('%s', async (_name, question, pattern) => {
    const graded = running.client.grade({ submission: 'x = 1', ...question });
    await expect(graded).rejects.toMatchObject({ code: 'UNUSABLE_TEST', message: expect.stringMatching(pattern) });
  });

  it('and of a request that contradicts itself', async () => {
    const graded = running.client.grade({ submission: 'x = 1', tests: [{ call: 'x', variable: 'x', expect: '1' }] });
    await expect(graded).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
