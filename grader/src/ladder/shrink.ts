import type { CheckedTest } from '../grade-contract.js';
import { UnusableTestError } from '../grading.js';
import { InterpreterError } from '../pool/errors.js';
import { GuestEnded } from '../runner/runner-thread.js';
import type { Judgement } from './judge.js';
import type { Step } from './plan.js';
import type { DrawnCall } from './random-inputs.js';
import { createSmaller } from './smaller-inputs.js';

/** A step that failed, and how. */
export interface Failure {
  step: Step;
  judgement: Judgement;
}

/** Judges calls of one test in fresh interpreters, in their order, up to the first that fails as `cause` says; null if none does. */
export type JudgeCalls = (
  calls: readonly DrawnCall[],
  cause: Judgement['cause'],
  signal: AbortSignal,
) => Promise<Failure | null>;

/** Calls tried for one submission: a few numbers or a short list need some tens until nothing smaller fails. */
const MOST_CALLS = 300;
/** Calls for which reference and submission are started once. */
const AT_ONCE = 16;
/** What is left for one submission, whatever its tests. */
export interface ShrinkBudget {
  calls: number;
  signal: AbortSignal;
}

/** A whole budget, which ends after some milliseconds, with the round that is under way then, and with the caller's patience. */
export function shrinkBudget(withinMs: number, signal: AbortSignal | undefined): ShrinkBudget {
  const late = AbortSignal.timeout(withinMs);
  return { calls: MOST_CALLS, signal: signal ? AbortSignal.any([signal, late]) : late };
}

/**
 * Looks for smaller arguments with which a random test fails in the same way, until none are found or the budget is used
 * up. Only a way to fail that costs little is looked into: a program that was stopped would have to be stopped each time.
 * Never rejects: without interpreters to spare, what was found so far is small enough.
 */
export async function shrink(
  test: CheckedTest,
  found: Failure,
  judgeCalls: JudgeCalls,
  budget: ShrinkBudget,
): Promise<Failure> {
  const { cause } = found.judgement;
  const isCheap = cause === 'WRONG_RESULT' || cause === 'EXCEPTION';
  if (!test.random || test.hidden || !found.step.drawn || !isCheap) return found;
  const smaller = createSmaller(test.random);
  const passed = new Set<string>();
  let smallest = found;
  try {
    for (let candidates = smaller.than(found.step.drawn); ; ) {
      const calls = take(candidates, Math.min(AT_ONCE, budget.calls), passed);
      if (calls.length === 0 || budget.signal.aborted) return smallest;
      budget.calls -= calls.length;
      const failure = await judgeCalls(calls, cause, budget.signal);
      for (const { expression } of calls) {
        if (expression === failure?.step.drawn?.expression) break;
        passed.add(expression);
      }
      if (!failure?.step.drawn) continue;
      smallest = failure;
      candidates = smaller.than(failure.step.drawn);
    }
  } catch (error) {
    const isKnown =
      error instanceof InterpreterError || error instanceof GuestEnded || error instanceof UnusableTestError;
    if (!isKnown) throw error;
    return smallest;
  }
}

/** The next calls that have not passed before. */
function take(from: Iterator<DrawnCall>, most: number, passed: ReadonlySet<string>): DrawnCall[] {
  const taken: DrawnCall[] = [];
  while (taken.length < most) {
    const { done, value } = from.next();
    if (done) break;
    if (!passed.has(value.expression)) taken.push(value);
  }
  return taken;
}
