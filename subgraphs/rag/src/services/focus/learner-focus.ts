import type { EventHandlers } from '@doctorpy/service-kit/events';
import type { Stamps } from '@doctorpy/service-kit/standing';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { Level } from '../../models/prompt-template.model.js';
import type { Askers } from '../privacy/askers.js';

/** What is known about a learner's work: the quest under way and a level. */
export interface Focus {
  questId: string | null;
  level: Level;
}

/** Follows what learners are working on. */
export interface LearnerFocus {
  /** A learner nobody heard of is a beginner without a quest. */
  of(userId: string): Promise<Focus>;
  /** What the quest service's events do to the focus. */
  handlers: EventHandlers;
}

/** The consumer group under which these events are followed. */
export const focusGroup = 'rag-learner-focus';

/** How many ends of runs are remembered: more than ever come before the news of their beginning. */
const endsKept = 20;

/** Creates LearnerFocus over the models. */
export function createLearnerFocus(deps: {
  models: Pick<Models, 'learnerFocus'>;
  askers: Pick<Askers, 'admit'>;
  stamps: Pick<Stamps, 'renew'>;
}): LearnerFocus {
  const { askers, stamps } = deps;
  const { learnerFocus } = deps.models;

  return {
    async of(userId) {
      const record = await learnerFocus.findById(userId).lean();
      return { questId: record?.questId ?? null, level: levelAfter(record?.completedQuestIds.length ?? 0) };
    },

    handlers: {
      async QUEST_STARTED({ payload: { userId, questId, progressId }, occurredAt }, session) {
        // Quest has done so itself, unless it died or Redis was away from it.
        await stamps.renew({ userId });
        if (!(await askers.admit(session, userId))) return;
        const since = new Date(occurredAt);
        await learnerFocus.updateOne({ _id: userId }, {}, { session, upsert: true });
        // An event that was retried late must not push an older quest over a newer one, nor bring back one that is over.
        await learnerFocus.updateOne(
          { _id: userId, endedRuns: { $ne: progressId }, $or: [{ since: null }, { since: { $lt: since } }] },
          { $set: { questId, progressId, since } },
          { session },
        );
      },

      async QUEST_COMPLETED({ payload: { userId, questId, progressId } }, session) {
        if (!(await askers.admit(session, userId))) return;
        await learnerFocus.updateOne(
          { _id: userId },
          { $inc: { completions: 1 }, $addToSet: { completedQuestIds: questId } },
          { session, upsert: true },
        );
        await leave(session, userId, { questId, progressId });
      },

      async QUEST_ABANDONED({ payload: { userId, questId, progressId } }, session) {
        if (!(await askers.admit(session, userId))) return;
        await leave(session, userId, { questId, progressId });
      },
    },
  };

  /** The news of an end that was retried late must not end a newer run through the same quest. */
  async function leave(
    session: ClientSession,
    userId: string,
    { questId, progressId }: { questId: string; progressId: string },
  ): Promise<void> {
    const endedRuns = { $each: [progressId], $slice: -endsKept };
    await learnerFocus.updateOne({ _id: userId }, { $push: { endedRuns } }, { session, upsert: true });
    await learnerFocus.updateOne(
      { _id: userId, $or: [{ progressId }, { progressId: null, questId }] },
      { $set: { questId: null } },
      { session },
    );
  }
}

/** Different quests completed at which prompts stop explaining every word, and then the basics. */
const intermediateFrom = 4;
const advancedFrom = 10;

/** The level that a number of completed quests stands for. */
function levelAfter(completedQuests: number): Level {
  if (completedQuests >= advancedFrom) return 'ADVANCED';
  return completedQuests >= intermediateFrom ? 'INTERMEDIATE' : 'BEGINNER';
}
