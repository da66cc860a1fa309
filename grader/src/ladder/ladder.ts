import { createHash } from 'node:crypto';
import type { Localised } from '../contract.js';
import { checkEvidenceSchema, reviewEvidenceSchema } from '../evidence.js';
import type {
  CheckedGradeRequest,
  CheckedRunRequest,
  GradeOutcome,
  RunOutcome,
  TestReport,
} from '../grade-contract.js';
import { readEvidence, tellable, UnusableSolutionError, UnusableTestError } from '../grading.js';
import { InterpreterError } from '../pool/errors.js';
import type { InterpreterPool } from '../pool/pool.js';
import type { Lease, RunnerPool } from '../runner/runner-pool.js';
import { GuestEnded } from '../runner/runner-thread.js';
import { displayValue } from '../values/display.js';
import { type PyValue, readValue } from '../values/value.js';
import { wordBrokenRule } from '../wording/broken-rule.js';
import { explainFault } from '../wording/fault.js';
import { wordObservation } from '../wording/observation.js';
import { explainSyntaxError } from '../wording/syntax-hint.js';
import { capital, nameTest, STOPS } from '../wording/test-report.js';
import { type Expectation, type Judgement, judge } from './judge.js';
import { type Observed, observe } from './observe.js';
import { planScenarios, type Scenario, type Step } from './plan.js';

/** Judges submissions by reading and by running them. Rejects with an InterpreterError when no judgement could be made. */
export interface Ladder {
  /** Also throws UnusableSolutionError and UnusableTestError: what the author wrote cannot be used. */
  grade(request: CheckedGradeRequest, signal?: AbortSignal): Promise<GradeOutcome>;
  run(request: CheckedRunRequest, signal?: AbortSignal): Promise<RunOutcome>;
}

/** Two pools: `reader` never runs anything and may know solutions; `runner` runs everything and is never told one. */
export function createLadder({ reader, runner }: { reader: InterpreterPool; runner: RunnerPool }): Ladder {
  /** A thread that dies says nothing about the program, unless it dies twice. */
  const runProgram = async (work: Work, signal: AbortSignal | undefined): Promise<void> => {
    try {
      await runner.lease((lease) => work(lease, false), signal);
    } catch (error) {
      if (!(error instanceof GuestEnded)) throw error;
      await runner.lease((lease) => work(lease, true), signal);
    }
  };

  const review = (request: CheckedGradeRequest, signal: AbortSignal | undefined) => {
    const { submission, accepted, mistakes, requires, forbids, tests } = request;
    const question = {
      task: 'review',
      submission,
      accepted,
      mistakes,
      requires,
      forbids,
      runs: tests.length > 0,
      literals: tests.flatMap(({ expect }) => expect ?? []),
      expressions: tests.flatMap(({ call }) => call ?? []),
      programs: [
        ...tests.flatMap(({ given }) => given ?? []),
        ...(request.reference === undefined ? [] : [request.reference]),
      ],
    };
    return reader.run(question, readEvidence(reviewEvidenceSchema), signal);
  };

  /** What is right at every step: as the author states it, or else as the reference does it in a clean interpreter. */
  const expectationsOf = async (
    request: CheckedGradeRequest,
    scenarios: readonly Scenario[],
    stated: ReadonlyMap<number, Expectation>,
    signal: AbortSignal | undefined,
  ): Promise<(step: Step) => Expectation> => {
    const open = scenarios
      .map((scenario) => ({ ...scenario, steps: scenario.steps.filter(({ test }) => !stated.has(test)) }))
      .filter(({ steps }) => steps.length > 0);
    const found = new Map<Step, Expectation>();
    const reference = request.reference ?? request.accepted[0];
    if (open.length > 0) {
      if (reference === undefined)
        throw new UnusableTestError('A test states nothing to expect, and there is no reference.');
      const note = (step: Step, observed: Observed) =>
        Boolean(found.set(step, expectationFrom(observed, request, step)));
      await runProgram((lease, lastTry) => observe(lease, reference, open, note, lastTry), signal);
    }
    return (step) => stated.get(step.test) ?? found.get(step) ?? {};
  };

  const runTests = async (
    request: CheckedGradeRequest,
    literals: readonly PyValue[],
    signal: AbortSignal | undefined,
  ): Promise<TestReport[]> => {
    const { tests, submission } = request;
    const scenarios = planScenarios(tests, request.seed ?? seedOf(submission));
    const expected = await expectationsOf(request, scenarios, statedIn(request, literals), signal);
    const first = new Map<number, { step: Step; judgement: Judgement }>();
    const note = (step: Step, observed: Observed): boolean => {
      const test = tests[step.test];
      if (!test) return false;
      const judgement = judge(test, step.look, expected(step), observed, submission);
      const kept = first.get(step.test);
      if (!kept || (kept.judgement.passed && !judgement.passed)) first.set(step.test, { step, judgement });
      return judgement.passed;
    };
    await runProgram((lease, lastTry) => {
      first.clear();
      return observe(lease, submission, scenarios, note, lastTry);
    }, signal);
    return tests.map((test, index) => reportOf(test, index, first.get(index)));
  };

  return {
    async grade(request, signal) {
      const evidence = await review(request, signal);
      if (evidence.outcome === 'UNUSABLE_TEST') throw new UnusableTestError(evidence.reason);
      if (evidence.outcome === 'UNUSABLE_SOLUTION') throw new UnusableSolutionError(evidence.index);
      if (evidence.outcome === 'SYNTAX_ERROR') {
        const { hint, line, column, kind } = explainSyntaxError(evidence, request.submission);
        return { ...INCORRECT, stage: 'SYNTAX', cause: 'SYNTAX', message: hint, syntax: { line, column, kind } };
      }
      const { comparison } = evidence;
      if (comparison.outcome === 'MATCH') return { ...CORRECT, stage: 'ACCEPTED', acceptedIndex: comparison.index };
      if (comparison.outcome === 'MISTAKE') {
        return { ...INCORRECT, stage: 'MISTAKE', cause: 'WRONG_RESULT', mistakeId: comparison.id };
      }
      const constructs = evidence.rules.map((rule) => ({
        ...rule,
        message: wordBrokenRule(rule.rule, rule.construct, rule.line),
      }));
      if (request.tests.length === 0) {
        const broken = constructs[0];
        const observations = tellable(comparison.observations, request.submission).map(wordObservation);
        const stage = broken ? 'CONSTRUCTS' : 'COMPARISON';
        const message = broken?.message ?? null;
        return { ...INCORRECT, stage, cause: 'WRONG_RESULT', message, observations, constructs };
      }
      const tests = await runTests(
        request,
        evidence.literals.map((told) => readValue(told)),
        signal,
      );
      return { ...verdictOf(tests, constructs), constructs, tests };
    },

    async run(request, signal) {
      const { code, given = '', stdin, evaluate } = request;
      const checked = await reader.run({ task: 'check', code }, readEvidence(checkEvidenceSchema), signal);
      if (checked.outcome === 'SYNTAX_ERROR') {
        const { hint, line } = explainSyntaxError(checked, code);
        const error = { type: checked.error, message: checked.message, line, explanation: hint };
        return { stdout: '', cause: 'SYNTAX', error, values: [] };
      }
      const typed = stdin.map((line) => `${line}\n`).join('');
      const program: Step = { test: 0, look: { kind: 'program' } };
      const looks = evaluate.map((expression): Step => ({ test: 0, look: { kind: 'call', expression } }));
      const scenario = { given, typed, steps: [program, ...looks] };
      const seen = new Map<Step, Observed>();
      const note = (step: Step, observed: Observed) => Boolean(seen.set(step, observed));
      await runProgram((lease, lastTry) => observe(lease, code, [scenario], note, lastTry), signal);
      return { ...programOf(seen.get(program), code), values: looks.map((step) => reportValue(step, seen.get(step))) };
    },
  };
}

/** Runs a program with an interpreter; `lastTry` when its first one's thread died. */
type Work = (lease: Lease, lastTry: boolean) => Promise<void>;

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
const CORRECT = { ...NOTHING, verdict: 'CORRECT' } as const;
const INCORRECT = { ...NOTHING, verdict: 'INCORRECT' } as const;

function verdictOf(tests: readonly TestReport[], constructs: GradeOutcome['constructs']): GradeOutcome {
  const failed = tests.find(({ passed }) => !passed);
  if (failed) return { ...INCORRECT, stage: 'TESTS', cause: failed.cause, message: failed.message };
  const [broken] = constructs;
  if (broken) return { ...INCORRECT, stage: 'CONSTRUCTS', cause: 'WRONG_RESULT', message: broken.message };
  return { ...CORRECT, stage: 'TESTS' };
}

/** The expectations that the author states, by test. */
function statedIn({ tests }: CheckedGradeRequest, literals: readonly PyValue[]): Map<number, Expectation> {
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

/** What the reference did is what is right; where it could not do anything, the author has to know. */
function expectationFrom(observed: Observed, { tests }: CheckedGradeRequest, step: Step): Expectation {
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

function reportOf(
  test: CheckedGradeRequest['tests'][number],
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
function inputOf(test: CheckedGradeRequest['tests'][number], { look }: Step): string | null {
  const parts = [test.given, test.stdin?.join('\n'), look.kind === 'call' ? look.expression : undefined];
  const given = parts.filter((part): part is string => part !== undefined && part !== '');
  return given.length > 0 ? given.join('\n') : null;
}

/** Two different programs meet different inputs, and the same one always the same. */
function seedOf(submission: string): number {
  return createHash('sha256').update(submission).digest().readUInt32LE(0);
}

function programOf(observed: Observed | undefined, code: string): Omit<RunOutcome, 'values'> {
  switch (observed?.kind) {
    case 'ran':
      return { stdout: observed.output.text, cause: null, error: null };
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

function reportValue({ look }: Step, observed: Observed | undefined): RunOutcome['values'][number] {
  const expression = look.kind === 'call' ? look.expression : '';
  if (observed?.kind === 'value') return { expression, value: displayValue(observed.value), error: null };
  if (observed?.kind === 'raised') {
    const [type = 'Exception'] = observed.fault.types;
    return { expression, value: null, error: { type, message: observed.fault.message } };
  }
  return { expression, value: null, error: { type: 'NotEvaluated', message: '' } };
}
