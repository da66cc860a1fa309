import { isDeepStrictEqual } from 'node:util';
import type { Stamps } from '@doctorpy/service-kit/standing';
import { trusted } from 'mongoose';
import type { Models } from '../../models/index.js';
import type { ProgressRecord, QuestionProgressRecord } from '../../models/progress.model.js';
import type { QuestRecord } from '../../models/quest.model.js';
import { questVersionId } from '../../models/quest-version.model.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { questionId } from '../catalogue/public-question.js';
import { isSettled } from '../progress/question-progress.js';

/** Where a learner stands, as far as it decides what they may be told. */
export interface Standing {
  /** Under which this may be remembered; null when it must not be. */
  stamp: string | null;
  /** Whether any question is in play: asked by a run under way, and not settled in it. */
  inPlay: boolean;
  /**
   * Ids of the questions that were settled in any run of theirs and that no run under way asks again. Only those that the
   * newest version of their quest asks in the same way: its explanation is that of another question else.
   */
  settledQuestionIds: string[];
}

/** Tells where learners stand. */
export interface Standings {
  /** A stranger has nothing in play and nothing settled. */
  of(userId: string): Promise<Standing>;
}

/** Creates Standings over runs and versions. */
export function createStandings(deps: {
  models: Pick<Models, 'progress' | 'quests'>;
  catalogue: Pick<Catalogue, 'version'>;
  stamps: Pick<Stamps, 'issue'>;
}): Standings {
  const { models, catalogue, stamps } = deps;

  return {
    async of(userId) {
      // Before anything is read: what is changed after this ends the stamp.
      const stamp = await stamps.issue(userId);
      const runs = await models.progress.find({ userId }, runFields).lean<Run[]>();
      const newest = await newestVersions([...new Set(runs.map((run) => run.questId))]);
      const settled = new Set<string>();
      const inPlay = new Set<string>();
      for (const played of byVersion(runs)) {
        const [{ questId, questVersion }] = played;
        const content = await catalogue.version(questId, questVersion);
        const version = newest.get(questId);
        const now = version === undefined ? null : await catalogue.version(questId, version);
        for (const question of content.questions) {
          const id = questionId(questId, question.key);
          const stood = played.map((run) => ({ run, isBehind: isSettled(question, entryOf(run, question.key)) }));
          if (stood.some(({ run, isBehind }) => !isBehind && run.status === 'IN_PROGRESS')) inPlay.add(id);
          if (settled.has(id) || !stood.some(({ isBehind }) => isBehind)) continue;
          const asked = now?.questions.find(({ key }) => key === question.key);
          if (now === content || isDeepStrictEqual(asked, question)) settled.add(id);
        }
      }
      const settledQuestionIds = [...settled].filter((id) => !inPlay.has(id));
      return { stamp, inPlay: inPlay.size > 0, settledQuestionIds };
    },
  };

  async function newestVersions(questIds: readonly string[]): Promise<Map<string, number>> {
    const found = await models.quests
      .find({ _id: trusted({ $in: [...questIds] }) }, { version: 1 })
      .lean<Pick<QuestRecord, '_id' | 'version'>[]>();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  }
}

/** What of a run tells where it stands. */
type Run = Pick<ProgressRecord, 'questId' | 'questVersion' | 'status'> & { questions: Entry[] };
type Entry = Pick<QuestionProgressRecord, 'key' | 'state' | 'attempts'>;

const runFields = {
  questId: 1,
  questVersion: 1,
  status: 1,
  'questions.key': 1,
  'questions.state': 1,
  'questions.attempts': 1,
};

/** Runs through the same version of the same quest together. */
function byVersion(runs: readonly Run[]): [Run, ...Run[]][] {
  const groups = new Map<string, [Run, ...Run[]]>();
  for (const run of runs) {
    const id = questVersionId(run.questId, run.questVersion);
    const group = groups.get(id);
    if (group) group.push(run);
    else groups.set(id, [run]);
  }
  return [...groups.values()];
}

function entryOf({ questId, questVersion, questions }: Run, key: string): Entry {
  const entry = questions.find((question) => question.key === key);
  if (!entry) throw new Error(`a run through ${questVersionId(questId, questVersion)} has no question ${key}`);
  return entry;
}
