import type { CheckedGradeRequest } from '../grade-contract.js';
import { UnusableTestError } from '../grading.js';
import { InterpreterError } from '../pool/errors.js';
import type { PyValue } from '../values/value.js';
import type { Expectation } from './judge.js';
import type { Observed, PyFault } from './observe.js';
import type { Step } from './plan.js';

/** The expectations that the author states, by test; `literals` are the values of `expect`, in the order of the tests. */
export function statedIn({ tests }: CheckedGradeRequest, literals: readonly PyValue[]): Map<number, Expectation> {
  const stated = new Map<number, Expectation>();
  let at = 0;
  tests.forEach((test, index) => {
    const expectation: Expectation = {};
    if (test.expect !== undefined) {
      const value = literals[at];
      if (value) expectation.value = value;
      at += 1;
    }
    if (test.raises !== undefined) expectation.raises = test.raises;
    if (test.stdout !== undefined) expectation.printed = test.stdout;
    if (Object.keys(expectation).length > 0) stated.set(index, expectation);
  });
  return stated;
}

/** What the reference did is what is right; where it did nothing of use, throws UnusableTestError for the author to know. */
export function expectationFrom(observed: Observed, { tests }: CheckedGradeRequest, step: Step): Expectation {
  const test = tests[step.test];
  switch (observed.kind) {
    case 'value': {
      const printed = test?.prompts ? observed.output.text : observed.output.printed;
      return printed.trim() === '' ? { value: observed.value } : { value: observed.value, printed };
    }
    case 'ran':
      return { printed: test?.prompts ? observed.output.text : observed.output.printed };
    case 'raised':
      return { raises: observed.fault.types[0] ?? 'Exception' };
    case 'unprepared':
      throw unusableGiven(observed.fault);
    case 'crashed':
      throw new UnusableTestError(`The reference itself fails: ${observed.fault.types[0]} ${observed.fault.message}`);
    case 'missing':
      throw new UnusableTestError('The reference does not create the variable that a test looks at.');
    case 'stopped':
    case 'unreached':
      // On a busy machine a reference may be late that is not too slow: nobody's mistake.
      if (observed.stop.cause === 'TIMEOUT')
        throw new InterpreterError('DEADLINE', 'The reference was not done in time.');
      throw new UnusableTestError(`The reference was stopped: ${observed.stop.cause}.`);
  }
}

/** What the author gives the program before a test fails by itself. */
export function unusableGiven({ types, message }: PyFault): UnusableTestError {
  return new UnusableTestError(`What a test is given fails by itself: ${types[0]} ${message}`);
}
