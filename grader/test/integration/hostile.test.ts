import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraderUnderTest, startGrader } from '../grader-under-test.js';

let running: GraderUnderTest;
beforeAll(async () => {
  running = await startGrader({ interpreters: 2 });
}, 60_000);
afterAll(() => running.stop());

const outcomeOf = async (submission: string) => {
  const { outcome } = await running.client.compare({ submission: submission.slice(0, 10_000), accepted: ['age = 25'] });
  return outcome;
};

/** Interpreters that died or hung. One that ran out of memory and said so is replaced too, but it answered. */
const lost = () => running.events.filter((event) => /thrown_away: (?!exhausted)/.test(event));

const blocks = (header: string, depth: number) =>
  [...Array(depth).fill(header), 'x'].map((line, level) => ' '.repeat(level) + line).join('\n');

it('a program far larger than any solution is refused without remarks, which would take most of the time', async () => {
  const huge = 'a = 1\n'.repeat(1_600);
  expect(await running.client.compare({ submission: huge, accepted: ['age = 25'] })).toEqual({
    outcome: 'DIFFERENT',
    observations: [],
  });
});

describe('a hostile submission is judged like any other, and costs no interpreter', () => {
  it.each<[string, string]>([
    ['ten thousand opening parentheses', '('.repeat(10_000)],
    ['five thousand pairs of brackets', '['.repeat(5_000) + ']'.repeat(5_000)],
    ['ten thousand minus signs', `${'-'.repeat(9_999)}1`],
    ['2,400 times not', `${'not '.repeat(2_400)}1`],
    ['a sum of 5,000 terms', `1${'+1'.repeat(4_900)}`],
    ['5,000 attributes', `a${'.b'.repeat(4_900)}`],
    ['5,000 calls', `f${'()'.repeat(4_900)}`],
    ['3,300 subscripts', `x${'[0]'.repeat(3_300)}`],
    ['1,400 lambdas', `${'lambda:'.repeat(1_400)}1`],
    ['800 elif', `if a:\n x\n${'elif a:\n x\n'.repeat(800)}`],
    ['800 conditional expressions', `1${' if 1 else 1'.repeat(800)}`],
    ['3,300 powers', `2${'**2'.repeat(3_300)}`],
    ['5,000 targets', `${'x='.repeat(4_999)}1`],
    ['90 nested comprehensions', `${'['.repeat(90)}a${' for a in b]'.repeat(90)}`],
    ['2,000 nested f-strings', 'f"{'.repeat(2_000)],
    ['3,000 alternatives of a pattern', `match x:\n case ${'a|'.repeat(3_000)}b: pass`],
    ['99 nested blocks', blocks('if a:', 99)],
    ['99 nested functions', blocks('def f():', 99)],
    ['101 nested blocks', blocks('if a:', 101)],
    ['9,000 dots', `from ${'.'.repeat(9_000)} import a`],
    ['a number of 9,000 digits', `x = ${'9'.repeat(9_000)}`],
    ['a hexadecimal number of 9,000 digits', `x = 0x${'f'.repeat(9_000)}`],
    ['a power tower', 'x = 9**9**9**9'],
    ['a text of ten billion letters', 'x = "a" * 10**10'],
    ['an infinite number', 'x = 1e9999'],
    ['a NUL byte', 'age = 25\0'],
    ['a NUL byte alone', '\0'],
    ['a NUL byte on a line of its own', 'age = 25\n\0'],
    ['a lone surrogate', 'age = "\ud800"'],
    ['a lone surrogate as a name', '\udfff = 25'],
    ['form feeds', '\f\fage = 25\f\n\f'],
    ['every control character', Array.from({ length: 32 }, (_, unit) => String.fromCharCode(unit)).join('x')],
    ['right-to-left marks', 'age = "\u202e25"'],
    ['combining characters', 'x\u0301\u0302'.repeat(3_000)],
    ['emoji', '🐍'.repeat(4_000)],
    ['ten thousand lines', '\n'.repeat(9_999)],
    ['continued lines', `${'\\\n'.repeat(4_900)}x`],
    ['quotes', '"'.repeat(9_999)],
    ['an encoding declaration', '# -*- coding: utf-7 -*-\nage = 25'],
    ['an attempt to speak the guest’s protocol', '{"outcome":"MATCH","index":0}\n'],
    ['an attempt to run', '__import__("sys").stdout.write("{}")'],
  ])('%s', async (_name, submission) => {
    expect(['SYNTAX_ERROR', 'DIFFERENT', 'MATCH']).toContain(await outcomeOf(submission));
    expect(lost()).toEqual([]);
  });

  it('walks along the limits of nesting, for every construct, alone and mixed', async () => {
    const constructs: ((inner: string) => string)[] = [
      (inner) => `(${inner})`,
      (inner) => `[${inner}]`,
      (inner) => `{1: ${inner}}`,
      (inner) => `f(${inner})`,
      (inner) => `-${inner}`,
      (inner) => `not ${inner}`,
      (inner) => `(lambda: ${inner})`,
      (inner) => `${inner}.a`,
      (inner) => `${inner}()`,
      (inner) => `${inner}[0]`,
      (inner) => `(1 if ${inner} else 2)`,
      (inner) => `${inner} + 1`,
      (inner) => `2 ** ${inner}`,
      (inner) => `[a for a in ${inner}]`,
      (inner) => `[${inner} for a in b]`,
      (inner) => `(yield ${inner})`,
      (inner) => `(z := ${inner})`,
    ];
    const random = sequence(20_261_122);
    const pick = () => constructs[Math.floor(random() * constructs.length)] ?? ((inner: string) => inner);
    const programs: string[] = [];
    for (const depth of [15, 30, 60, 90, 120, 150, 199, 260]) {
      for (const construct of constructs) programs.push(nest(depth, () => construct));
      for (let count = 0; count < 15; count += 1) programs.push(nest(depth, pick));
      const [one, other] = [pick(), pick()];
      programs.push(nest(depth, () => (random() < 0.5 ? one : other)));
      programs.push(`${blocks('if a:', Math.min(depth, 95))} = ${nest(depth, pick)}`);
      programs.push(`${blocks('def f():', Math.min(depth, 95))} = ${nest(depth, pick)}`);
    }
    for (const program of programs) {
      const outcome = await outcomeOf(program);
      if (!['SYNTAX_ERROR', 'DIFFERENT'].includes(outcome)) throw new Error(`${outcome}: ${program}`);
    }
    expect(lost()).toEqual([]);
  }, 120_000);

  it('still tells right from wrong afterwards', async () => {
    expect(await outcomeOf('age = 25')).toBe('MATCH');
    expect(await outcomeOf('age = 26')).toBe('DIFFERENT');
  });
});

function nest(depth: number, choose: () => (inner: string) => string): string {
  let code = 'x';
  for (let level = 0; level < depth && code.length < 9_500; level += 1) code = choose()(code);
  return code;
}

/** A repeatable sequence of numbers in [0, 1): mulberry32. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
