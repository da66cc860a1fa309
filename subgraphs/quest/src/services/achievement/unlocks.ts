import type { Logger } from '@doctorpy/service-kit/logging';
import type { UnlockedAchievementRecord } from '../../models/achievement.model.js';
import type { News } from '../live/news.js';
import { pulled } from '../live/pulled.js';
import type { Achievements } from './achievements.js';

/** What following unlocks needs. */
export interface UnlockDeps {
  achievements: Achievements;
  news: News;
  log: Logger;
}

/** Follows one learner's unlocks live. */
export type Unlocks = ReturnType<typeof createUnlocks>;

/**
 * Gives every achievement that a learner unlocks from now on, in order and none left out: live news only say when to
 * read the record, which knows all of them, also those unlocked while Redis was away.
 */
export function createUnlocks({ achievements, news, log }: UnlockDeps) {
  return (userId: string): AsyncIterableIterator<UnlockedAchievementRecord> => {
    const known = new Set<string>();
    const unknown = async () => {
      const [held = []] = await achievements.heldBy([userId]);
      const fresh = held.filter(({ _id }) => !known.has(_id));
      for (const { _id } of fresh) known.add(_id);
      return fresh;
    };
    return pulled({
      async open(poke) {
        // What is held before the subscription began is no news.
        await unknown();
        return news.listen('ACHIEVEMENT_UNLOCKED', (event) => {
          if (event === null || event.payload.userId === userId) poke();
        });
      },
      pull: unknown,
      onError: (err) => log.warn({ err, userId }, 'achievement.update_postponed'),
    });
  };
}
