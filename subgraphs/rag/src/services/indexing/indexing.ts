import { createHash } from 'node:crypto';
import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { contentNotReadable } from '../../errors.js';
import type { DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import { type ReadableFormat, readSections, UnreadableContentError } from './formats.js';
import { cutPassages } from './passages.js';

/** Everything about a document that is worth indexing again when it changes. */
export interface IndexableDocument {
  id: string;
  title: string;
  content: string;
  format: ReadableFormat;
  source: string;
  language: string;
  tags: readonly string[];
  category: string | null;
  difficulty: string | null;
  summary: string | null;
  url: string | null;
  createdBy: string | null;
}

/** Writes documents and their passages: the record every search index is built from. */
export interface Indexing {
  /**
   * Cuts a document into passages and stores both, with DOCUMENT_INDEXED, in one transaction. The same content again
   * changes nothing and announces nothing.
   * @throws DomainError BAD_USER_INPUT when the content is not readable as its format
   */
  index(document: IndexableDocument, origin: EventOrigin): Promise<{ document: DocumentRecord; changed: boolean }>;
  /** Removes a document and its passages. @returns false when there was none */
  remove(documentId: string): Promise<boolean>;
}

/** Creates an Indexing over one database. `deliverEvents` asks for the delivery of events at once, after a commit. */
export function createIndexing(deps: {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  deliverEvents: () => void;
}): Indexing {
  const { connection, models, outbox, deliverEvents } = deps;

  return {
    async index(source, origin) {
      const contentHash = hashOf(source);
      const known = await models.documents.findById(source.id).lean();
      if (known?.contentHash === contentHash && known.status === 'READY') return { document: known, changed: false };
      const passages = readPassages(source);
      const document: DocumentRecord = { ...described(source), passageCount: passages.length, contentHash };
      await inTransaction(connection, async (session) => {
        await bumpVersion(session);
        await models.passages.deleteMany({ documentId: source.id }, { session });
        await models.passages.insertMany(
          passages.map((passage) => ({
            _id: `${source.id}#${passage.position}`,
            documentId: source.id,
            title: source.title,
            headings: [...passage.headings],
            text: passage.text,
            position: passage.position,
            language: source.language,
            category: source.category,
            tags: [...source.tags],
          })),
          { session },
        );
        await models.documents.replaceOne({ _id: source.id }, document, { session, upsert: true });
        const payload = { documentId: source.id, passageCount: passages.length };
        await outbox.append(session, 'DOCUMENT_INDEXED', payload, origin);
      });
      deliverEvents();
      return { document, changed: true };
    },

    async remove(documentId) {
      const removed = await inTransaction(connection, async (session) => {
        const { deletedCount } = await models.documents.deleteOne({ _id: documentId }, { session });
        if (deletedCount === 0) return false;
        await bumpVersion(session);
        await models.passages.deleteMany({ documentId }, { session });
        return true;
      });
      if (removed) deliverEvents();
      return removed;
    },
  };

  /** First in each transaction: two writers of the index then conflict at once, and one waits its turn. */
  async function bumpVersion(session: ClientSession): Promise<void> {
    await models.indexState.updateOne({ _id: 'passages' }, { $inc: { version: 1 } }, { session, upsert: true });
  }
}

function readPassages({ format, content, title }: IndexableDocument) {
  let passages: ReturnType<typeof cutPassages>;
  try {
    passages = cutPassages(readSections(format, content, title));
  } catch (error) {
    // A RangeError is a parser's recursion at its end: the content is nested deeper than any text for people.
    const isUnreadable = error instanceof UnreadableContentError || error instanceof RangeError;
    if (isUnreadable) throw contentNotReadable(format, error);
    throw error;
  }
  if (passages.length === 0) throw contentNotReadable(format);
  return passages;
}

function described(source: IndexableDocument): Omit<DocumentRecord, 'passageCount' | 'contentHash'> {
  return {
    _id: source.id,
    title: source.title,
    source: source.source,
    language: source.language,
    tags: [...source.tags],
    category: source.category,
    difficulty: source.difficulty,
    summary: source.summary,
    url: source.url,
    status: 'READY',
    indexedAt: new Date(),
    createdBy: source.createdBy,
  };
}

/** Bump when passages are cut differently, so that documents which did not change are cut again. */
const cutterVersion = 1;

function hashOf(source: IndexableDocument): string {
  return createHash('sha256')
    .update(JSON.stringify([cutterVersion, source]))
    .digest('hex');
}
