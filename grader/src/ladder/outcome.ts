import type { Localised } from '../contract.js';
import type { CheckedTest, GradeOutcome, RunOutcome, TestReport } from '../grade-contract.js';
import { displayValue } from '../values/display.js';
import { explainFault } from '../wording/fault.js';
import { capital, nameTest, STOPS } from '../wording/test-report.js';
import type { Judgement } from './judge.js';
import type { Observed } from './observe.js';
import type { Step } from './plan.js';

const NOTHING: Omit<GradeOutcome, 'verdict' | 'stage'> = {
  cause: null,
  message: null,
  acceptedIndex: null,
  mistakeId: null,
  syntax: null,
  observations: [],
  constructs: [],
  tests: [],
};
/** A right answer, but for the rung that says so. */
export const CORRECT = { ...NOTHING, verdict: 'CORRECT' } as const;
/** A wrong answer, but for the rung that says so and why. */
export const INCORRECT = { ...NOTHING, verdict: 'INCORRECT' } as const;

/** Right when every test is passed and no rule is broken; otherwise the first thing that is wrong is said. */
export function verdictOf(tests: readonly TestReport[], constructs: GradeOutcome['constructs']): GradeOutcome {
  const failed = tests.find(({ passed }) => !passed);
  if (failed) return { ...INCORRECT, stage: 'TESTS', cause: failed.cause, message: failed.message };
  const [broken] = constructs;
  if (broken) return { ...INCORRECT, stage: 'CONSTRUCTS', cause: 'WRONG_RESULT', message: broken.message };
  return { ...CORRECT, stage: 'TESTS' };
}

/** What a learner may know of a test. `seen` is the step that failed, or else the first. */
export function reportOf(
  test: CheckedTest,
  index: number,
  seen: { step: Step; judgement: Judgement } | undefined,
): TestReport {
  const name = nameTest(test, index);
  const { hidden } = test;
  if (!seen) throw new Error('A test was planned without a step.');
  const { passed, cause, message, expected, actual } = seen.judgement;
  const said = message && withHint(capital(message), test.hint);
  const report = { index, name, hidden, passed, cause, message: said };
  if (hidden) return { ...report, input: null, expected: null, actual: null };
  return { ...report, input: inputOf(test, seen.step), expected, actual };
}

function withHint(message: Localised, hint: Localised | undefined): Localised {
  return hint ? { fr: `${message.fr} ${hint.fr}`, en: `${message.en} ${hint.en}` } : message;
}

/** What the program was given: variables, typed lines, and the call. */
function inputOf(test: CheckedTest, { look }: Step): string | null {
  const parts = [test.given, test.stdin?.join('\n'), look.kind === 'call' ? look.expression : undefined];
  const given = parts.filter((part): part is string => part !== undefined && part !== '');
  return given.length > 0 ? given.join('\n') : null;
}

/** What an author is told of a program's run. */
export function programOf(observed: Observed | undefined, code: string): Omit<RunOutcome, 'values'> {
  switch (observed?.kind) {
    case 'ran':
      return { stdout: observed.output.text, cause: null, error: null };
    case 'unprepared': {
      const [type = 'Exception'] = observed.fault.types;
      const { message } = observed.fault;
      const explanation = capital(explainFault(observed.fault, code));
      return { stdout: '', cause: 'EXCEPTION', error: { type, message, line: null, explanation } };
    }
    case 'raised': {
      const [type = 'Exception'] = observed.fault.types;
      const { message, line } = observed.fault;
      const error = { type, message, line, explanation: capital(explainFault(observed.fault, code)) };
      return { stdout: observed.output.text, cause: type === 'RecursionError' ? 'RECURSION' : 'EXCEPTION', error };
    }
    case 'stopped': {
      const { cause, how } = observed.stop;
      return { stdout: '', cause, error: { type: how, message: '', line: null, explanation: capital(STOPS[how]) } };
    }
    default:
      throw new Error('The program was not run.');
  }
}

/** What an author is told of an expression's value. */
export function reportValue({ look }: Step, observed: Observed | undefined): RunOutcome['values'][number] {
  const expression = look.kind === 'call' ? look.expression : '';
  if (observed?.kind === 'value') return { expression, value: displayValue(observed.value), error: null };
  if (observed?.kind === 'raised') {
    const [type = 'Exception'] = observed.fault.types;
    return { expression, value: null, error: { type, message: observed.fault.message } };
  }
  return { expression, value: null, error: { type: 'NotEvaluated', message: '' } };
}
