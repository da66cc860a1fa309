import type { EventOrigin } from '@doctorpy/service-kit/events';
import { v7 as uuid } from 'uuid';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Indexing } from './indexing.js';
import { checkDocument, type DocumentInput } from './input.js';

/** What authors do with documents. */
export interface Authoring {
  /**
   * Checks and indexes a document under a new id; it can be found once this resolves.
   * @throws DomainError PAYLOAD_TOO_LARGE or BAD_USER_INPUT
   */
  add(input: DocumentInput, authorId: string, origin: EventOrigin): Promise<DocumentRecord>;
  /** @returns false when there was no such document */
  remove(documentId: string, origin: EventOrigin): Promise<boolean>;
}

/** Creates Authoring; `refresh` resolves when this process's index holds what was just written. */
export function createAuthoring(deps: { indexing: Indexing; refresh: () => Promise<void> }): Authoring {
  const { indexing, refresh } = deps;
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
      await refresh();
      return document;
    },

    async remove(documentId, origin) {
      const removed = await indexing.remove(documentId, origin);
      if (removed) await refresh();
      return removed;
    },
  };
}
