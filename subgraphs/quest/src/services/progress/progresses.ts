import type { Outbox } from '@doctorpy/service-kit/events';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { Stamps } from '@doctorpy/service-kit/standing';
import { type ClientSession, type Connection, type QueryFilter, trusted } from 'mongoose';
import { v7 as uuid } from 'uuid';
import {
  cannotStartNow,
  noHintsLeft,
  progressNotFound,
  questAbandoned,
  questAlreadyCompleted,
  questNotFound,
} from '../../errors.js';
import type { Models } from '../../models/index.js';
import { questionBestId } from '../../models/learner.model.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import { type Actor, originOf } from '../actor.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { questionId } from '../catalogue/public-question.js';
import type { Clock } from '../clock.js';
import type { QuestContent } from '../content/content-schema.js';
import type { Learners } from '../learner/learners.js';
import { countTime } from '../learner/totals.js';
import { progressOn, type QuestionProgressView, questionOf, unanswered } from './question-progress.js';

/** What the runs need. */
export interface ProgressDeps {
  connection: Connection;
  models: Models;
  catalogue: Catalogue;
  learners: Learners;
  outbox: Outbox;
  stamps: Pick<Stamps, 'change'>;
  clock: Clock;
}

/** Learners' runs through quests. */
export type Progresses = ReturnType<typeof createProgresses>;

/** Starts, gives up and reads runs; somebody else's run is NOT_FOUND, like one that never was. */
export function createProgresses(deps: ProgressDeps) {
  const { connection, models, catalogue, learners, outbox, stamps, clock } = deps;
  const { progress: runs, questionBests } = models;

  return {
    /**
     * Starts the newest version of a quest, or gives the run already under way. Prerequisites are advice only.
     * SERVICE_UNAVAILABLE while Redis is away.
     */
    async start(actor: Actor, questId: string): Promise<ProgressRecord> {
      const quest = await catalogue.newest(questId);
      if (!quest) throw questNotFound();
      const underWay = { userId: actor.userId, questId, status: 'IN_PROGRESS' } as const;
      const begin = () =>
        stamps.change(actor, (mark) =>
          inTransaction(connection, async (session) => {
            const existing = await runs.findOne(underWay).session(session).lean<ProgressRecord>();
            if (existing) return existing;
            const run = newRun(actor.userId, questId, quest, clock.now());
            await runs.insertMany([run], { session });
            const learner = await learners.load(session, actor.userId);
            learner.questsStarted += 1;
            countTime(learner, run.startedAt);
            await learners.save(session, learner);
            await outbox.append(session, 'QUEST_STARTED', runIds(run), originOf(actor));
            // It must not be committed while others still hold that nothing is in play.
            if (!(await mark())) throw cannotStartNow();
            return run;
          }),
        );
      // Two starts at the same instant: the unique index lets one through, the other one reads it.
      return begin().catch((error: unknown) => {
        if (isDuplicateKey(error)) return begin();
        throw error;
      });
    },

    /** Gives a run up. Giving it up twice changes nothing; CONFLICT when it is finished. */
    async abandon(actor: Actor, id: string): Promise<ProgressRecord> {
      const { userId } = actor;
      const changed = await stamps.change(actor, (mark) =>
        inTransaction(connection, async (session) => {
          const run = await runs
            .findOneAndUpdate(
              { _id: id, userId, status: 'IN_PROGRESS' },
              { status: 'ABANDONED' },
              { returnDocument: 'after', session },
            )
            .lean<ProgressRecord>();
          if (!run) return null;
          await outbox.append(session, 'QUEST_ABANDONED', runIds(run), originOf(actor));
          await mark();
          return run;
        }),
      );
      if (changed) return changed;
      const run = await own(userId, id);
      if (run.status === 'COMPLETED') throw questAlreadyCompleted();
      return run;
    },

    /** Reveals the next hint of a question. Two calls at the same instant reveal the same one. */
    async revealHint(userId: string, id: string, idOrKey: string): Promise<QuestionProgressView> {
      const run = await own(userId, id);
      const content = await catalogue.version(run.questId, run.questVersion);
      const question = questionOf(run.questId, content, idOrKey);
      checkOpen(run);
      const { hintsRevealed } = progressOn(run, question.key);
      if (hintsRevealed >= question.hints.length) throw noHintsLeft();
      const seen = trusted({ $elemMatch: { key: question.key, hintsRevealed } });
      const changed = await inTransaction(connection, async (session) => {
        await rememberHint(session, userId, questionId(run.questId, question.key), hintsRevealed + 1);
        const revealed = await runs
          .findOneAndUpdate(
            { _id: id, userId, status: 'IN_PROGRESS', questions: seen },
            { $inc: { 'questions.$.hintsRevealed': 1 } },
            { returnDocument: 'after', session },
          )
          .lean<ProgressRecord>();
        // The account was deleted meanwhile: nothing may be remembered of it.
        if (!revealed && !(await runs.exists({ _id: id, userId }).session(session))) throw progressNotFound();
        return revealed;
      });
      const { questId } = run;
      return { userId, questId, question, entry: progressOn(changed ?? (await own(userId, id)), question.key) };
    },

    /** A learner's run. NOT_FOUND when it is nobody's or somebody else's. */
    own,

    /** Runs by id, whoever owns them, in no order. */
    byIds(ids: readonly string[]): Promise<ProgressRecord[]> {
      return runs.find({ _id: trusted({ $in: [...ids] }) }).lean<ProgressRecord[]>();
    },

    /** For each quest the learner's newest run, or null, in the order of `questIds`. */
    async newestOf(userId: string, questIds: readonly string[]): Promise<(ProgressRecord | null)[]> {
      const found = await runs
        .find({ userId, questId: trusted({ $in: [...questIds] }) })
        .sort({ startedAt: -1, _id: -1 })
        .lean<ProgressRecord[]>();
      return questIds.map((questId) => found.find((run) => run.questId === questId) ?? null);
    },

    /** A page of a learner's runs, newest first. */
    async listOf(userId: string, page: { first: number; after?: string | null | undefined }): Promise<ProgressPage> {
      const first = pageSize(page.first);
      const after = decodeCursor(page.after, 2);
      const [items, totalCount] = await Promise.all([
        runs
          .find({ userId, ...(after ? older(after) : {}) })
          .sort({ startedAt: -1, _id: -1 })
          .limit(first + 1)
          .lean<ProgressRecord[]>(),
        runs.countDocuments({ userId }),
      ]);
      const cursorOf = (run: ProgressRecord) => [run.startedAt.toISOString(), run._id];
      const found = connectionFrom(items, { first, totalCount, cursorOf, continued: after !== null });
      return { ...found, userId, edges: found.edges.map((edge) => ({ ...edge, userId })) };
    },
  };

  /** A hint that was read once is known in every later run. */
  async function rememberHint(session: ClientSession, userId: string, question: string, hintsRevealed: number) {
    await questionBests.updateOne(
      { _id: questionBestId(userId, question) },
      {
        $max: { hintsRevealed },
        $setOnInsert: { userId, score: 0, correct: false, mistaken: false, settled: false, attempts: 0 },
      },
      { session, upsert: true },
    );
  }

  async function own(userId: string, id: string): Promise<ProgressRecord> {
    const run = await runs.findOne({ _id: id, userId }).lean<ProgressRecord>();
    if (!run) throw progressNotFound();
    return run;
  }
}

/** A page of one learner's runs; the owner is told on every level, for access checks. */
export interface ProgressPage extends Page<ProgressRecord> {
  userId: string;
  edges: { userId: string; cursor: string; node: ProgressRecord }[];
}

/** CONFLICT unless the run is under way. */
export function checkOpen(run: ProgressRecord): void {
  if (run.status === 'ABANDONED') throw questAbandoned();
  if (run.status === 'COMPLETED') throw questAlreadyCompleted();
}

/** The ids that events about a run carry. */
export function runIds({ userId, questId, questVersion, _id }: ProgressRecord) {
  return { userId, questId, questVersion, progressId: _id };
}

function newRun(
  userId: string,
  questId: string,
  quest: { version: number; content: QuestContent },
  at: Date,
): ProgressRecord {
  return {
    _id: uuid(),
    userId,
    questId,
    questVersion: quest.version,
    status: 'IN_PROGRESS',
    score: 0,
    startedAt: at,
    completedAt: null,
    questions: quest.content.questions.map(({ key }) => unanswered(key)),
  };
}

function older([startedAt = '', id = '']: string[]): QueryFilter<ProgressRecord> {
  const at = new Date(startedAt);
  if (Number.isNaN(at.getTime())) return { _id: '' };
  return { $or: [{ startedAt: trusted({ $lt: at }) }, { startedAt: at, _id: trusted({ $lt: id }) }] };
}
