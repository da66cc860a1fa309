import { createHash } from 'node:crypto';
import { checkEvidenceSchema, reviewEvidenceSchema } from '../evidence.js';
import type {
  CheckedGradeRequest,
  CheckedRunRequest,
  CheckedTest,
  GradeOutcome,
  RunOutcome,
  TestReport,
} from '../grade-contract.js';
import { readEvidence, tellable, UnusableSolutionError, UnusableTestError } from '../grading.js';
import type { InterpreterPool } from '../pool/pool.js';
import type { Lease, RunnerPool } from '../runner/runner-pool.js';
import { GuestEnded } from '../runner/runner-thread.js';
import { type PyValue, readValue } from '../values/value.js';
import { wordBrokenRule } from '../wording/broken-rule.js';
import { wordObservation } from '../wording/observation.js';
import { explainSyntaxError } from '../wording/syntax-hint.js';
import { expectationFrom, statedIn, unusableGiven } from './expectation.js';
import { type Expectation, judge } from './judge.js';
import { type Observed, observe } from './observe.js';
import { CORRECT, INCORRECT, programOf, reportOf, reportValue, verdictOf } from './outcome.js';
import { callStep, planScenarios, type Scenario, type Step, situationOf } from './plan.js';
import { type Failure, type JudgeCalls, shrink, shrinkBudget } from './shrink.js';

/** Judges submissions by reading and by running them. Rejects with an InterpreterError when no judgement could be made. */
export interface Ladder {
  /** Also throws UnusableSolutionError and UnusableTestError: what the author wrote cannot be used. */
  grade(request: CheckedGradeRequest, signal?: AbortSignal): Promise<GradeOutcome>;
  run(request: CheckedRunRequest, signal?: AbortSignal): Promise<RunOutcome>;
}

/** What a ladder stands on. */
export interface LadderDeps {
  reader: InterpreterPool;
  runner: RunnerPool;
  /** Milliseconds for which a smaller input is looked for that fails a random test. */
  shrinkMs: number;
}

/**
 * Two pools: `reader` never runs anything and may know solutions; `runner` runs every program, a reference too, in an
 * interpreter of its own, and is told no expected value.
 */
export function createLadder({ reader, runner, shrinkMs }: LadderDeps): Ladder {
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
    const first = new Map<number, Failure>();
    const unprepared = new Set<number>();
    const note = (step: Step, observed: Observed): boolean => {
      const test = tests[step.test];
      if (!test) return false;
      if (observed.kind === 'unprepared') unprepared.add(step.test);
      const judgement = judge(test, step.look, expected(step), observed, submission);
      const kept = first.get(step.test);
      if (!kept || (kept.judgement.passed && !judgement.passed)) first.set(step.test, { step, judgement });
      return judgement.passed;
    };
    await runProgram((lease, lastTry) => {
      first.clear();
      unprepared.clear();
      return observe(lease, submission, scenarios, note, lastTry);
    }, signal);
    if (unprepared.size > 0) {
      await checkGiven(
        tests.filter((_test, index) => unprepared.has(index)),
        signal,
      );
    }
    const budget = shrinkBudget(shrinkMs, signal);
    const reports: TestReport[] = [];
    for (const [index, test] of tests.entries()) {
      const found = first.get(index);
      const shown = found && (await shrink(test, found, judgeCallsOf(request, index, test), budget));
      reports.push(reportOf(test, index, shown));
    }
    return reports;
  };

  /** Throws UnusableTestError where what a test is given fails with no program at all: its author's fault. */
  const checkGiven = async (tests: readonly CheckedTest[], signal: AbortSignal | undefined): Promise<void> => {
    const alone = tests.map((test, index): Scenario => {
      return { ...situationOf(test), steps: [{ test: index, look: { kind: 'program' } }] };
    });
    const note = (_step: Step, observed: Observed): boolean => {
      if (observed.kind === 'unprepared') throw unusableGiven(observed.fault);
      return true;
    };
    await runProgram((lease, lastTry) => observe(lease, '', alone, note, lastTry), signal);
  };

  /** Runs drawn calls of one test as its own were: the reference and the submission each in a fresh interpreter. */
  const judgeCallsOf =
    (request: CheckedGradeRequest, index: number, test: CheckedTest): JudgeCalls =>
    async (calls, cause, signal) => {
      const scenario = { ...situationOf(test), steps: calls.map((drawn) => callStep(index, drawn)) };
      const expected = await expectationsOf(request, [scenario], new Map(), signal);
      let failure: Failure | null = null;
      const note = (step: Step, observed: Observed): boolean => {
        const judgement = judge(test, step.look, expected(step), observed, request.submission);
        if (judgement.cause !== cause) return true;
        failure = { step, judgement };
        return false;
      };
      await runProgram((lease, lastTry) => observe(lease, request.submission, [scenario], note, lastTry), signal);
      return failure;
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

/** Two different programs meet different inputs, and the same one always the same. */
function seedOf(submission: string): number {
  return createHash('sha256').update(submission).digest().readUInt32LE(0);
}
