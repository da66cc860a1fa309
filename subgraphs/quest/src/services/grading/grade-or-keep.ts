import { GraderRefusedError } from '@doctorpy/grader';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { QuestionContent } from '../content/content-schema.js';
import type { CodeGrader } from './code.js';
import { type Grade, notGraded } from './grade.js';
import { gradeAnswer } from './grade-answer.js';

/** Which question of which version is answered, for its author to find. */
export interface QuestionPlace {
  questId: string;
  questVersion: number;
}

/**
 * Grades an answer as `gradeAnswer` does. Where the question itself cannot be judged (its tests crash, its solution is no
 * Python), that is never the learner's fault: the answer is NOT_GRADED, and `question.unusable` is logged for the author.
 */
export async function gradeOrKeep(
  question: QuestionContent,
  answer: readonly string[],
  { grader, log, place }: { grader: CodeGrader; log: Logger; place: QuestionPlace },
): Promise<Grade> {
  try {
    return await gradeAnswer(question, answer, grader);
  } catch (error) {
    if (!(error instanceof GraderRefusedError)) throw error;
    const { code, message } = error;
    const { questId, questVersion } = place;
    log.error({ questId, questVersion, questionKey: question.key, code, reason: message }, 'question.unusable');
    return notGraded();
  }
}
