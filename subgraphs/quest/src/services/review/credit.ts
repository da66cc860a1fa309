import type { AttemptDeps } from '../attempt/attempts.js';
import { progressOn } from '../progress/question-progress.js';
import type { ReviewCards } from './cards.js';

/** What credits a graded attempt, inside the transaction that records it. */
export type Credit = AttemptDeps['credit'];

/** Credits a graded attempt as `credit` does, and teaches its card in the same transaction. */
export function rememberingCredit(credit: Credit, cards: ReviewCards): Credit {
  return async (session, actor, credited) => {
    await credit(session, actor, credited);
    const { attempt, progress, content, question } = credited;
    const { userId, questId, questVersion, grade, hintsRevealed, submittedAt } = attempt;
    const { attempts } = progressOn(progress, question.key);
    // A program that was graded late was remembered when it was written.
    const at = submittedAt;
    const answered = { userId, questId, questVersion, content, question, grade, attempts, hintsRevealed, at };
    await cards.learn(session, answered, credited.held?.card);
  };
}
