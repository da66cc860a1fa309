import type { EventHandlers } from '@doctorpy/service-kit/events';
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

/** Creates LearnerFocus over the models. */
export function createLearnerFocus(
  { learnerFocus }: Pick<Models, 'learnerFocus'>,
  askers: Pick<Askers, 'admit'>,
): LearnerFocus {
  return {
    async of(userId) {
      const record = await learnerFocus.findById(userId).lean();
      return { questId: record?.questId ?? null, level: levelAfter(record?.completedQuestIds.length ?? 0) };
    },

    handlers: {
      async QUEST_STARTED({ payload, occurredAt }, session) {
        if (!(await askers.admit(session, payload.userId))) return;
        const since = new Date(occurredAt);
        await learnerFocus.updateOne({ _id: payload.userId }, {}, { session, upsert: true });
        // An event that was retried late must not push an older quest over a newer one.
        await learnerFocus.updateOne(
          { _id: payload.userId, $or: [{ since: null }, { since: { $lt: since } }] },
          { $set: { questId: payload.questId, since } },
          { session },
        );
      },

      async QUEST_COMPLETED({ payload }, session) {
        const { userId, questId } = payload;
        if (!(await askers.admit(session, userId))) return;
        await learnerFocus.updateOne(
          { _id: userId },
          { $inc: { completions: 1 }, $addToSet: { completedQuestIds: questId } },
          { session, upsert: true },
        );
        await learnerFocus.updateOne({ _id: userId, questId }, { $set: { questId: null } }, { session });
      },
    },
  };
}

/** Different quests completed at which prompts stop explaining every word, and then the basics. */
const intermediateFrom = 4;
const advancedFrom = 10;

/** The level that a number of completed quests stands for. */
function levelAfter(completedQuests: number): Level {
  if (completedQuests >= advancedFrom) return 'ADVANCED';
  return completedQuests >= intermediateFrom ? 'INTERMEDIATE' : 'BEGINNER';
}
