import type { NewEvent, Outbox } from '@doctorpy/service-kit/events';
import { replaceRecord } from '@doctorpy/service-kit/mongo';
import { type ClientSession, trusted } from 'mongoose';
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
import { levelOf } from '../scoring/level.js';
import { creditAfter, isFlawless, NO_CREDIT } from '../scoring/question-credit.js';
import type { Held } from './ground.js';

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
  /** Changed to the new totals, like the run by its completion; the caller saves both. */
  learner: LearnerRecord;
  /** Whether the attempt completed the run. */
  completed: boolean;
  /** What the same act has to tell beside: written before the events of the credit. */
  news: readonly NewEvent[];
  /** What the learner has on the question, read in this transaction before. */
  held?: Held | undefined;
  at: Date;
}

/**
 * Credits a graded attempt, inside the transaction that records it: the learner's totals, the boards, achievements and
 * the events. A question counts once, over all runs (`creditAfter`).
 */
export function createCredit({ models, boards, players, achievements, outbox, clock }: CreditDeps) {
  return async (session: ClientSession, actor: Actor, credited: Credited): Promise<void> => {
    const { attempt, progress, content, learner, completed, at } = credited;
    const levelBefore = levelOf(learner.score).level;
    const gain = await creditQuestion(session, credited);
    learner.score += gain;
    learner.answersGraded += 1;
    if (attempt.grade.verdict === 'CORRECT') learner.answersCorrect += 1;
    if (completed) await countCompletion(session, credited);

    if (gain > 0) {
      const counting = boardsCounting(content.category, at, clock.timeZone);
      attempt.boards = counting.map(({ id }) => id);
      const { userId } = attempt;
      const changes = learner.visibilityChanges ?? 0;
      if (learner.shown?.changes !== changes) {
        learner.shown = { hidden: (await players.load(session, userId)).hidden, changes };
      }
      const { hidden } = learner.shown;
      await boards.add(session, { boards: counting, userId, gain, at, hidden });
    }
    const level = levelOf(learner.score).level;
    attempt.levelUp = level > levelBefore ? level : null;
    const gained = await achievements.unlock(session, learner, at);
    attempt.achievementsUnlocked = gained.map(({ achievementId }) => achievementId);

    const { verdict } = attempt.grade;
    const { scoreAwarded } = attempt;
    const events: NewEvent[] = [
      ...credited.news,
      { name: 'ANSWER_GRADED', payload: { ...attemptIds(attempt), verdict, scoreAwarded } },
    ];
    if (completed) {
      const scores = { score: progress.score, maxScore: maxScoreOf(content) };
      events.push({ name: 'QUEST_COMPLETED', payload: { ...runIds(progress), ...scores } });
    }
    for (const { userId, achievementId, _id: unlockedId } of gained) {
      events.push({ name: 'ACHIEVEMENT_UNLOCKED', payload: { userId, achievementId, unlockedId } });
    }
    await outbox.appendAll(session, events, originOf(actor));
  };

  /** Keeps what the learner earned with the question over all runs; returns by how much it rose. */
  async function creditQuestion(session: ClientSession, credited: Credited): Promise<number> {
    const { attempt, progress, question, learner } = credited;
    const { userId, questId, hintsRevealed, grade } = attempt;
    const _id = questionBestId(userId, questionId(questId, question.key));
    const held = credited.held
      ? credited.held.best
      : await models.questionBests.findById(_id).session(session).lean<QuestionBestRecord>();
    const before = { ...NO_CREDIT, ...held };
    const best = creditAfter(before, {
      points: question.points,
      maxAttempts: question.maxAttempts ?? null,
      scoreRatio: grade.scoreRatio,
      correct: grade.verdict === 'CORRECT',
      hintsRevealed,
      settledInRun: isSettled(question, progressOn(progress, question.key)),
    });
    await replaceRecord(session, models.questionBests, { ...best, _id, userId });
    if (best.correct && !before.correct) {
      learner.questionsCorrect += 1;
      if (best.mistaken) learner.questionsRecovered += 1;
      else if (isFlawless(best)) learner.questionsFlawless += 1;
    }
    return best.score - before.score;
  }

  async function countCompletion(session: ClientSession, { learner, progress, content }: Credited): Promise<void> {
    learner.questsCompleted += 1;
    if (!learner.completedQuestIds.includes(progress.questId)) {
      learner.completedQuestIds = [...learner.completedQuestIds, progress.questId];
      progress.firstCompletion = true;
    }
    if (learner.perfectQuestIds.includes(progress.questId)) return;
    const ids = content.questions.map(({ key }) => questionBestId(learner._id, questionId(progress.questId, key)));
    const bests = await models.questionBests
      .find({ _id: trusted({ $in: ids }) })
      .session(session)
      .lean<QuestionBestRecord[]>();
    const flawless = bests.filter((best) => isFlawless({ ...NO_CREDIT, ...best }));
    if (flawless.length === ids.length) learner.perfectQuestIds = [...learner.perfectQuestIds, progress.questId];
  }
}

/** The ids that events about an attempt carry. */
export function attemptIds({ userId, questId, questionKey, progressId, _id }: AttemptRecord) {
  return { userId, questId, questionId: questionId(questId, questionKey), progressId, attemptId: _id };
}
