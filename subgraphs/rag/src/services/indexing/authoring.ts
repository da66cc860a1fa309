import { setTimeout as pause } from 'node:timers/promises';
import type { EventOrigin } from '@doctorpy/service-kit/events';
import { v7 as uuid } from 'uuid';
import { documentNotFound, documentOfElsewhere } from '../../errors.js';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import type { Indexing } from './indexing.js';
import { checkDocument, type DocumentInput } from './input.js';

/** What authors do with documents. */
export interface Authoring {
  /**
   * Checks and stores a document under a new id, or that of the author's document that it replaces. It can be found once
   * this resolves with status READY; PENDING says that the index takes longer than an author should wait, and will hold it
   * in a while. Until then, and when it is refused, a document that is replaced answers as before.
   * @throws DomainError PAYLOAD_TOO_LARGE, BAD_USER_INPUT, NOT_FOUND or FORBIDDEN (no author wrote what is to be replaced)
   */
  add(input: DocumentInput, authorId: string, origin: EventOrigin): Promise<DocumentRecord>;
  /**
   * @returns false when there was no such document
   * @throws DomainError FORBIDDEN for what comes with the product and its quests, and would be back soon
   */
  remove(documentId: string, origin: EventOrigin): Promise<boolean>;
}

/** What authoring works with. */
export interface AuthoringDeps {
  indexing: Indexing;
  models: Pick<Models, 'documents'>;
  /** Resolves when this process's index holds what was just written. */
  refresh: () => Promise<void>;
  /** Milliseconds an author waits for that; an index of tens of thousands of passages is built by then. @default 10000 */
  patienceMs?: number;
}

/** Creates Authoring. */
export function createAuthoring({ indexing, models, refresh, patienceMs = 10_000 }: AuthoringDeps): Authoring {
  return {
    async add(input, authorId, origin) {
      const { source, replaces, ...checked } = checkDocument(input);
      if (replaces !== null) {
        const replaced = await find(replaces);
        if (!replaced) throw documentNotFound();
        if (replaced.createdBy === null) throw documentOfElsewhere();
      }
      const { document } = await indexing.index(
        {
          ...checked,
          id: replaces ?? uuid(),
          source: source ?? checked.title,
          kind: 'document',
          difficulty: null,
          summary: null,
          url: null,
          createdBy: authorId,
        },
        origin,
      );
      return (await isIndexed()) ? document : { ...document, status: 'PENDING' };
    },

    async remove(documentId, origin) {
      const { kind } = (await find(documentId)) ?? {};
      if (kind === 'lesson' || kind === 'explanation') throw documentOfElsewhere();
      const removed = await indexing.remove(documentId, origin);
      if (removed) await isIndexed();
      return removed;
    },
  };

  function find(id: string) {
    return models.documents.findById(id, { kind: 1, createdBy: 1 }).lean();
  }

  /** The record is written: an index that fails now is built by the next poll, and an author who tried again would write twice. */
  async function isIndexed(): Promise<boolean> {
    const late = new AbortController();
    const patience = pause(patienceMs, false, { signal: late.signal }).catch(() => false);
    const refreshed = refresh().then(
      () => true,
      () => false,
    );
    const result = await Promise.race([refreshed, patience]);
    late.abort();
    return result;
  }
}
