import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader();
}, 60_000);
afterAll(() => running.stop());

const compare = (submission: string, ...accepted: string[]) => running.client.compare({ submission, accepted });

describe('two ways of writing the same program are equal', () => {
  it.each([
    ['age=25  # mon âge', 'age = (25)'],
    ['age = 25\n\n\n', 'age = 25'],
    ['age = 25\r\nnom = "Léa"\r\n', 'age = 25\nnom = "Léa"'],
    ["nom = 'Léa'", 'nom = "Léa"'],
    ['nom = """Léa"""', 'nom = "Léa"'],
    ['nom = "L" "éa"', 'nom = "Léa"'],
    ['nom = u"Léa"', 'nom = "Léa"'],
    ['nom = "Le\u0301a"', 'nom = "L\u00e9a"'],
    ['pre\u0301nom = 1', 'pr\u00e9nom = 1'],
    ['x = -1', 'x = (- 1)'],
    ['x = 1_000', 'x = 1000'],
    ['x = 0x10', 'x = 16'],
    ['x = 2.50', 'x = 2.5'],
    ['a = 1; b = 2', 'a = 1\nb = 2'],
    ['a, b = 1, 2', '(a, b) = (1, 2)'],
    ['notes = [12,15,\n   9,]', 'notes = [12, 15, 9]'],
    ['print( "a" ,\n  "b" )', "print('a', 'b')"],
    ['if (x > 3): print(x)', 'if x > 3:\n    print(x)'],
    ['if x:\n  a = 1\nelif y:\n  a = 2', 'if x:\n    a = 1\nelse:\n    if y:\n        a = 2'],
    ['for i in range(3):\n\tprint(i)', 'for i in range(3):\n    print(i)'],
    ['x = 1 + \\\n  2', 'x = 1 + 2'],
    ['def f( a,b ):\n  # la somme\n  return (a+b)', 'def f(a, b):\n    return a + b'],
    ['def f():\n  """Ma fonction."""\n  return 1', 'def f():\n    return 1'],
    ['"""Mon programme."""\nx = 1', 'x = 1'],
    ['print(f"{nom}")', "print(f'{ nom }')"],
    ['\ufeffage = 25', 'age = 25'],
    ['\fage = 25', 'age = 25'],
    ['return age', 'return (age)'],
  ])('%j equals %j', async (submission, solution) => {
    expect(await compare(submission, solution)).toEqual({ outcome: 'MATCH', index: 0 });
  });
});

describe('two different programs are not equal', () => {
  it.each([
    ['age = 26', 'age = 25'],
    ['Age = 25', 'age = 25'],
    ['age = 25.0', 'age = 25'],
    ['age = "25"', 'age = 25'],
    ['ok = 1', 'ok = True'],
    ['x = "a "', 'x = "a"'],
    ['x = b"a"', 'x = "a"'],
    ['x = [1, 2]', 'x = (1, 2)'],
    ['x = [1, 2]', 'x = [2, 1]'],
    ['x = (1)', 'x = (1,)'],
    ['x = a + b', 'x = b + a'],
    ['x = 2 * (a + b)', 'x = 2 * a + b'],
    ['x = x + 1', 'x += 1'],
    ['if x > 3:\n  print(x)', 'if x >= 3:\n  print(x)'],
    ['if x:\n  a = 1\n  b = 2', 'if x:\n  a = 1\nb = 2'],
    ['print(a)', 'print("a")'],
    ['print', 'print()'],
    ['f(a, b=1)', 'f(a, 1)'],
    ['x = None', 'x = ""'],
    ['def f():\n  return 1', 'def f():\n  """Rend un."""\n  return 1'],
    ['"bonjour"', 'print("bonjour")'],
    ['', 'pass'],
    ['x: int = 1', 'x = 1'],
    ['import math', 'from math import *'],
  ])('%j differs from %j', async (submission, solution) => {
    expect(await compare(submission, solution)).toMatchObject({ outcome: 'DIFFERENT' });
  });
});

describe('several solutions and known mistakes', () => {
  it('says which of the accepted solutions was found', async () => {
    expect(await compare('x+=1', 'x = x + 1', 'x += 1')).toEqual({ outcome: 'MATCH', index: 1 });
  });

  it('recognises a mistake the author foresaw, however it is laid out', async () => {
    const mistakes = [
      { id: 'text', code: 'age = "25"' },
      { id: 'print', code: 'print(25)' },
    ];
    const request = { accepted: ['age = 25'], mistakes };
    expect(await running.client.compare({ ...request, submission: 'print( 25 )  # ?' })).toEqual({
      outcome: 'MISTAKE',
      id: 'print',
    });
  });

  it('recognises a foreseen mistake that is not Python', async () => {
    const request = { accepted: ['age = 25'], mistakes: [{ id: 'unit', code: 'age = 25 ans' }] };
    expect(await running.client.compare({ ...request, submission: ' age =  25 ans\n' })).toEqual({
      outcome: 'MISTAKE',
      id: 'unit',
    });
  });

  it('prefers a solution to a mistake written alike', async () => {
    const request = { submission: 'age = 25', accepted: ['age = 25'], mistakes: [{ id: 'same', code: 'age=25' }] };
    expect(await running.client.compare(request)).toEqual({ outcome: 'MATCH', index: 0 });
  });

  it('requires a docstring where the solution has one', async () => {
    const solution = 'def f():\n    """Rend un."""\n    return 1';
    expect(await compare("def f():\n  'Rend un.'\n  return 1", solution)).toEqual({ outcome: 'MATCH', index: 0 });
  });
});

describe('the check of a program alone', () => {
  it('accepts Python', async () => {
    expect(await running.client.check('for i in range(3):\n    print(i)')).toEqual({ outcome: 'VALID' });
  });

  it('also finds what only the compiler refuses', async () => {
    expect(await running.client.check('x = 1\nreturn x')).toMatchObject({ kind: 'OUTSIDE_FUNCTION', line: 2 });
  });
});
