import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, invalidCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import type { PassageRecord } from '../../models/passage.model.js';
import { tooMany } from '../field-problems.js';

/** What to list; null does not narrow. A document must carry every tag that is asked for. */
export interface DocumentFilters {
  tags: readonly string[] | null;
  category: string | null;
  language: string | null;
}

/** Indexed documents, for reading. */
export interface Documents {
  /** Documents by id, in the order of the ids; null where there is none (any more). */
  byIds(ids: readonly string[]): Promise<(DocumentRecord | null)[]>;
  /** By id, which keeps lessons together. @throws DomainError BAD_USER_INPUT for a wrong page size, cursor or tag list */
  page(filters: DocumentFilters, page: { first: number; after: string | null }): Promise<Page<DocumentRecord>>;
  /**
   * The same page of what each of these documents was cut into, in the order of the documents.
   * @throws DomainError BAD_USER_INPUT for a wrong page size or cursor
   */
  passagesOf(
    cut: readonly Pick<DocumentRecord, '_id' | 'passageCount'>[],
    page: { first: number; after: string | null },
  ): Promise<Page<PassageRecord>[]>;
}

const mostTags = 20;

/** Creates Documents over the models. */
export function createDocuments({ documents, passages }: Pick<Models, 'documents' | 'passages'>): Documents {
  return {
    async byIds(ids) {
      const records = await documents.find({ _id: { $in: [...ids] } }).lean();
      const byId = new Map(records.map((record) => [record._id, record]));
      return ids.map((id) => byId.get(id) ?? null);
    },

    async page({ tags, category, language }, { first, after }) {
      const size = pageSize(first);
      const [previous] = decodeCursor(after, 1) ?? [];
      if (tags && tags.length > mostTags) {
        throw badUserInput([tooMany(['tags'], { fr: 'Étiquettes', en: 'Tags' }, mostTags)]);
      }
      const filter = {
        // They say how questions are solved: for citations to learners who have them behind them, not for browsing.
        kind: { $ne: 'explanation' as const },
        ...(tags && tags.length > 0 && { tags: { $all: [...tags] } }),
        ...(category !== null && { category }),
        ...(language !== null && { language }),
      };
      const [items, totalCount] = await Promise.all([
        documents
          .find({ ...filter, ...(previous !== undefined && { _id: { $gt: previous } }) })
          .sort({ _id: 1 })
          .limit(size + 1)
          .lean(),
        documents.countDocuments(filter),
      ]);
      const continued = previous !== undefined;
      return connectionFrom(items, { first: size, totalCount, continued, cursorOf: ({ _id }) => [_id] });
    },

    async passagesOf(cut, { first, after }) {
      const size = pageSize(first);
      const [previous] = decodeCursor(after, 1) ?? [];
      if (previous !== undefined && !/^\d{1,9}$/.test(previous)) throw invalidCursor();
      const next = previous === undefined ? 0 : Number(previous) + 1;
      const records = await passages
        .find({ documentId: { $in: cut.map(({ _id }) => _id) }, position: { $gte: next, $lte: next + size } })
        .sort({ position: 1 })
        .batchSize(Math.max(1, cut.length * (size + 1)))
        .lean();
      const cursorOf = ({ position }: PassageRecord) => [String(position)];
      return cut.map(({ _id, passageCount }) => {
        const own = records.filter(({ documentId }) => documentId === _id);
        return connectionFrom(own, { first: size, totalCount: passageCount, continued: next > 0, cursorOf });
      });
    },
  };
}
