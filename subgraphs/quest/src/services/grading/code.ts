import { type CompareOutcome, type CompareRequest, GraderUnavailableError } from '@doctorpy/grader';
import type { QuestionOfType } from '../content/content-schema.js';
import { singleText } from './answer-shape.js';
import { correct, feedbackOf, type Grade, incorrect, joinFeedback, notGraded } from './grade.js';

/** What grading code needs of the grader: it parses, it never runs what it compares. */
export interface CodeGrader {
  /** Throws GraderUnavailableError when the code could not be judged. */
  compare(request: CompareRequest): Promise<CompareOutcome>;
}

/** Most remarks on one wrong answer: a beginner acts on one or two at a time. */
const MAX_REMARKS = 2;

/** Grades Python code by its syntax tree; NOT_GRADED when the grader cannot be reached. */
export async function gradeCode(
  question: QuestionOfType<'code' | 'repairCode'>,
  answer: readonly string[],
  grader: CodeGrader,
): Promise<Grade> {
  const submission = singleText(answer, {
    fr: 'Cette question attend un seul texte non vide : le code Python complet.',
    en: 'This question expects one non-empty text: the whole Python code.',
  });
  const mistakes = question.mistakes.map(({ code }, index) => ({ id: String(index), code }));
  try {
    return toGrade(question, await grader.compare({ submission, accepted: question.accepted, mistakes }));
  } catch (error) {
    if (error instanceof GraderUnavailableError) return notGraded();
    throw error;
  }
}

function toGrade(question: QuestionOfType<'code' | 'repairCode'>, outcome: CompareOutcome): Grade {
  switch (outcome.outcome) {
    case 'MATCH':
      return correct();
    case 'MISTAKE':
      return incorrect(feedbackOf(question.mistakes[Number(outcome.id)] ?? question));
    case 'SYNTAX_ERROR':
      return incorrect(outcome.hint);
    case 'DIFFERENT': {
      const remarks = outcome.observations.slice(0, MAX_REMARKS).map(({ text }) => text);
      return incorrect(joinFeedback([feedbackOf(question), ...remarks]));
    }
  }
}
