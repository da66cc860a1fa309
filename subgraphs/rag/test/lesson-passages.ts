import { readDocument } from '../src/services/indexing/formats/read-document.js';
import { cutPassages } from '../src/services/indexing/passages.js';
import type { Passage } from '../src/services/retrieval/engine.js';
import type { Vocabulary } from '../src/services/retrieval/glossary.js';
import { readVocabulary } from '../src/services/retrieval/glossary-files.js';
import { readLessons } from '../src/services/seeding/lessons.js';

/** The folder with the product's own content. */
export const content = new URL('../content/', import.meta.url);

/** The product's own glossary. */
export const vocabulary = (): Promise<Vocabulary> => readVocabulary(new URL('glossary/', content));

/** The passages of every lesson, cut as they are indexed. */
export async function lessonPassages(): Promise<Passage[]> {
  const lessons = await readLessons(new URL('lessons/', content));
  const passages = await Promise.all(
    lessons.map(async ({ id, title, language, category, tags, content: text, format }) =>
      cutPassages((await readDocument({ format, content: text, title })).sections).map((draft) => ({
        ...draft,
        id: `${id}#${draft.position}`,
        documentId: id,
        title,
        language,
        category,
        tags,
        kind: 'lesson',
      })),
    ),
  );
  return passages.flat();
}
