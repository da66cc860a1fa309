import type { CheckedTest } from '../grade-contract.js';
import { drawCalls } from './random-inputs.js';

/** One thing to look at after the program has run. */
export type Look = { kind: 'program' } | { kind: 'call'; expression: string } | { kind: 'variable'; name: string };

/** A look on behalf of a test; a random test has many. */
export interface Step {
  test: number;
  look: Look;
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
      const given = test.given ?? '';
      const typed = (test.stdin ?? []).map((line) => `${line}\n`).join('');
      const key = JSON.stringify([hidden, given, typed]);
      const scenario = scenarios.get(key) ?? { given, typed, steps: [] };
      scenarios.set(key, scenario);
      scenario.steps.push(...looksOf(test, seed + index).map((look) => ({ test: index, look })));
    });
  }
  return [...scenarios.values()];
}

function looksOf(test: CheckedTest, seed: number): Look[] {
  if (test.random) return drawCalls(test.random, seed).map((expression) => ({ kind: 'call', expression }));
  if (test.call !== undefined) return [{ kind: 'call', expression: test.call }];
  if (test.variable !== undefined) return [{ kind: 'variable', name: test.variable }];
  return [{ kind: 'program' }];
}
