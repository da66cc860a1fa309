import type { Language } from '@doctorpy/service-kit/caller';
import { insertRecords } from '@doctorpy/service-kit/mongo';
import type { ClientSession } from 'mongoose';
import { trusted } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { AchievementRecord, UnlockedAchievementRecord } from '../../models/achievement.model.js';
import type { Models } from '../../models/index.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import type { AchievementContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { badgeUrlOf } from './badge.js';
import { meets } from './rules.js';

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
  let known: { until: number; rules: Promise<Ruled[]> } | null = null;

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

    /**
     * Unlocks, inside a transaction, whatever the learner now meets and does not hold yet. Notes in `learner` what is
     * held, which the caller saves. A rule may be {@link RULES_KEPT_MS} old.
     */
    async unlock(session: ClientSession, learner: LearnerRecord, at: Date): Promise<UnlockedAchievementRecord[]> {
      const noted = new Set(learner.heldAchievementIds);
      const met = (await rules()).filter(({ content }) => meets(content.rule, learner));
      if (met.every(({ _id }) => noted.has(_id))) return [];
      const userId = learner._id;
      const held = await unlocked.find({ userId }).session(session).lean<UnlockedAchievementRecord[]>();
      const heldIds = new Set(held.map(({ achievementId }) => achievementId));
      const gained = met.filter(({ _id }) => !heldIds.has(_id)).map(({ _id }) => unlockedBy(userId, _id, at));
      await insertRecords(session, unlocked, gained);
      learner.heldAchievementIds = [...heldIds, ...gained.map(({ achievementId }) => achievementId)];
      return gained;
    },

    /** Unlocks one achievement, inside a transaction, for those of `learners` who meet its rule as it is now and do not hold it. */
    async unlockFor(
      session: ClientSession,
      achievementId: string,
      learners: readonly LearnerRecord[],
      at: Date,
    ): Promise<UnlockedAchievementRecord[]> {
      const achievement = await achievements.findById(achievementId).session(session).lean<AchievementRecord>();
      if (!achievement) return [];
      const able = learners.filter((learner) => meets(achievement.content.rule, learner)).map(({ _id }) => _id);
      const holders = await holdersAmong(able, achievementId, session);
      const gained = able.filter((id) => !holders.has(id)).map((id) => unlockedBy(id, achievementId, at));
      await insertRecords(session, unlocked, gained);
      return gained;
    },

    /** Which of these users hold an achievement. */
    holdersAmong,
  };

  async function holdersAmong(
    userIds: readonly string[],
    achievementId: string,
    session: ClientSession | null = null,
  ): Promise<Set<string>> {
    const found = await unlocked
      .find({ userId: trusted({ $in: [...userIds] }), achievementId }, { userId: 1 })
      .session(session)
      .lean<Pick<UnlockedAchievementRecord, 'userId'>[]>();
    return new Set(found.map(({ userId }) => userId));
  }

  /** The rules there are. Every answer asks for them, and they change with a release or not at all. */
  function rules(): Promise<Ruled[]> {
    if (known && performance.now() < known.until) return known.rules;
    const read = achievements.find({}, { 'content.rule': 1 }).sort({ position: 1 }).lean<Ruled[]>().exec();
    const asked = { until: performance.now() + RULES_KEPT_MS, rules: read };
    known = asked;
    read.catch(() => {
      if (known === asked) known = null;
    });
    return read;
  }
}

/**
 * How long an answer may go by rules that were read before, in milliseconds. What it misses is given afterwards: a new rule is looked at
 * twice, the second time long after every answer that may not have known it (`late-unlocks.ts`).
 */
const RULES_KEPT_MS = 1000;

interface Ruled {
  _id: string;
  content: Pick<AchievementContent, 'rule'>;
}

function unlockedBy(userId: string, achievementId: string, at: Date): UnlockedAchievementRecord {
  return { _id: uuid(), userId, achievementId, unlockedAt: at };
}

function toView(content: AchievementContent, language: Language): AchievementView {
  const { title, description } = inLanguage<Pick<AchievementContent, 'title' | 'description' | 'en'>>(
    content,
    language,
  );
  return { id: content.id, title, description, badgeUrl: badgeUrlOf({ ...content, title }), points: content.points };
}
