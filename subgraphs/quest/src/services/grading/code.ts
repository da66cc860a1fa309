import {
  type GradeOutcome,
  type GradeRequest,
  GraderRefusedError,
  type GraderTest,
  GraderUnavailableError,
  type TestReport,
} from '@doctorpy/grader';
import type { Localised } from '@doctorpy/service-kit/errors';
import type { CodeTest, ConstructRule } from '../content/code-test-schema.js';
import type { QuestionContent, QuestionOfType } from '../content/content-schema.js';
import { singleText, tooLong } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback, notGraded, type TestResult } from './grade.js';

/** What grading code needs of the grader. */
export interface CodeGrader {
  /** Throws GraderUnavailableError when the code could not be judged. */
  grade(request: GradeRequest): Promise<GradeOutcome>;
}

/** A question that is answered by a program. */
export type CodeQuestion = QuestionOfType<'code' | 'repairCode'>;

/** Whether a question is answered by a program, which the grader judges. */
export function isCode(question: QuestionContent): question is CodeQuestion {
  return question.type === 'code' || question.type === 'repairCode';
}

/** Grades a program: by its syntax tree, then by its tests; NOT_GRADED when the grader cannot be reached. */
export async function gradeCode(question: CodeQuestion, answer: readonly string[], grader: CodeGrader): Promise<Grade> {
  const submission = singleText(answer, {
    fr: 'Cette question attend un seul texte non vide : le code Python complet.',
    en: 'This question expects one non-empty text: the whole Python code.',
  });
  try {
    return toGrade(question, await grader.grade(gradeRequest(question, submission)));
  } catch (error) {
    if (error instanceof GraderUnavailableError) return notGraded();
    if (error instanceof GraderRefusedError && TOO_LONG.has(error.code)) throw tooLong();
    throw error;
  }
}

/** All that the grader needs to judge a program. */
export function gradeRequest(question: CodeQuestion, submission: string): GradeRequest {
  return {
    submission,
    accepted: question.accepted,
    mistakes: question.mistakes.map(({ code }, index) => ({ id: String(index), code })),
    ...(question.tests && {
      tests: question.tests.map(graderTest),
      requires: (question.requires ?? []).map(constructOf),
      forbids: (question.forbids ?? []).map(constructOf),
    }),
  };
}

/** Refusals that a submission causes, not its question: escaped for the wire, odd characters take more room. */
const TOO_LONG: ReadonlySet<string> = new Set(['SUBMISSION_TOO_LONG', 'BODY_TOO_LARGE']);

/** Most remarks on one wrong answer: a beginner acts on one or two at a time. */
const MAX_REMARKS = 2;

function graderTest({ name, feedback, concept: _concept, en, ...test }: CodeTest): GraderTest {
  return {
    ...test,
    ...(name !== undefined && { name: { fr: name, en: en?.name ?? name } }),
    ...(feedback !== undefined && { hint: { fr: feedback, en: en?.feedback ?? feedback } }),
  };
}

function constructOf(rule: ConstructRule): string {
  return typeof rule === 'string' ? rule : rule.construct;
}

function toGrade(question: CodeQuestion, outcome: GradeOutcome): Grade {
  const tests = outcome.tests.map((report) => testResult(question, report));
  const grade = outcome.verdict === 'CORRECT' ? correct() : incorrect(feedbackOn(question, outcome));
  return { ...grade, tests };
}

function feedbackOn(question: CodeQuestion, outcome: GradeOutcome): Localised {
  const usual = feedbackOf(question);
  switch (outcome.stage) {
    case 'MISTAKE':
      return feedbackOf(question.mistakes[Number(outcome.mistakeId)] ?? question);
    case 'CONSTRUCTS':
      return joinFeedback(outcome.constructs.map((broken) => brokenRule(question, broken)));
    case 'COMPARISON':
      return joinFeedback([usual, ...outcome.observations.slice(0, MAX_REMARKS).map(({ text }) => text)]);
    case 'TESTS':
      return joinFeedback(outcome.message ? [outcome.message, usual] : [usual]);
    case 'SYNTAX':
    case 'ACCEPTED':
      return outcome.message ?? usual;
  }
}

function brokenRule(question: CodeQuestion, broken: GradeOutcome['constructs'][number]): Localised {
  const rule = (question[broken.rule] ?? []).find((candidate) => constructOf(candidate) === broken.construct);
  return rule === undefined || typeof rule === 'string' ? broken.message : feedbackOf(rule);
}

function testResult(question: CodeQuestion, report: TestReport): TestResult {
  const { index, name, passed, cause, message, input, expected, actual } = report;
  const concept = question.tests?.[index]?.concept ?? question.concepts?.[0] ?? null;
  return { name, passed, cause, message, input, expected, actual, concept };
}
