import type { EventHandlers, EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import type { Stamps } from '@doctorpy/service-kit/standing';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import { LEFT_KEPT_DAYS, newPlayer } from '../../models/player.model.js';
import type { Clock } from '../clock.js';
import type { Players } from './players.js';

/** The consumer group under which accounts are followed. */
export const playersGroup = 'quest-players';

/** What following accounts needs. */
export interface AccountNewsDeps {
  models: Models;
  players: Players;
  outbox: Outbox;
  stamps: Pick<Stamps, 'mark'>;
  clock: Clock;
}

/**
 * What becomes of accounts, as auth tells. Whoever is suspended or about to leave is hidden and comes back unchanged;
 * of whoever left nothing stays but sums, and for a while the bare fact, so that what comes late brings nothing back.
 */
export function createAccountNews({ models, players, outbox, stamps, clock }: AccountNewsDeps) {
  return {
    handlers: {
      async USER_SUSPENDED({ payload, occurredAt, ...cause }, session) {
        const at = new Date(occurredAt);
        const until = payload.until ? new Date(payload.until) : null;
        await players.change(
          session,
          payload.userId,
          (before) => (isOlder(at, before.suspensionAt) ? null : { suspension: { until }, suspensionAt: at }),
          originIn(cause),
        );
      },

      async USER_REINSTATED({ payload, occurredAt, ...cause }, session) {
        const at = new Date(occurredAt);
        await players.change(
          session,
          payload.userId,
          (before) => (isOlder(at, before.suspensionAt) ? null : { suspension: null, suspensionAt: at }),
          originIn(cause),
        );
      },

      async USER_DELETION_REQUESTED({ payload, occurredAt, ...cause }, session) {
        await setLeaving(session, payload.userId, { leaving: true, at: new Date(occurredAt) }, originIn(cause));
      },

      async USER_DELETION_CANCELLED({ payload, occurredAt, ...cause }, session) {
        await setLeaving(session, payload.userId, { leaving: false, at: new Date(occurredAt) }, originIn(cause));
      },

      async USER_DELETED({ payload, ...cause }, session) {
        await forget(session, payload.userId, originIn(cause));
      },
    } satisfies EventHandlers,
  };

  async function setLeaving(
    session: ClientSession,
    userId: string,
    { leaving, at }: { leaving: boolean; at: Date },
    origin: EventOrigin,
  ): Promise<void> {
    await players.change(
      session,
      userId,
      (before) => (isOlder(at, before.leavingAt) ? null : { leaving, leavingAt: at }),
      origin,
    );
  }

  /** What they wrote as an author stays, and names nobody. */
  async function unsign(session: ClientSession, userId: string): Promise<void> {
    const { questDrafts, quests, questVersions } = models;
    await questDrafts.updateMany({ updatedBy: userId }, { updatedBy: null }, { session });
    await quests.updateMany({ publishedBy: userId }, { publishedBy: DEPARTED }, { session });
    await questVersions.updateMany({ publishedBy: userId }, { publishedBy: DEPARTED }, { session });
  }

  async function forget(session: ClientSession, userId: string, origin: EventOrigin): Promise<void> {
    const { attempts, boardScores, departedTotals, learners, progress, questionBests, unlocked } = models;
    const before = await players.load(session, userId);
    if (before.leftAt) return;
    await unsign(session, userId);
    const theirs = { userId };
    const lines = await boardScores.find(theirs, { board: 1, revision: 1 }).session(session).lean();
    const questsCompleted = await progress.countDocuments({ userId, firstCompletion: true }).session(session);
    const { deletedCount: answersSubmitted } = await attempts.deleteMany(theirs, { session });
    await progress.deleteMany(theirs, { session });
    await questionBests.deleteMany(theirs, { session });
    await unlocked.deleteMany(theirs, { session });
    await models.reviewCards.deleteMany(theirs, { session });
    await models.reviews.deleteMany(theirs, { session });
    await boardScores.deleteMany(theirs, { session });
    // It collides with every answer and every start of theirs at this instant.
    const { deletedCount: known } = await learners.deleteOne({ _id: userId }, { session });
    const sums = { learners: known, questsCompleted, answersSubmitted };
    await departedTotals.updateOne({ _id: 'departed' }, { $inc: sums }, { session, upsert: true });
    const leftAt = clock.now();
    const left = {
      ...newPlayer(userId),
      hidden: true,
      touches: before.touches + 1,
      leftAt,
      removeAt: new Date(leftAt.getTime() + LEFT_KEPT_DAYS * 86_400_000),
      leftLines: lines.map(({ board, revision }) => ({ board, revision: revision + 1 })),
    };
    await models.players.replaceOne({ _id: userId }, left, { session, upsert: true });
    await outbox.append(session, 'PLAYER_VISIBILITY_CHANGED', { userId }, origin);
    await stamps.mark({ userId });
  }
}

/** Who published a quest and has deleted their account: not null, which says that a file did. */
const DEPARTED = 'departed';

function isOlder(at: Date, newest: Date | null): boolean {
  return newest !== null && at < newest;
}

/** Without the actor: what quest does then is nobody's act. */
function originIn({ requestId, traceparent }: EventOrigin): EventOrigin {
  return { actorId: null, requestId, traceparent };
}
