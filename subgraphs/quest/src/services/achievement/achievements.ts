import type { Language } from '@doctorpy/service-kit/caller';
import type { ClientSession } from 'mongoose';
import { trusted } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { AchievementRecord, UnlockedAchievementRecord } from '../../models/achievement.model.js';
import type { Models } from '../../models/index.js';
import type { AchievementContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { badgeUrlOf } from './badge.js';
import { type LearnerFacts, meets } from './rules.js';

/** An achievement as learners see it, in one language. Its points are prestige: they do not count for rankings. */
export interface AchievementView {
  id: string;
  title: string;
  description: string;
  /** A data URL of an SVG image. */
  badgeUrl: string;
  points: number;
}

/** The achievements there are and who holds them. */
export type Achievements = ReturnType<typeof createAchievements>;

/** Reads achievements and unlocks those whose rule a learner meets. */
export function createAchievements({ achievements, unlocked }: Pick<Models, 'achievements' | 'unlocked'>) {
  return {
    /** All there are, in order of display. */
    async all(language: Language): Promise<AchievementView[]> {
      const records = await achievements.find().sort({ position: 1 }).lean<AchievementRecord[]>();
      return records.map(({ content }) => toView(content, language));
    },

    /** The achievements with these ids, in no order. */
    async byIds(ids: readonly string[], language: Language): Promise<AchievementView[]> {
      const records = await achievements.find({ _id: trusted({ $in: [...ids] }) }).lean<AchievementRecord[]>();
      return records.map(({ content }) => toView(content, language));
    },

    /** What each user holds, oldest first, in the order of `userIds`. */
    async heldBy(userIds: readonly string[]): Promise<UnlockedAchievementRecord[][]> {
      const records = await unlocked
        .find({ userId: trusted({ $in: [...userIds] }) })
        .sort({ unlockedAt: 1, _id: 1 })
        .lean<UnlockedAchievementRecord[]>();
      return userIds.map((userId) => records.filter((record) => record.userId === userId));
    },

    /** Unlocks, inside a transaction, whatever `facts` now meet and the learner does not hold yet. */
    async unlock(
      session: ClientSession,
      userId: string,
      facts: LearnerFacts,
      at: Date,
    ): Promise<UnlockedAchievementRecord[]> {
      const all = await achievements.find().sort({ position: 1 }).session(session).lean<AchievementRecord[]>();
      const met = all.filter(({ content }) => meets(content.rule, facts));
      if (met.length === 0) return [];
      const held = await unlocked.find({ userId }).session(session).lean<UnlockedAchievementRecord[]>();
      const heldIds = new Set(held.map(({ achievementId }) => achievementId));
      const gained = met
        .filter(({ _id }) => !heldIds.has(_id))
        .map(({ _id }) => ({ _id: uuid(), userId, achievementId: _id, unlockedAt: at }));
      if (gained.length > 0) await unlocked.insertMany(gained, { session });
      return gained;
    },
  };
}

function toView(content: AchievementContent, language: Language): AchievementView {
  const { title, description } = inLanguage<Pick<AchievementContent, 'title' | 'description' | 'en'>>(
    content,
    language,
  );
  return { id: content.id, title, description, badgeUrl: badgeUrlOf({ ...content, title }), points: content.points };
}
