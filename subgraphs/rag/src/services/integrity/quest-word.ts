import type { Logger } from '@doctorpy/service-kit/logging';
import type { Stamps } from '@doctorpy/service-kit/standing';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { AskQuest } from '../quest-calls.js';

/** What quest says of a learner. */
export interface Word {
  /** Whether they have any question in play: then quest judges texts, one by one. */
  inPlay: boolean;
  /** Ids of the questions that they have behind them, whose explanations they may be quoted. */
  settledQuestionIds: readonly string[];
}

/** Knows what quest says of learners, and asks it again only when that may have changed. */
export interface QuestWord {
  /**
   * What quest says now: what it said before when its stamp, read after this call, still stands. Calls that are made one right
   * after the other, before anything is awaited, are one.
   * @returns null when quest could not be asked, which is logged
   */
  of(userId: string, log: Logger): Promise<Word | null>;
}

/** How words come about: `remembered`, or `asked` of quest; for measures. */
export type WordSource = 'remembered' | 'asked';

/** How long a word is remembered at most, whatever its stamp says, and for how many learners, some kilobytes each. */
const remembered = { ttl: 60_000, max: 2000 };

const answer = z.object({
  stamp: z.string().nullable(),
  inPlay: z.boolean(),
  settledQuestionIds: z.array(z.string()),
});

/** Creates QuestWord. */
export function createQuestWord(deps: {
  askQuest: AskQuest;
  stamps: Pick<Stamps, 'current' | 'onLost'>;
  onSource?: (source: WordSource) => void;
  limits?: { ttl: number; max: number };
}): QuestWord {
  const { askQuest, stamps, onSource = () => undefined, limits = remembered } = deps;
  const known = new LRUCache<string, { stamp: string; word: Word }>(limits);
  const joined = new Map<string, Promise<Word | null>>();
  let losses = 0;
  // What Redis lost while nobody could read it may be the end of any stamp.
  stamps.onLost(() => {
    losses += 1;
    known.clear();
  });

  return {
    of(userId, log) {
      const before = joined.get(userId);
      if (before) return before;
      const word = find(userId, log);
      joined.set(userId, word);
      // Later, the stamp may have been read before the call: only what has not been sent yet is joined.
      queueMicrotask(() => joined.delete(userId));
      return word;
    },
  };

  async function find(userId: string, log: Logger): Promise<Word | null> {
    const before = known.get(userId);
    // The memory may have been cleared, or changed, while Redis answered.
    if (before && (await stamps.current(userId)) === before.stamp && known.get(userId) === before) {
      onSource('remembered');
      return before.word;
    }
    onSource('asked');
    return ask(userId, log);
  }

  async function ask(userId: string, log: Logger): Promise<Word | null> {
    const start = performance.now();
    const lossesBefore = losses;
    try {
      const { stamp, ...word } = await askQuest('/internal/standing', { userId }, answer);
      if (stamp !== null && losses === lossesBefore) known.set(userId, { stamp, word }, { start });
      return word;
    } catch (err) {
      log.warn({ err }, 'quest_word.failed');
      return null;
    }
  }
}
