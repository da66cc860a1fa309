import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { Connection } from 'mongoose';
import { accountGone } from '../../errors.js';
import type { PlayerRecord } from '../../models/player.model.js';
import { type Actor, originOf } from '../actor.js';
import type { Players } from './players.js';

/** What a learner chose about how they appear. */
export interface PrivacySettings {
  userId: string;
  anonymousOnLeaderboards: boolean;
  absentFromLeaderboards: boolean;
  hideStats: boolean;
  alias: string | null;
}

/** What to change; absent or null stays. */
export interface PrivacyChange {
  anonymousOnLeaderboards?: boolean | null;
  absentFromLeaderboards?: boolean | null;
  hideStats?: boolean | null;
}

/** What settings need. `onChanged` is told after the commit, and must not fail. */
export interface PrivacyDeps {
  connection: Connection;
  players: Players;
  onChanged: (actor: Actor) => Promise<void>;
}

/** Learners' privacy settings. */
export type Privacy = ReturnType<typeof createPrivacy>;

/** Reads and changes them. */
export function createPrivacy({ connection, players, onChanged }: PrivacyDeps) {
  return {
    /** The settings of a learner. */
    of: async (userId: string): Promise<PrivacySettings> => toSettings(await players.of(userId)),

    /** The settings of each learner, in the order of `userIds`. */
    ofAll: async (userIds: readonly string[]): Promise<PrivacySettings[]> =>
      (await players.recordsOf(userIds)).map(toSettings),

    /** Changes the settings of whoever acts; what others see has changed when it resolves. UNAUTHENTICATED for a deleted account. */
    async update(actor: Actor, change: PrivacyChange): Promise<PrivacySettings> {
      let changed = false;
      const player = await inTransaction(connection, (session) =>
        players.change(
          session,
          actor.userId,
          (before) => {
            const wanted = {
              anonymous: change.anonymousOnLeaderboards ?? before.anonymous,
              absent: change.absentFromLeaderboards ?? before.absent,
              statsHidden: change.hideStats ?? before.statsHidden,
            };
            changed =
              wanted.anonymous !== before.anonymous ||
              wanted.absent !== before.absent ||
              wanted.statsHidden !== before.statsHidden;
            return changed ? wanted : null;
          },
          originOf(actor),
        ),
      );
      if (player.leftAt) throw accountGone();
      if (changed) await onChanged(actor);
      return toSettings(player);
    },
  };
}

function toSettings({ _id, anonymous, absent, statsHidden, alias }: PlayerRecord): PrivacySettings {
  return {
    userId: _id,
    anonymousOnLeaderboards: anonymous,
    absentFromLeaderboards: absent,
    hideStats: statsHidden,
    alias,
  };
}
