import type { Language } from '@doctorpy/service-kit/caller';
import { questionNotFound } from '../../errors.js';
import type { ProgressRecord, QuestionProgressRecord } from '../../models/progress.model.js';
import { questionId } from '../catalogue/public-question.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';

/** A question that nobody has answered yet. */
export function unanswered(key: string): QuestionProgressRecord {
  return {
    key,
    state: 'UNANSWERED',
    attempts: 0,
    scoreAwarded: 0,
    hintsRevealed: 0,
    lastAnswer: null,
    lastAttemptId: null,
    bestAttemptId: null,
    mistaken: false,
  };
}

/** The question that an id (`python_variables_101:q1`) or a key (`q1`) means, with what it trains. NOT_FOUND when there is none. */
export function questionOf(questId: string, content: QuestContent, idOrKey: string): QuestionContent {
  const found = content.questions.find(({ key }) => key === idOrKey || questionId(questId, key) === idOrKey);
  if (!found) throw questionNotFound();
  return withConcepts(found, content);
}

/** A question of a quest with the concepts that it trains: its own, or else all of its quest. */
export function withConcepts(question: QuestionContent, { concepts }: Pick<QuestContent, 'concepts'>): QuestionContent {
  return { ...question, concepts: question.concepts ?? concepts };
}

/** Where a run stands on a question of its own version. */
export function progressOn(progress: ProgressRecord, key: string): QuestionProgressRecord {
  const found = progress.questions.find((question) => question.key === key);
  if (!found) throw new Error(`progress ${progress._id} has no question ${key}`);
  return found;
}

/** Graded attempts that are left, or null when there is no limit. */
export function attemptsLeft(
  question: QuestionContent,
  progress: Pick<QuestionProgressRecord, 'attempts'>,
): number | null {
  return question.maxAttempts === undefined ? null : Math.max(0, question.maxAttempts - progress.attempts);
}

/** Whether nothing can change any more: answered correctly, or out of attempts. Only then its explanation is shown. */
export function isSettled(
  question: QuestionContent,
  progress: Pick<QuestionProgressRecord, 'attempts' | 'state'>,
): boolean {
  return progress.state === 'CORRECT' || attemptsLeft(question, progress) === 0;
}

/** Where a learner stands on a question, with the question itself: holds its answer key, so present it with care. */
export interface QuestionProgressView {
  userId: string;
  questId: string;
  question: QuestionContent;
  entry: QuestionProgressRecord;
}

/** How many questions of a run have been answered at all, right or wrong. */
export function answeredCount({ questions }: ProgressRecord): number {
  return questions.filter(({ state }) => state !== 'UNANSWERED').length;
}

/** Every question of a run, in the order of its version of the quest. */
export function questionProgresses(progress: ProgressRecord, content: QuestContent): QuestionProgressView[] {
  const { userId, questId } = progress;
  return content.questions.map((question) => {
    return { userId, questId, question, entry: progressOn(progress, question.key) };
  });
}

/** The texts of the hints that were revealed, in one language. */
export function revealedHints({ question, entry }: QuestionProgressView, language: Language): string[] {
  return question.hints.slice(0, entry.hintsRevealed).map((hint) => inLanguage(hint, language).text);
}
