import type { Logger } from '@doctorpy/service-kit/logging';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { AskQuest } from '../quest-calls.js';

/** Tells which questions somebody has behind them, so that their explanations may be quoted. */
export interface SettledQuestions {
  /** Ids of questions; none while quest cannot tell, which is logged. Up to some seconds old. */
  of(userId: string, log: Logger): Promise<readonly string[]>;
}

const answer = z.object({ questionIds: z.array(z.string()) });

/** How long an answer of quest is believed, no answer included; and for how many learners, some kilobytes each. */
const remembered = { ttl: 5000, max: 1000 };

/** Milliseconds that a learner waits for it at most: an answer without explanations is worth more than a late one. */
const patienceMs = 2000;

/** Creates SettledQuestions. What is remembered is given away by nothing: what is shown is checked by quest again. */
export function createSettledQuestions(askQuest: AskQuest, limits = remembered): SettledQuestions {
  const known = new LRUCache<string, Promise<readonly string[]>>(limits);

  return {
    of(userId, log) {
      const before = known.get(userId);
      if (before) return before;
      const asked = ask(userId, log);
      known.set(userId, asked);
      return asked;
    },
  };

  async function ask(userId: string, log: Logger): Promise<readonly string[]> {
    try {
      return (await askQuest('/internal/settled-questions', { userId }, answer, patienceMs)).questionIds;
    } catch (err) {
      log.warn({ err }, 'settled_questions.failed');
      return [];
    }
  }
}
