import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import { createRounds, type Rounds } from '@doctorpy/service-kit/rounds';
import { type Connection, trusted } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { PlayerRecord } from '../../models/player.model.js';
import type { Clock } from '../clock.js';
import type { Ranking } from '../leaderboard/ranking.js';
import type { Players } from './players.js';

/** What keeping players in order needs. */
export interface HousekeepingDeps {
  connection: Connection;
  models: Pick<Models, 'players'>;
  players: Players;
  ranking: Ranking;
  deliverEvents: () => void;
  clock: Clock;
  log: Logger;
  /** @default 30000 */
  pollMs?: number;
}

/** For how long Redis remembers that somebody left a board: beyond any projection under way. */
const FORGET_AFTER_MS = 3_600_000;
const AT_ONCE = 100;

/**
 * Does what no event tells: shows players again whose suspension has ended by itself, and has Redis forget those who
 * left. Every replica runs it; each step is safe to do twice.
 */
export function createHousekeeping(deps: HousekeepingDeps): Pick<Rounds, 'start' | 'stop' | 'flush'> {
  const { connection, models, players, ranking, deliverEvents, clock, log, pollMs = 30_000 } = deps;
  return createRounds({
    round: async () => {
      await endSuspensions();
      await forgetThoseWhoLeft();
    },
    pollMs,
    onFailure: (err) => log.warn({ err }, 'players.housekeeping_failed'),
    onRecovery: () => log.info({}, 'players.housekeeping_recovered'),
  });

  async function endSuspensions(): Promise<void> {
    const now = clock.now();
    const over = { 'suspension.until': trusted({ $lte: now }) };
    const found = await models.players.find(over, { _id: 1 }).limit(AT_ONCE).lean<Pick<PlayerRecord, '_id'>[]>();
    for (const { _id } of found) {
      await inTransaction(connection, (session) =>
        players.change(session, _id, ({ suspension }) => (isOver(suspension, now) ? { suspension: null } : null), {
          actorId: null,
          requestId: null,
          traceparent: null,
        }),
      );
    }
    if (found.length > 0) deliverEvents();
  }

  async function forgetThoseWhoLeft(): Promise<void> {
    const long = new Date(clock.now().getTime() - FORGET_AFTER_MS);
    const found = await models.players
      .find({ leftAt: trusted({ $lte: long }), 'leftLines.0': trusted({ $exists: true }) })
      .limit(AT_ONCE)
      .lean<PlayerRecord[]>();
    for (const { _id, leftLines } of found) {
      await ranking.forget(
        _id,
        leftLines.map(({ board }) => board),
      );
      await models.players.updateOne({ _id }, { $set: { leftLines: [] } });
    }
  }
}

function isOver(suspension: PlayerRecord['suspension'], now: Date): boolean {
  return suspension?.until != null && suspension.until <= now;
}
