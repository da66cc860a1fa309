import { type GraderClient, GraderRefusedError, GraderUnavailableError } from '@doctorpy/grader';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { PlacedProblem } from '../content/check-lists.js';
import type { QuestionContent } from '../content/content-schema.js';
import { isCode } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeAnswer } from '../grading/grade-answer.js';
import { type ListedAnswer, listedMistakes, rightAnswers } from './listed-answers.js';
import { rehearseCode } from './rehearse-code.js';
import { rehearsePrograms } from './rehearse-programs.js';

/** What a rehearsal needs of the grader. */
export type RehearsalGrader = Pick<GraderClient, 'grade' | 'run' | 'check'>;

/**
 * Grades every answer that a question lists and runs its programs; returns what is not as its author says. Throws
 * GraderUnavailableError when the grader is away.
 */
export async function rehearseQuestion(question: QuestionContent, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  try {
    return await rehearse(question, grader);
  } catch (error) {
    if (!(error instanceof GraderRefusedError)) throw error;
    const path = isCode(question) && question.tests ? ['tests'] : [];
    return [{ path, message: `cannot be judged by the grader: ${error.message}` }];
  }
}

async function rehearse(question: QuestionContent, grader: RehearsalGrader): Promise<PlacedProblem[]> {
  const problems: PlacedProblem[] = [];
  for (const right of rightAnswers(question)) {
    const grade = await gradeListed(question, right, grader);
    if (grade instanceof DomainError) problems.push(unanswerable(right, grade));
    else if (grade.verdict !== 'CORRECT') problems.push({ path: right.path, message: `${judged(grade)}, not CORRECT` });
  }
  for (const mistake of listedMistakes(question)) {
    const grade = await gradeListed(question, mistake, grader);
    if (grade instanceof DomainError) problems.push(unanswerable(mistake, grade));
    else if (grade.verdict === 'CORRECT') {
      problems.push({ path: mistake.path, message: 'is graded CORRECT: remove it, or correct what is accepted' });
    } else if (!grade.feedback.fr.includes(mistake.feedback)) {
      problems.push({ path: mistake.path, message: `never gets its feedback: it is ${judged(grade)}` });
    }
  }
  problems.push(...(await rehearsePrograms(question, grader)));
  if (isCode(question)) problems.push(...(await rehearseCode(question, grader)));
  return problems;
}

async function gradeListed(
  question: QuestionContent,
  { answer }: ListedAnswer,
  grader: RehearsalGrader,
): Promise<Grade | DomainError> {
  try {
    const grade = await gradeAnswer(question, answer, grader);
    if (grade.verdict !== 'NOT_GRADED') return grade;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new GraderUnavailableError('FAILED', 'The grader gave no judgement.');
}

function unanswerable({ path }: ListedAnswer, error: DomainError): PlacedProblem {
  return { path, message: `cannot be sent by a learner: ${error.message}` };
}

function judged({ verdict, feedback }: Grade): string {
  return `graded ${verdict} (${feedback.fr.replaceAll(/\s+/g, ' ')})`;
}
