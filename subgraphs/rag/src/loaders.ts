import type { Page } from '@doctorpy/service-kit/pagination';
import DataLoader from 'dataloader';
import type { AnswerRecord } from './models/answer.model.js';
import type { DocumentRecord } from './models/document.model.js';
import type { PassageRecord } from './models/passage.model.js';
import type { PromptTemplateRecord } from './models/prompt-template.model.js';
import type { RagServices } from './services/create-services.js';
import type { Documents } from './services/indexing/documents.js';
import type { LessonPassage } from './services/lesson/lesson-passages.js';
import type { AskQuota, Quotas, Spender } from './services/quotas/quotas.js';

/** One request's view of the data: everything asked for one by one is read together, once. */
export type Loaders = ReturnType<typeof createLoaders>;

/** The loaders of one request; null for an unknown id. */
export function createLoaders({ answers, documents, lessonPassages, quotas, templates }: RagServices) {
  return {
    answers: new DataLoader<string, AnswerRecord | null>((ids) => answers.byIds(ids)),
    // Remembered by nothing: a request may ask twice, and each question is counted.
    askQuotas: new DataLoader<Spender, AskQuota>((spenders) => quotasOf(spenders, quotas), { cache: false }),
    documents: new DataLoader<string, DocumentRecord | null>((ids) => documents.byIds(ids)),
    documentPassages: createPageLoader(documents),
    lessonPassages: new DataLoader<string, LessonPassage | null>((concepts) => lessonPassages.of(concepts)),
    promptTemplates: new DataLoader<string, PromptTemplateRecord | null>((ids) => templates.byIds(ids)),
  };
}

/** Equal pages of what many documents were cut into are read at once. */
function createPageLoader(documents: Pick<Documents, 'passagesOf'>) {
  const loaders = new Map<string, DataLoader<DocumentRecord, Page<PassageRecord>>>();
  return (document: DocumentRecord, page: { first: number; after: string | null }): Promise<Page<PassageRecord>> => {
    const key = JSON.stringify([page.first, page.after]);
    const loader = loaders.get(key) ?? new DataLoader((cut) => documents.passagesOf(cut, page));
    loaders.set(key, loader);
    return loader.load(document);
  };
}

/** Those of one person are read once. */
function quotasOf(spenders: readonly Spender[], quotas: Pick<Quotas, 'of'>): Promise<AskQuota[]> {
  const read = new Map<string, Promise<AskQuota>>();
  return Promise.all(
    spenders.map((spender) => {
      const quota = read.get(spender.userId) ?? quotas.of(spender);
      read.set(spender.userId, quota);
      return quota;
    }),
  );
}
