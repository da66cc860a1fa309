import { isHeadingAbout } from '@doctorpy/service-kit/headings';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import type { PassageRecord } from '../../models/passage.model.js';
import { lessonId } from '../seeding/lessons.js';

/** The place in a lesson at which a concept is explained. */
export interface LessonPassage {
  document: DocumentRecord;
  passage: Pick<PassageRecord, 'headings' | 'text'>;
}

/** Finds what explains a concept. */
export interface LessonPassages {
  /**
   * For each concept, in their order: `boucle-for` gives the beginning of that lesson, `boucle-for#range` its first passage
   * under a heading with that word, or the beginning where no heading has it. Null where there is no such lesson.
   * Two queries, however many concepts.
   */
  of(concepts: readonly string[]): Promise<(LessonPassage | null)[]>;
}

/** Creates LessonPassages over the models. */
export function createLessonPassages({ documents, passages }: Pick<Models, 'documents' | 'passages'>): LessonPassages {
  return {
    async of(concepts) {
      const named = concepts.map(placeOf);
      const ids = [...new Set(named.map(({ documentId }) => documentId))];
      const [found, all] = await Promise.all([
        documents.find({ _id: { $in: ids } }).lean(),
        passages
          .find({ documentId: { $in: ids } }, { documentId: 1, headings: 1, text: 1 })
          .sort({ documentId: 1, position: 1 })
          .batchSize(WHOLE)
          .lean<Pick<PassageRecord, 'documentId' | 'headings' | 'text'>[]>(),
      ]);
      const byId = new Map(found.map((document) => [document._id, document]));
      return named.map(({ documentId, words }) => {
        const document = byId.get(documentId);
        const [first, ...others] = all.filter((passage) => passage.documentId === documentId);
        if (!document || !first) return null;
        const isMeant = ({ headings }: Pick<PassageRecord, 'headings'>) => isHeadingAbout(headings.at(-1) ?? '', words);
        return { document, passage: words === '' ? first : ([first, ...others].find(isMeant) ?? first) };
      });
    },
  };
}

/** More passages than all lessons together have: the answer is not cut into batches. */
const WHOLE = 10_000;

function placeOf(concept: string): { documentId: string; words: string } {
  const [slug = '', words = ''] = concept.split('#');
  return { documentId: lessonId(slug), words };
}
