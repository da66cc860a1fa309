import type { Language } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, invalidCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import { LRUCache } from 'lru-cache';
import { type QueryFilter, trusted } from 'mongoose';
import type { CategoryRecord } from '../../models/category.model.js';
import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import { type QuestVersionRecord, questVersionId } from '../../models/quest-version.model.js';
import type { CategoryContent, QuestContent } from '../content/content-schema.js';
import { inLanguage } from '../content/localised.js';
import { type QuestView, questView } from './quest-view.js';
import { searchPatterns } from './search-text.js';

/** A category as learners see it, in one language. */
export interface CategoryView {
  id: string;
  title: string;
  summary: string;
}

/** What narrows the list of quests. */
export interface QuestListing {
  category?: string | null | undefined;
  difficulty?: QuestContent['difficulty'] | null | undefined;
  search?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}

/** What a quest builds on and trains. */
export interface QuestOutline {
  id: string;
  /** Ids of the quests to finish before. */
  prerequisites: string[];
  /** Slugs of lessons. */
  concepts: string[];
  /** The concepts of each question. */
  questions: string[][];
}

/** The published quests and their categories. */
export type Catalogue = ReturnType<typeof createCatalogue>;

/** Reads the catalogue; every list is one query however many quests it holds. */
export function createCatalogue({
  quests,
  questVersions,
  categories,
}: Pick<Models, 'quests' | 'questVersions' | 'categories'>) {
  // A version never changes once it is published.
  const contents = new LRUCache<string, QuestContent>({ max: CONTENTS_KEPT });

  return {
    /** A page of quests in learning order. BAD_USER_INPUT for a page size, cursor or search that cannot be used. */
    async list(listing: QuestListing, language: Language): Promise<Page<QuestView>> {
      const first = pageSize(listing.first);
      const after = decodeCursor(listing.after, 2);
      const filter = filterOf(listing);
      const [records, totalCount] = await Promise.all([
        quests
          .find(after ? { $and: [filter, beyond(after)] } : filter)
          .sort({ position: 1, _id: 1 })
          .limit(first + 1)
          .lean<QuestRecord[]>(),
        quests.countDocuments(filter),
      ]);
      const views = records.map((record) => questView(record, language));
      const cursorOf = (quest: QuestView) => [String(quest.position), quest.id];
      return connectionFrom(views, { first, totalCount, cursorOf, continued: after !== null });
    },

    /** The published quests with these ids, in no order. */
    async byIds(ids: readonly string[], language: Language): Promise<QuestView[]> {
      const records = await quests.find({ _id: trusted({ $in: [...ids] }) }).lean<QuestRecord[]>();
      return records.map((record) => questView(record, language));
    },

    /** The newest version of a quest with its answer keys, or null. */
    async newest(id: string): Promise<{ version: number; content: QuestContent } | null> {
      return quests.findById(id).lean<QuestRecord>();
    },

    /** The newest versions of these quests with their answer keys, in no order. */
    async newestOf(ids: readonly string[]): Promise<{ id: string; version: number; content: QuestContent }[]> {
      const found = await quests.find({ _id: trusted({ $in: [...ids] }) }).lean<QuestRecord[]>();
      return found.map(({ _id, version, content }) => ({ id: _id, version, content }));
    },

    /** What every published quest builds on and trains, in learning order; no texts, no answer keys. */
    async outlines(): Promise<QuestOutline[]> {
      const found = await quests
        .find({}, { 'content.prerequisites': 1, 'content.concepts': 1, 'content.questions.concepts': 1 })
        .sort({ position: 1, _id: 1 })
        .lean<OutlineRecord[]>();
      return found.map(({ _id: id, content: { prerequisites, concepts, questions } }) => {
        return { id, prerequisites, concepts, questions: questions.map((question) => question.concepts ?? concepts) };
      });
    },

    /** Versions of quests with their answer keys, by the ids of `questVersionId`, in no order. */
    async versions(ids: readonly string[]): Promise<QuestVersionRecord[]> {
      return questVersions.find({ _id: trusted({ $in: [...ids] }) }).lean<QuestVersionRecord[]>();
    },

    /** One version of a quest with its answer keys. Throws when a record names a version that never was. */
    async version(questId: string, version: number): Promise<QuestContent> {
      const id = questVersionId(questId, version);
      const known = contents.get(id);
      if (known) return known;
      const record = await questVersions.findById(id).lean<QuestVersionRecord>();
      if (!record) throw new Error(`quest version ${id} is missing`);
      contents.set(id, record.content);
      return record.content;
    },

    /** All categories in order of display. */
    async categories(language: Language): Promise<CategoryView[]> {
      const records = await categories.find().sort({ position: 1 }).lean<CategoryRecord[]>();
      return records.map(({ content }) => categoryView(content, language));
    },

    /** Whether a category exists. */
    async hasCategory(id: string): Promise<boolean> {
      return (await categories.exists({ _id: id })) !== null;
    },

    /** Number of published quests by category. */
    async questCounts(): Promise<Map<string, number>> {
      const counts = await quests.aggregate<{ _id: string; count: number }>([
        { $group: { _id: '$category', count: { $sum: 1 } } },
      ]);
      return new Map(counts.map(({ _id, count }) => [_id, count]));
    },
  };
}

interface OutlineRecord {
  _id: string;
  content: { prerequisites: string[]; concepts: string[]; questions: { concepts?: string[] }[] };
}

const MAX_SEARCH_LENGTH = 200;

/** Versions whose content is kept in memory: some 30 kB each. */
const CONTENTS_KEPT = 300;

function categoryView(content: CategoryContent, language: Language): CategoryView {
  const { title, summary } = inLanguage<Pick<CategoryContent, 'title' | 'summary' | 'en'>>(content, language);
  return { id: content.id, title, summary };
}

function filterOf({ category, difficulty, search }: QuestListing): QueryFilter<QuestRecord> {
  if (search && search.length > MAX_SEARCH_LENGTH) {
    throw badUserInput([
      {
        path: ['search'],
        code: 'TOO_LONG',
        text: {
          fr: `La recherche compte ${MAX_SEARCH_LENGTH} caractères au plus.`,
          en: `A search has at most ${MAX_SEARCH_LENGTH} characters.`,
        },
      },
    ]);
  }
  const words = search ? searchPatterns(search) : [];
  return {
    ...(category ? { category } : {}),
    ...(difficulty ? { difficulty } : {}),
    ...(words.length > 0 ? { $and: words.map((word) => ({ searchText: word })) } : {}),
  };
}

function beyond([position = '', id = '']: string[]): QueryFilter<QuestRecord> {
  const at = Number(position);
  if (!Number.isSafeInteger(at)) throw invalidCursor();
  return { $or: [{ position: trusted({ $gt: at }) }, { position: at, _id: trusted({ $gt: id }) }] };
}
