import type { Localised } from '../contract.js';
import type { CheckedTest, FailureCause } from '../grade-contract.js';
import { displayValue, shorten } from '../values/display.js';
import { isSame } from '../values/same.js';
import { isCut, type PyValue } from '../values/value.js';
import * as say from '../wording/test-report.js';
import type { Observed, Output } from './observe.js';
import type { Look } from './plan.js';

/** What is right at one step; absent parts do not matter. */
export interface Expectation {
  value?: PyValue;
  /** The class of an exception. */
  raises?: string;
  printed?: string;
}

/** What a step showed, next to what was right. */
export interface Judgement {
  passed: boolean;
  cause: FailureCause | null;
  message: Localised | null;
  expected: string;
  actual: string | null;
}

/** Compares what was seen with what is right. The host's own work, on plain data: nothing of the submission takes part. */
export function judge(
  test: CheckedTest,
  look: Look,
  expectation: Expectation,
  observed: Observed,
  submission: string,
): Judgement {
  const expected = describeExpectation(expectation);
  const actual = describeObserved(observed, expectation, test);
  const message = findFault(test, look, expectation, observed, submission, { expected, actual });
  return { passed: message === null, cause: message && causeOf(observed), message, expected, actual };
}

function causeOf(observed: Observed): FailureCause {
  switch (observed.kind) {
    case 'stopped':
    case 'unreached':
      return observed.stop.cause;
    case 'raised':
    case 'crashed':
    case 'unprepared':
      return observed.fault.types[0] === 'RecursionError' ? 'RECURSION' : 'EXCEPTION';
    default:
      return 'WRONG_RESULT';
  }
}

/** Null when everything is as it should be. */
function findFault(
  test: CheckedTest,
  look: Look,
  { value, raises, printed }: Expectation,
  observed: Observed,
  submission: string,
  shown: say.Shown,
): Localised | null {
  const { tolerance, anyOrder, exactType } = test;
  const how = { tolerance, anyOrder, exactType };
  const context = { look, hidden: test.hidden, submission, how, ...shown };
  switch (observed.kind) {
    case 'stopped':
      return say.stopped(context, observed.stop, observed.during);
    case 'unreached':
      return say.unreached();
    case 'crashed':
      return say.crashed(context, observed.fault);
    case 'unprepared':
      return say.disturbed();
    case 'missing':
      return say.missingVariable(context);
    case 'raised':
      if (raises !== undefined && observed.fault.types.includes(raises)) return null;
      return say.raised(context, observed.fault, raises);
    case 'value':
    case 'ran':
      break;
  }
  if (raises !== undefined) return say.noException(context, raises);
  if (value !== undefined && observed.kind === 'value') {
    if (!isSame(value, observed.value, how)) {
      return say.wrongValue(context, value, observed.value, observed.output.printed);
    }
  }
  if (printed !== undefined) {
    const written = writtenBy(observed.output, test);
    if (!samePrint(printed, written, test.output)) return say.wrongOutput(context, printed, written);
  }
  return null;
}

function describeExpectation({ value, raises, printed }: Expectation): string {
  if (raises !== undefined) return raises;
  if (value !== undefined) return displayValue(value);
  return shorten(printed ?? '', MAX_OUTPUT_SHOWN);
}

const MAX_OUTPUT_SHOWN = 1_000;

function describeObserved(observed: Observed, expectation: Expectation, test: CheckedTest): string | null {
  switch (observed.kind) {
    case 'value':
      if (expectation.value === undefined && expectation.printed !== undefined) break;
      return isCut(observed.value) && observed.value.kind === 'cut' ? null : displayValue(observed.value);
    case 'raised':
    case 'crashed': {
      const { types, message } = observed.fault;
      return shorten(message ? `${types[0]}: ${message}` : `${types[0]}`);
    }
    case 'ran':
      break;
    default:
      return null;
  }
  return shorten(writtenBy(observed.output, test), MAX_OUTPUT_SHOWN);
}

function writtenBy(output: Output, test: CheckedTest): string {
  return test.prompts ? output.text : output.printed;
}

/** Compares outputs; unless `exact`, spaces at line ends and blank lines at the end do not count. */
function samePrint(expected: string, actual: string, how: CheckedTest['output']): boolean {
  if (how === 'exact') return expected === actual;
  const [wanted, got] = [trimmedLines(expected), trimmedLines(actual)];
  return how === 'contains' ? got.includes(wanted) : got === wanted;
}

function trimmedLines(text: string): string {
  return text
    .normalize('NFC')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
