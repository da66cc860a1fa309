import { isDeepStrictEqual } from 'node:util';
import { trusted } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { QuestRecord } from '../../models/quest.model.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { questionId } from '../catalogue/public-question.js';
import { isSettled, questionProgresses } from '../progress/question-progress.js';

/** Tells which questions somebody has behind them. */
export interface SettledQuestions {
  /**
   * Ids of the questions that were settled in any run of theirs and that no run under way asks again. Only those that the
   * newest version of their quest asks in the same way: its explanation is that of another question else. A stranger has none.
   */
  of(userId: string): Promise<string[]>;
}

/** Creates SettledQuestions over runs and versions. */
export function createSettledQuestions(deps: {
  models: Pick<Models, 'progress' | 'quests'>;
  catalogue: Pick<Catalogue, 'version'>;
}): SettledQuestions {
  const { models, catalogue } = deps;

  return {
    async of(userId) {
      const runs = await models.progress.find({ userId }).lean<ProgressRecord[]>();
      const newest = await newestVersions([...new Set(runs.map((run) => run.questId))]);
      const settled = new Set<string>();
      const inPlay = new Set<string>();
      for (const run of runs) {
        const content = await catalogue.version(run.questId, run.questVersion);
        const version = newest.get(run.questId);
        const now = version === undefined ? null : await catalogue.version(run.questId, version);
        for (const { question, entry } of questionProgresses(run, content)) {
          const id = questionId(run.questId, question.key);
          if (!isSettled(question, entry)) {
            if (run.status === 'IN_PROGRESS') inPlay.add(id);
            continue;
          }
          const asked = now?.questions.find(({ key }) => key === question.key);
          if (now === content || isDeepStrictEqual(asked, question)) settled.add(id);
        }
      }
      return [...settled].filter((id) => !inPlay.has(id));
    },
  };

  async function newestVersions(questIds: readonly string[]): Promise<Map<string, number>> {
    const found = await models.quests
      .find({ _id: trusted({ $in: [...questIds] }) }, { version: 1 })
      .lean<Pick<QuestRecord, '_id' | 'version'>[]>();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  }
}
