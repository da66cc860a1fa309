import { randomUUID } from 'node:crypto';
import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import { type ClientSession, trusted } from 'mongoose';
import { accountGone } from '../../errors.js';
import type { Models } from '../../models/index.js';
import { newPlayer, type PlayerRecord } from '../../models/player.model.js';

/** How somebody appears to others. */
export interface Appearance {
  /** Names the player on leaderboards: the player id, or the alias of somebody anonymous. */
  alias: string | null;
  anonymous: boolean;
  /** On no leaderboard. */
  hidden: boolean;
  /** Stats and achievements are for the learner alone. */
  statsHidden: boolean;
}

/** What may be changed about a player; absent means as before. */
export type PlayerChange = Partial<
  Pick<PlayerRecord, 'anonymous' | 'absent' | 'statsHidden' | 'suspension' | 'suspensionAt' | 'leaving' | 'leavingAt'>
>;

/** How people appear. */
export type Players = ReturnType<typeof createPlayers>;

/** Keeps how people appear, and keeps those who left from coming back. */
export function createPlayers({ models, outbox }: { models: Models; outbox: Outbox }) {
  const { players, learners, boardScores } = models;

  async function load(session: ClientSession, userId: string): Promise<PlayerRecord> {
    const held = await players.findById(userId).session(session).lean<PlayerRecord>();
    return held ?? newPlayer(userId);
  }

  async function recordsOf(userIds: readonly string[]): Promise<PlayerRecord[]> {
    const found = await players.find({ _id: trusted({ $in: [...userIds] }) }).lean<PlayerRecord[]>();
    const byId = new Map(found.map((player) => [player._id, player]));
    return userIds.map((id) => byId.get(id) ?? newPlayer(id));
  }

  return {
    /** How each of them appears, in the order of `userIds`. */
    async appearancesOf(userIds: readonly string[]): Promise<Appearance[]> {
      return (await recordsOf(userIds)).map(toAppearance);
    },

    /** Which of these users are on no leaderboard. */
    async hiddenAmong(userIds: readonly string[]): Promise<Set<string>> {
      if (userIds.length === 0) return new Set();
      const found = await players
        .find({ _id: trusted({ $in: [...userIds] }), hidden: true }, { _id: 1 })
        .lean<Pick<PlayerRecord, '_id'>[]>();
      return new Set(found.map(({ _id }) => _id));
    },

    /** What somebody chose; the record as it is. */
    async of(userId: string): Promise<PlayerRecord> {
      return (await players.findById(userId).lean<PlayerRecord>()) ?? newPlayer(userId);
    },

    /** What each of them chose, in the order of `userIds`; the records as they are. */
    recordsOf,

    load,

    /**
     * To be called in the transaction that writes the first things of a learner. It collides with a deletion of the
     * account at the same instant. UNAUTHENTICATED when that has happened.
     */
    async admit(session: ClientSession, userId: string): Promise<PlayerRecord> {
      const player = await load(session, userId);
      if (player.leftAt) throw accountGone();
      await players.replaceOne({ _id: userId }, { ...player, touches: player.touches + 1 }, { session, upsert: true });
      return player;
    },

    /**
     * Changes how somebody appears, inside a transaction; boards follow by PLAYER_VISIBILITY_CHANGED. Does nothing to
     * somebody who left.
     */
    async change(
      session: ClientSession,
      userId: string,
      changeOf: (before: PlayerRecord) => PlayerChange | null,
      origin: EventOrigin,
    ): Promise<PlayerRecord> {
      const before = await load(session, userId);
      const change = before.leftAt ? null : changeOf(before);
      if (change === null) return before;
      const after = { ...before, ...change, touches: before.touches + 1 };
      after.hidden = after.absent || after.leaving || after.suspension !== null;
      // Another alias each time: who knew the last one must not recognise the player.
      after.alias = after.anonymous ? (before.anonymous ? before.alias : randomUUID()) : null;
      await players.replaceOne({ _id: userId }, after, { session, upsert: true });
      if (after.hidden !== before.hidden) {
        await learners.updateOne({ _id: userId }, { $inc: { visibilityChanges: 1 } }, { session });
        await boardScores.updateMany(
          { userId },
          { $set: { hidden: after.hidden }, $inc: { revision: 1 } },
          { session },
        );
      }
      await outbox.append(session, 'PLAYER_VISIBILITY_CHANGED', { userId }, origin);
      return after;
    },
  };
}

function toAppearance(player: PlayerRecord): Appearance {
  const { alias, anonymous, hidden, statsHidden, suspension, leaving, leftAt } = player;
  const away = suspension !== null || leaving || leftAt !== null;
  return { alias, anonymous, hidden, statsHidden: statsHidden || away };
}
