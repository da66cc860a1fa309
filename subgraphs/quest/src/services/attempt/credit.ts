import type { Outbox } from '@doctorpy/service-kit/events';
import type { ClientSession } from 'mongoose';
import type { AttemptRecord } from '../../models/attempt.model.js';
import type { Models } from '../../models/index.js';
import { type LearnerRecord, type QuestionBestRecord, questionBestId } from '../../models/learner.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { Achievements } from '../achievement/achievements.js';
import { type Actor, originOf } from '../actor.js';
import { questionId } from '../catalogue/public-question.js';
import { maxScoreOf } from '../catalogue/quest-view.js';
import type { Clock } from '../clock.js';
import type { QuestContent, QuestionContent } from '../content/content-schema.js';
import { boardsCounting } from '../leaderboard/board.js';
import type { BoardRecord } from '../leaderboard/record.js';
import type { Players } from '../player/players.js';
import { runIds } from '../progress/progresses.js';
import { isSettled, progressOn } from '../progress/question-progress.js';
import { awardFor } from '../scoring/award.js';
import { levelOf } from '../scoring/level.js';

/** What crediting needs. */
export interface CreditDeps {
  models: Models;
  boards: BoardRecord;
  players: Pick<Players, 'load'>;
  achievements: Achievements;
  outbox: Outbox;
  clock: Clock;
}

/** A graded attempt with everything that it counts for. */
export interface Credited {
  attempt: AttemptRecord;
  progress: ProgressRecord;
  content: QuestContent;
  question: QuestionContent;
  /** Changed to the new totals; the caller saves it. */
  learner: LearnerRecord;
  /** Whether the attempt completed the run. */
  completed: boolean;
  at: Date;
}

/**
 * Credits a graded attempt, inside the transaction that records it: the learner's totals, the boards, achievements and
 * the events. A question counts once: what was settled in an earlier run earns nothing more, and hints revealed and
 * attempts made then still count, so that giving up and starting again is practice, not profit.
 */
export function createCredit({ models, boards, players, achievements, outbox, clock }: CreditDeps) {
  return async (session: ClientSession, actor: Actor, credited: Credited): Promise<void> => {
    const { attempt, progress, content, learner, completed, at } = credited;
    const levelBefore = levelOf(learner.score).level;
    const gain = await creditQuestion(session, credited);
    learner.score += gain;
    learner.answersGraded += 1;
    if (attempt.grade.verdict === 'CORRECT') learner.answersCorrect += 1;
    if (completed) countCompletion(learner, progress, content);

    if (gain > 0) {
      const counting = boardsCounting(content.category, at, clock.timeZone);
      attempt.boards = counting.map(({ id }) => id);
      const { userId } = attempt;
      const { hidden } = await players.load(session, userId);
      await boards.add(session, { boards: counting, userId, gain, at, hidden });
    }
    const level = levelOf(learner.score).level;
    attempt.levelUp = level > levelBefore ? level : null;
    const gained = await achievements.unlock(session, attempt.userId, learner, at);
    attempt.achievementsUnlocked = gained.map(({ achievementId }) => achievementId);

    const origin = originOf(actor);
    const { verdict } = attempt.grade;
    await outbox.append(
      session,
      'ANSWER_GRADED',
      { ...attemptIds(attempt), verdict, scoreAwarded: attempt.scoreAwarded },
      origin,
    );
    if (completed) {
      const scores = { score: progress.score, maxScore: maxScoreOf(content) };
      await outbox.append(session, 'QUEST_COMPLETED', { ...runIds(progress), ...scores }, origin);
    }
    for (const { userId, achievementId, _id } of gained) {
      await outbox.append(session, 'ACHIEVEMENT_UNLOCKED', { userId, achievementId, unlockedId: _id }, origin);
    }
  };

  /** Keeps what the learner earned with the question over all runs; returns by how much it rose. */
  async function creditQuestion(session: ClientSession, credited: Credited): Promise<number> {
    const { attempt, progress, question, learner } = credited;
    const _id = questionBestId(attempt.userId, questionId(attempt.questId, question.key));
    const held = await models.questionBests.findById(_id).session(session).lean<QuestionBestRecord>();
    const hintsRevealed = Math.max(attempt.hintsRevealed, held?.hintsRevealed ?? 0);
    const { scoreRatio, verdict } = attempt.grade;
    const earned = held?.settled ? 0 : awardFor({ points: question.points, scoreRatio, hintsRevealed });
    const score = Math.max(held?.score ?? 0, earned);
    const attempts = (held?.attempts ?? 0) + 1;
    // Giving up just before the last attempt must not buy new ones.
    const usedUp = question.maxAttempts !== undefined && attempts >= question.maxAttempts;
    const best: QuestionBestRecord = {
      _id,
      userId: attempt.userId,
      score,
      correct: verdict === 'CORRECT' || held?.correct === true,
      settled: held?.settled === true || usedUp || isSettled(question, progressOn(progress, question.key)),
      hintsRevealed,
      attempts,
    };
    await models.questionBests.replaceOne({ _id }, best, { session, upsert: true });
    if (best.correct && !held?.correct) learner.questionsCorrect += 1;
    return score - (held?.score ?? 0);
  }
}

/** The ids that events about an attempt carry. */
export function attemptIds({ userId, questId, questionKey, progressId, _id }: AttemptRecord) {
  return { userId, questId, questionId: questionId(questId, questionKey), progressId, attemptId: _id };
}

function countCompletion(learner: LearnerRecord, progress: ProgressRecord, content: QuestContent): void {
  learner.questsCompleted += 1;
  const perfect =
    progress.score === maxScoreOf(content) &&
    progress.questions.every(({ mistaken, hintsRevealed }) => !mistaken && hintsRevealed === 0);
  learner.completedQuestIds = withOnce(learner.completedQuestIds, progress.questId);
  if (perfect) learner.perfectQuestIds = withOnce(learner.perfectQuestIds, progress.questId);
}

function withOnce(ids: string[], id: string): string[] {
  return ids.includes(id) ? ids : [...ids, id];
}
