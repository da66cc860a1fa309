import type { CitationRecord } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { Guard } from '../integrity/integrity.js';
import type { Passage, ScoredPassage } from '../retrieval/engine.js';
import { cite } from './citations.js';

/** What surrounds passages in the database. */
export interface Sources {
  /** One for each passage, in their order. */
  citationsOf(found: readonly ScoredPassage[]): Promise<CitationRecord[]>;
  /** The passages around one in its document, in order: those that the asker may find, and be shown. */
  neighboursOf(
    { passage }: Pick<ScoredPassage, 'passage'>,
    settledQuestions: readonly string[],
    guard: Guard,
  ): Promise<Passage[]>;
  /** Where documents begin, in the order of the ids. */
  openingsOf(documentIds: readonly string[]): Promise<ScoredPassage[]>;
}

/** Creates Sources over the models. */
export function createSources(models: Pick<Models, 'documents' | 'passages'>): Sources {
  return {
    async citationsOf(found) {
      const ids = [...new Set(found.map(({ passage }) => passage.documentId))];
      const documents = await models.documents.find({ _id: { $in: ids } }, { url: 1 }).lean();
      const urls = new Map(documents.map(({ _id, url }) => [_id, url]));
      return found.map((hit) => cite(hit, urls.get(hit.passage.documentId) ?? null));
    },
    async neighboursOf({ passage }, settledQuestions, guard) {
      const records = await models.passages.find(around(passage)).sort({ position: 1 }).lean();
      const neighbours = records
        .filter(({ questionId }) => questionId == null || settledQuestions.includes(questionId))
        .map(({ _id, ...record }) => ({ passage: { id: _id, ...record } }));
      return (await guard.quotable(neighbours)).map((neighbour) => neighbour.passage);
    },
    async openingsOf(documentIds) {
      const records = await models.passages.find({ documentId: { $in: [...documentIds] }, position: 0 }).lean();
      return records
        .map(({ _id, ...record }) => ({ ...unscored, passage: { id: _id, ...record } }))
        .toSorted(
          (left, right) => documentIds.indexOf(left.passage.documentId) - documentIds.indexOf(right.passage.documentId),
        );
    },
  };
}

/** An example stands near what it is an example of. */
const near = 6;

function around({ documentId, position }: Passage) {
  return { documentId, position: { $gte: position - near, $lte: position + near } };
}

const unscored = { score: 0, coverage: 0, together: 0, similarity: null, matches: [] };
