import type { QuestionContent } from '../content/content-schema.js';
import { checkAnswerSize } from './answer-shape.js';
import { type CodeGrader, gradeCode } from './code.js';
import { gradeExplainError } from './explain-error.js';
import { gradeFillIn } from './fill-in.js';
import type { Grade } from './grade.js';
import { gradeMatching } from './matching.js';
import { gradeMultipleChoice } from './multiple-choice.js';
import { gradeOrdering } from './ordering.js';
import { gradePredictOutput } from './predict-output.js';
import { gradeSingleChoice } from './single-choice.js';
import { gradeTrueFalse } from './true-false.js';

/** Grades an answer to any question. BAD_USER_INPUT says which shape was expected when it has another one. */
export async function gradeAnswer(
  question: QuestionContent,
  answer: readonly string[],
  grader: CodeGrader,
): Promise<Grade> {
  checkAnswerSize(answer);
  switch (question.type) {
    case 'singleChoice':
      return gradeSingleChoice(question, answer);
    case 'multipleChoice':
      return gradeMultipleChoice(question, answer);
    case 'fillIn':
      return gradeFillIn(question, answer);
    case 'ordering':
      return gradeOrdering(question, answer);
    case 'matching':
      return gradeMatching(question, answer);
    case 'predictOutput':
      return gradePredictOutput(question, answer);
    case 'trueFalse':
      return gradeTrueFalse(question, answer);
    case 'explainError':
      return gradeExplainError(question, answer);
    case 'code':
    case 'repairCode':
      return gradeCode(question, answer, grader);
  }
}
