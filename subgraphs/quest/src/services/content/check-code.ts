import { clashes, type PlacedProblem, repeated } from './check-lists.js';
import type { CodeTest } from './code-test-schema.js';
import type { QuestionOfType } from './content-schema.js';
import type { Draw } from './draw-schema.js';

/** What the shape of a question about writing or repairing code cannot say. */
export function checkCode(question: QuestionOfType<'code' | 'repairCode'>): PlacedProblem[] {
  const problems = [
    ...repeated(question.accepted, ['accepted']),
    ...clashes(question.mistakes, question.accepted, 'code', ['mistakes']),
    ...(question.tests ?? []).flatMap((test, index) => within(['tests', index], checkTest(test))),
  ];
  for (const rules of ['requires', 'forbids'] as const) {
    if (question[rules] && !question.tests) {
      problems.push({ path: [rules], message: 'needs tests: without them only the accepted solutions are right' });
    }
  }
  if (question.type === 'repairCode' && question.accepted.some((code) => code.trim() === question.code.trim())) {
    problems.push({ path: ['code'], message: 'is also an accepted solution: break it, or correct the solution' });
  }
  return problems;
}

function checkTest(test: CodeTest): PlacedProblem[] {
  const { call, variable, random, stdin, expect, raises, stdout, hidden } = test;
  const problems: PlacedProblem[] = [];
  const say = (message: string, ...path: PlacedProblem['path']) => problems.push({ path, message });
  const subjects = [call, variable, random].filter((subject) => subject !== undefined).length;
  if (subjects > 1) say('looks at several things: write one test for each of call, variable and random');
  if (subjects === 0 && [stdin, raises, stdout].every((field) => field === undefined)) {
    say('looks at nothing: write call, variable or random, or the stdout (or stdin) of the program');
  }
  if (expect !== undefined && call === undefined && variable === undefined) {
    say('needs a call or a variable whose value it is', 'expect');
  }
  if (expect !== undefined && raises !== undefined) say('excludes expect: keep one of the two', 'raises');
  if (variable !== undefined && (raises !== undefined || stdout !== undefined)) {
    say('has a value only: remove raises and stdout, or write them as another test', 'variable');
  }
  if (random && [expect, raises, stdout].some((field) => field !== undefined)) {
    say('is compared with the reference: remove expect, raises and stdout', 'random');
  }
  if (random && hidden) say('shows the smallest arguments that fail: remove hidden', 'random');
  const draws = (random?.args ?? []).flatMap((draw, index) => within(['random', 'args', index], checkDraw(draw)));
  return [...problems, ...draws];
}

function checkDraw(draw: Draw): PlacedProblem[] {
  if ('int' in draw) return checkBounds(draw.int, 'int');
  if ('float' in draw) return checkBounds(draw.float, 'float');
  if ('text' in draw) return checkBounds(draw.length, 'length');
  if ('list' in draw) return [...checkBounds(draw.length, 'length'), ...within(['list'], checkDraw(draw.list))];
  if ('tuple' in draw) return draw.tuple.flatMap((item, index) => within(['tuple', index], checkDraw(item)));
  if ('dict' in draw) {
    const { keys, values } = draw.dict;
    return [
      ...checkBounds(draw.length, 'length'),
      ...within(['dict', 'keys'], checkDraw(keys)),
      ...within(['dict', 'values'], checkDraw(values)),
    ];
  }
  return [];
}

function checkBounds([least, greatest]: [number, number], key: string): PlacedProblem[] {
  return least <= greatest ? [] : [{ path: [key], message: 'begins above its end: exchange the two' }];
}

function within(place: PlacedProblem['path'], problems: PlacedProblem[]): PlacedProblem[] {
  return problems.map(({ path, message }) => ({ path: [...place, ...path], message }));
}
