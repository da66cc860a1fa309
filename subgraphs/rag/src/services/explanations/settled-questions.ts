import type { Logger } from '@doctorpy/service-kit/logging';
import type { QuestWord } from '../integrity/quest-word.js';

/** Tells which questions somebody has behind them, so that their explanations may be quoted. */
export interface SettledQuestions {
  /** Ids of questions; none while quest cannot tell. */
  of(userId: string, log: Logger): Promise<readonly string[]>;
}

/** Creates SettledQuestions over what quest says. */
export function createSettledQuestions(questWord: QuestWord): SettledQuestions {
  return {
    async of(userId, log) {
      return (await questWord.of(userId, log))?.settledQuestionIds ?? [];
    },
  };
}
