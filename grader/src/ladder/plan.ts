import type { CheckedTest } from '../grade-contract.js';
import { type DrawnCall, drawCalls } from './random-inputs.js';

/** One thing to look at after the program has run. */
export type Look = { kind: 'program' } | { kind: 'call'; expression: string } | { kind: 'variable'; name: string };

/** A look on behalf of a test; a random test has many. */
export interface Step {
  test: number;
  look: Look;
  /** The call with its arguments as data, where they were drawn. */
  drawn?: DrawnCall;
}

/** One run of the program, and what is looked at after it, in order. */
export interface Scenario {
  given: string;
  /** What standard input holds. */
  typed: string;
  steps: Step[];
}

/**
 * The runs that the tests ask for. Tests in the same situation share one. What is visible comes first: a program that spies
 * on the inputs of hidden tests finds them only when there is no answer left in which it could show them.
 */
export function planScenarios(tests: readonly CheckedTest[], seed: number): Scenario[] {
  const scenarios = new Map<string, Scenario>();
  for (const hidden of [false, true]) {
    tests.forEach((test, index) => {
      if (test.hidden !== hidden) return;
      const { given, typed } = situationOf(test);
      const key = JSON.stringify([hidden, given, typed]);
      const scenario = scenarios.get(key) ?? { given, typed, steps: [] };
      scenarios.set(key, scenario);
      scenario.steps.push(...stepsOf(test, index, seed + index));
    });
  }
  return [...scenarios.values()];
}

/** What a test finds before the program: the code that is given, and what standard input holds. */
export function situationOf({ given = '', stdin = [] }: CheckedTest): { given: string; typed: string } {
  return { given, typed: stdin.map((line) => `${line}\n`).join('') };
}

/** The step that looks at a drawn call. */
export function callStep(test: number, drawn: DrawnCall): Step {
  return { test, look: { kind: 'call', expression: drawn.expression }, drawn };
}

function stepsOf(test: CheckedTest, index: number, seed: number): Step[] {
  if (test.random) return drawCalls(test.random, seed).map((drawn) => callStep(index, drawn));
  if (test.call !== undefined) return [{ test: index, look: { kind: 'call', expression: test.call } }];
  if (test.variable !== undefined) return [{ test: index, look: { kind: 'variable', name: test.variable } }];
  return [{ test: index, look: { kind: 'program' } }];
}
