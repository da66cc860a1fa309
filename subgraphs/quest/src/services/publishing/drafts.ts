import { GraderRefusedError, GraderUnavailableError } from '@doctorpy/grader';
import type { Outbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { inTransaction, isDuplicateKey } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { Stamps } from '@doctorpy/service-kit/standing';
import { type Connection, type QueryFilter, trusted } from 'mongoose';
import { stringify } from 'yaml';
import {
  draftChanged,
  draftNotFound,
  draftOutdated,
  graderUnavailable,
  nothingToPublish,
  questNotFound,
} from '../../errors.js';
import type { CategoryRecord } from '../../models/category.model.js';
import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import type { QuestDraftRecord } from '../../models/quest-draft.model.js';
import { type Actor, originOf } from '../actor.js';
import type { Clock } from '../clock.js';
import { isCode } from '../grading/code.js';
import type { Grade } from '../grading/grade.js';
import { gradeAnswer } from '../grading/grade-answer.js';
import { questionOf } from '../progress/question-progress.js';
import { rehearseQuest } from '../rehearsal/rehearse-content.js';
import type { RehearsalGrader } from '../rehearsal/rehearse-question.js';
import { contentHash, publishVersion } from './publish-quest.js';
import { readDraft, type Surroundings } from './read-draft.js';

/** What authoring needs. */
export interface DraftDeps {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  stamps: Pick<Stamps, 'change'>;
  grader: RehearsalGrader;
  clock: Clock;
  log: Logger;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
}

/** Quests that authors work on. */
export type Drafts = ReturnType<typeof createDrafts>;

/** Keeps the drafts of quests, one a quest, and publishes them. Its callers have made sure that they serve authors. */
export function createDrafts(deps: DraftDeps) {
  const { connection, models, outbox, stamps, grader, clock, log, deliverEvents } = deps;
  const { quests, questDrafts, categories } = models;

  return {
    /** A page of drafts, the one changed last first. */
    async list(page: { first: number; after?: string | null | undefined }): Promise<Page<QuestDraftRecord>> {
      const first = pageSize(page.first);
      const after = decodeCursor(page.after, 2);
      const [items, totalCount] = await Promise.all([
        questDrafts
          .find(after ? older(after) : {})
          .sort({ updatedAt: -1, _id: -1 })
          .limit(first + 1)
          .lean<QuestDraftRecord[]>(),
        questDrafts.countDocuments(),
      ]);
      const cursorOf = ({ updatedAt, _id }: QuestDraftRecord) => [updatedAt.toISOString(), _id];
      return connectionFrom(items, { first, totalCount, cursorOf, continued: after !== null });
    },

    /** The draft of a quest, or null. */
    async find(id: string): Promise<QuestDraftRecord | null> {
      return questDrafts.findById(id).lean<QuestDraftRecord>();
    },

    /** The draft of a published quest, made from its newest version unless there is one. NOT_FOUND without the quest. */
    async begin(actor: Actor, id: string): Promise<QuestDraftRecord> {
      const quest = await quests.findById(id).lean<QuestRecord>();
      if (!quest) throw questNotFound();
      const { content, version } = quest;
      const source = stringify(content, { lineWidth: 100 });
      const fresh = { source, content, revision: 1, baseVersion: version, ...changedBy(actor) };
      return questDrafts
        .findOneAndUpdate({ _id: id }, { $setOnInsert: fresh }, { upsert: true, returnDocument: 'after' })
        .lean<QuestDraftRecord>()
        .orFail();
    },

    /**
     * Keeps a source as the draft of its quest: a new one without `revision`, else the one that has it. BAD_USER_INPUT
     * lists what is wrong with the source; CONFLICT when somebody else changed the draft.
     */
    async save(actor: Actor, { source, revision }: DraftChange): Promise<QuestDraftRecord> {
      const { content } = readDraft(source, await surroundings());
      const _id = content.id;
      const change = { source, content, ...changedBy(actor) };
      if (revision === null || revision === undefined) {
        const quest = await quests.findById(_id).lean<QuestRecord>();
        const draft = { _id, ...change, revision: 1, baseVersion: quest?.version ?? null };
        await questDrafts.insertMany([draft]).catch((error: unknown) => {
          throw isDuplicateKey(error) ? draftChanged() : error;
        });
        return draft;
      }
      const changed = await questDrafts
        .findOneAndUpdate({ _id, revision }, { ...change, $inc: { revision: 1 } }, { returnDocument: 'after' })
        .lean<QuestDraftRecord>();
      if (!changed) throw await missing(_id);
      return changed;
    },

    /** Throws a draft away; what is published stays. NOT_FOUND or CONFLICT when it is not there in this revision. */
    async discard(id: string, revision: number): Promise<void> {
      const { deletedCount } = await questDrafts.deleteOne({ _id: id, revision });
      if (deletedCount === 0) throw await missing(id);
    },

    /**
     * Grades an answer to a question of a draft; nothing is kept. BAD_USER_INPUT for an answer of the wrong shape or tests
     * that cannot be used, GRADER_UNAVAILABLE when code cannot be judged.
     */
    async tryAnswer(id: string, questionKey: string, answer: readonly string[]): Promise<DraftTrial> {
      const draft = await questDrafts.findById(id).lean<QuestDraftRecord>();
      if (!draft) throw draftNotFound();
      const { refuse } = readDraft(draft.source, await surroundings());
      const question = questionOf(id, draft.content, questionKey);
      const grade = await gradeAnswer(question, answer, grader).catch((error: unknown) => {
        if (!(error instanceof GraderRefusedError)) throw error;
        const path = ['questions', draft.content.questions.findIndex(({ key }) => key === question.key), 'tests'];
        throw refuse([{ path, message: `cannot be used: ${error.message}` }]);
      });
      if (isCode(question) && grade.verdict === 'NOT_GRADED') throw graderUnavailable();
      return { draft, question, grade };
    },

    /**
     * Publishes a draft as the newest version of its quest, and is done with the draft. Everything it lists is graded
     * first: BAD_USER_INPUT says what is not as it says, GRADER_UNAVAILABLE that it cannot be told now. CONFLICT when the
     * draft or the published quest was changed meanwhile, or when nothing was changed at all.
     */
    async publish(actor: Actor, id: string, revision: number): Promise<QuestRecord> {
      const draft = await questDrafts.findOne({ _id: id, revision }).lean<QuestDraftRecord>();
      if (!draft) throw await missing(id);
      const { content, refuse } = readDraft(draft.source, await surroundings());
      const problems = await rehearseQuest(content, grader).catch((error: unknown) => {
        throw error instanceof GraderUnavailableError ? graderUnavailable(error) : error;
      });
      if (problems.length > 0) throw refuse(problems);

      const quest = await stamps.change('everybody', (mark) =>
        inTransaction(connection, async (session) => {
          const { deletedCount } = await questDrafts.deleteOne({ _id: id, revision }, { session });
          if (deletedCount === 0) throw draftChanged();
          const current = await quests.findById(id).session(session).lean<QuestRecord>();
          if ((current?.version ?? null) !== draft.baseVersion) throw draftOutdated();
          if (current?.hash === contentHash(content)) throw nothingToPublish();
          const position = current?.position ?? (await nextPosition());
          const publication = { content, position, publishedBy: actor.userId, origin: originOf(actor) };
          const version = await publishVersion({ models, outbox }, session, current, publication);
          log.info({ questId: id, version, authorId: actor.userId }, 'quest.published');
          const published = await quests.findById(id).session(session).lean<QuestRecord>().orFail();
          await mark();
          return published;
        }),
      );
      deliverEvents();
      return quest;
    },
  };

  async function surroundings(): Promise<Surroundings> {
    const [published, listed] = await Promise.all([
      quests.find().lean<QuestRecord[]>(),
      categories.find().sort({ position: 1 }).lean<CategoryRecord[]>(),
    ]);
    return { quests: published.map(({ content }) => content), categories: listed.map(({ content }) => content) };
  }

  async function nextPosition(): Promise<number> {
    const last = await quests.findOne().sort({ position: -1 }).lean<QuestRecord>();
    return last ? last.position + 1 : 0;
  }

  async function missing(id: string): Promise<Error> {
    return (await questDrafts.exists({ _id: id })) ? draftChanged() : draftNotFound();
  }

  function changedBy({ userId }: Actor) {
    return { updatedBy: userId, updatedAt: clock.now() };
  }
}

/** A source to keep; `revision` is the one it was made from, absent for a new draft. */
export interface DraftChange {
  source: string;
  revision?: number | null | undefined;
}

/** An answer to a question of a draft, graded. */
export interface DraftTrial {
  draft: QuestDraftRecord;
  question: QuestDraftRecord['content']['questions'][number];
  grade: Grade;
}

function older([updatedAt = '', id = '']: string[]): QueryFilter<QuestDraftRecord> {
  const at = new Date(updatedAt);
  if (Number.isNaN(at.getTime())) return { _id: '' };
  return { $or: [{ updatedAt: trusted({ $lt: at }) }, { updatedAt: at, _id: trusted({ $lt: id }) }] };
}
