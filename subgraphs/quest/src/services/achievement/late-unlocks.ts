import { setTimeout as pause } from 'node:timers/promises';
import type { NewEvent, Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { createRounds, type Rounds } from '@doctorpy/service-kit/rounds';
import { type Connection, trusted } from 'mongoose';
import type { AchievementRecord } from '../../models/achievement.model.js';
import type { Models } from '../../models/index.js';
import type { LearnerRecord } from '../../models/learner.model.js';
import { inBatches } from '../batches.js';
import type { Clock } from '../clock.js';
import type { Achievements } from './achievements.js';
import { conditionOf } from './rules.js';

/** What giving achievements afterwards needs. */
export interface LateUnlockDeps {
  connection: Connection;
  models: Pick<Models, 'achievements' | 'learners'>;
  achievements: Pick<Achievements, 'unlockFor' | 'holdersAmong'>;
  outbox: Outbox;
  deliverEvents: () => void;
  clock: Clock;
  log: Logger;
  /** @default 30000 */
  pollMs?: number;
}

/**
 * After this long a rule is looked at a second time: a transaction that had begun before the rule was there, and so did
 * not know it, has ended by then. MongoDB ends transactions after a minute.
 */
const SETTLED_AFTER_MS = 120_000;

/** Learners given an achievement in one transaction: enough to share its cost, few enough that it is over in a moment. */
const AT_ONCE = 50;

/**
 * Gives an achievement whose rule is new, or has changed, to everybody who met it before. Every replica runs it; an
 * achievement is unlocked once, however many do so at once, and also when one of them stops half-way. Who meets a changed
 * rule no longer keeps what they hold.
 */
export function createLateUnlocks(deps: LateUnlockDeps): Pick<Rounds, 'start' | 'stop' | 'flush'> {
  const { connection, models, achievements, outbox, deliverEvents, clock, log, pollMs = 30_000 } = deps;
  const rounds = createRounds({
    round,
    pollMs,
    onFailure: (err) => log.warn({ err }, 'achievements.late_unlocks_failed'),
    onRecovery: () => log.info({}, 'achievements.late_unlocks_recovered'),
  });
  return rounds;

  async function round(): Promise<void> {
    const all = await models.achievements.find().sort({ position: 1 }).lean<AchievementRecord[]>();
    for (const achievement of all) {
      const step = stepFor(achievement, clock.now());
      if (step === null) continue;
      const learners = await grant(achievement);
      if (rounds.stopping.aborted) return;
      const granted = { rule: JSON.stringify(achievement.content.rule), at: clock.now(), settled: step === 'again' };
      await models.achievements.updateOne({ _id: achievement._id }, { $set: { granted } });
      log.info({ achievementId: achievement._id, learners, settled: granted.settled }, 'achievement.given_afterwards');
    }
  }

  /** Returns to how many. */
  async function grant({ _id: achievementId, content }: AchievementRecord): Promise<number> {
    let learners = 0;
    const found = models.learners
      .find(trusted(conditionOf(content.rule)), { _id: 1 })
      .lean<Pick<LearnerRecord, '_id'>[]>()
      .cursor({ batchSize: 500 });
    for await (const userIds of inBatches(found, AT_ONCE, ({ _id }) => _id)) {
      if (rounds.stopping.aborted) break;
      const holders = await achievements.holdersAmong(userIds, achievementId);
      const others = userIds.filter((id) => !holders.has(id));
      if (others.length === 0) continue;
      const began = performance.now();
      learners += await unlockFor(achievementId, others);
      deliverEvents();
      // Half of the time is left to answers, which nobody should wait longer for because of it.
      await pause(performance.now() - began, undefined, { signal: rounds.stopping }).catch(() => {});
    }
    return learners;
  }

  async function unlockFor(achievementId: string, userIds: readonly string[]): Promise<number> {
    const those = { _id: trusted({ $in: [...userIds] }) };
    return inTransaction(connection, async (session) => {
      const learners = await models.learners.find(those).session(session).lean<LearnerRecord[]>();
      const gained = await achievements.unlockFor(session, achievementId, learners, clock.now());
      const news = gained.map(({ userId, _id: unlockedId }): NewEvent => {
        return { name: 'ACHIEVEMENT_UNLOCKED', payload: { userId, achievementId, unlockedId } };
      });
      await outbox.appendAll(session, news, { actorId: null, requestId: null, traceparent: null });
      // Collides with an answer, another replica and the deletion of an account at this instant. It comes last: an answer
      // that meets it has to begin again, and so finds the way free.
      const to = { _id: trusted({ $in: gained.map(({ userId }) => userId) }) };
      if (gained.length > 0) await models.learners.updateMany(to, { $inc: { lateUnlocks: 1 } }, { session });
      return gained.length;
    });
  }
}

function stepFor({ content, granted }: AchievementRecord, now: Date): 'first' | 'again' | null {
  if (granted?.rule !== JSON.stringify(content.rule)) return 'first';
  if (granted.settled) return null;
  return now.getTime() - granted.at.getTime() >= SETTLED_AFTER_MS ? 'again' : null;
}
