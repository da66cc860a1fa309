import { setTimeout as pause } from 'node:timers/promises';
import type { EventOrigin } from '@doctorpy/service-kit/events';
import { v7 as uuid } from 'uuid';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Indexing } from './indexing.js';
import { checkDocument, type DocumentInput } from './input.js';

/** What authors do with documents. */
export interface Authoring {
  /**
   * Checks and stores a document under a new id. It can be found once this resolves with status READY; PENDING says that
   * the index takes longer than an author should wait, and will hold it in a while.
   * @throws DomainError PAYLOAD_TOO_LARGE or BAD_USER_INPUT
   */
  add(input: DocumentInput, authorId: string, origin: EventOrigin): Promise<DocumentRecord>;
  /** @returns false when there was no such document */
  remove(documentId: string, origin: EventOrigin): Promise<boolean>;
}

/** What authoring works with. */
export interface AuthoringDeps {
  indexing: Indexing;
  /** Resolves when this process's index holds what was just written. */
  refresh: () => Promise<void>;
  /** Milliseconds an author waits for that; an index of tens of thousands of passages is built by then. @default 10000 */
  patienceMs?: number;
}

/** Creates Authoring. */
export function createAuthoring({ indexing, refresh, patienceMs = 10_000 }: AuthoringDeps): Authoring {
  return {
    async add(input, authorId, origin) {
      const { source, ...checked } = checkDocument(input);
      const { document } = await indexing.index(
        {
          ...checked,
          id: uuid(),
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
      const removed = await indexing.remove(documentId, origin);
      if (removed) await isIndexed();
      return removed;
    },
  };

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
