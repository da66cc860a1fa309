import { createHash } from 'node:crypto';
import type { EventOrigin, Outbox } from '@doctorpy/service-kit/events';
import { inTransaction } from '@doctorpy/service-kit/mongo';
import type { ClientSession, Connection } from 'mongoose';
import { contentNotReadable } from '../../errors.js';
import type { DocumentKind, DocumentRecord } from '../../models/document.model.js';
import type { Models } from '../../models/index.js';
import type { PassageRecord } from '../../models/passage.model.js';
import { type ReadableFormat, type ReadDocument, readDocument } from './formats/read-document.js';
import { UnreadableContentError } from './formats/unreadable.js';
import { cutPassages } from './passages.js';
import type { DocumentReader } from './reading/thread-reader.js';

/** What is known about a document beside its text. All of it is worth indexing again when it changes. */
export interface DocumentDescription {
  id: string;
  kind: DocumentKind;
  title: string;
  source: string;
  language: string;
  tags: readonly string[];
  category: string | null;
  difficulty: string | null;
  summary: string | null;
  url: string | null;
  createdBy: string | null;
  /** Absolute path, of a file that was indexed from the command line. */
  file?: string;
  /** Of explanations: the version of the quest that they belong to. */
  questVersion?: number;
}

/** A document to cut into passages. Without a title it gets the one that its content gives, else its source. */
export interface IndexableDocument extends Omit<DocumentDescription, 'title'> {
  title: string | null;
  format: ReadableFormat;
  /** Text; of a PDF, the file in base64. */
  content: string;
}

/** A passage that is cut already. */
export interface ReadyPassage {
  headings: readonly string[];
  text: string;
  questionId?: string;
}

/** A document whose passages are to be written. */
export interface PreparedDocument {
  document: DocumentRecord;
  passages: PassageRecord[];
  isNew: boolean;
}

/** Writes documents and their passages: the record every search index is built from. */
export interface Indexing {
  /**
   * Cuts a document into passages and stores both, with DOCUMENT_INDEXED, in one transaction. The same content again
   * changes nothing and announces nothing.
   * @throws DomainError BAD_USER_INPUT when the content is not readable as its format
   */
  index(document: IndexableDocument, origin: EventOrigin): Promise<{ document: DocumentRecord; changed: boolean }>;
  /**
   * Reads a document and writes nothing; null when it is indexed just so already.
   * @param complete what its content says of it
   * @throws UnreadableContentError
   */
  prepare(
    document: IndexableDocument,
    complete?: (read: ReadDocument) => Partial<DocumentDescription>,
  ): Promise<PreparedDocument | null>;
  /** The same for passages that are cut already. */
  preparePassages(document: DocumentDescription, passages: readonly ReadyPassage[]): Promise<PreparedDocument | null>;
  /**
   * Stores prepared documents, all of them or none: whoever reads meanwhile sees what was there before.
   * @param isDue asked in the transaction; a document for which it says no is left as it is stored
   */
  commit(
    prepared: readonly PreparedDocument[],
    origin: EventOrigin,
    isDue?: (document: DocumentRecord, session: ClientSession) => Promise<boolean>,
  ): Promise<void>;
  /** Removes a document and its passages, announced as one with no passages. @returns false when there was none */
  remove(documentId: string, origin: EventOrigin): Promise<boolean>;
}

/** Creates an Indexing over one database. `deliverEvents` asks for the delivery of events at once, after a commit. */
export function createIndexing(deps: {
  connection: Connection;
  models: Models;
  outbox: Outbox;
  deliverEvents: () => void;
  /** How documents are read. @default here and now, for content that is vouched for */
  read?: DocumentReader;
}): Indexing {
  const { connection, models, outbox, deliverEvents, read: readSource = readDocument } = deps;

  const indexing: Indexing = {
    async index(source, origin) {
      const prepared = await indexing.prepare(source).catch((error: unknown) => {
        throw error instanceof UnreadableContentError ? contentNotReadable(source.format, error.reason, error) : error;
      });
      if (prepared) {
        await indexing.commit([prepared], origin);
        return { document: prepared.document, changed: true };
      }
      const document = await models.documents.findById(source.id).lean();
      if (!document) throw new Error(`The document ${source.id} was removed while it was looked at.`);
      return { document, changed: false };
    },

    async prepare(source, complete = () => ({})) {
      const { content, format, ...given } = source;
      return prepareUnlessKnown(source.id, source, async () => {
        const read = await readSource({ format, content, title: source.title });
        const description = { ...given, title: read.title ?? source.source, ...complete(read) };
        return { description, passages: cutPassages(read.sections) };
      });
    },

    preparePassages: (description, passages) =>
      prepareUnlessKnown(description.id, [description, passages], async () => ({ description, passages })),

    async commit(offered, origin, isDue = async () => true) {
      if (offered.length === 0) return;
      await inTransaction(connection, async (session) => {
        await bumpVersion(
          session,
          offered.map(({ document }) => document),
        );
        const prepared: PreparedDocument[] = [];
        for (const each of offered) if (await isDue(each.document, session)) prepared.push(each);
        const ids = prepared.map(({ document }) => document._id);
        await models.passages.deleteMany({ documentId: { $in: ids } }, { session });
        await models.passages.insertMany(
          prepared.flatMap(({ passages }) => passages),
          { session },
        );
        for (const { document, passages } of prepared) {
          await models.documents.replaceOne({ _id: document._id }, document, { session, upsert: true });
          const payload = { documentId: document._id, passageCount: passages.length };
          await outbox.append(session, 'DOCUMENT_INDEXED', payload, origin);
        }
      });
      deliverEvents();
    },

    async remove(documentId, origin) {
      const removed = await inTransaction(connection, async (session) => {
        const removed = await models.documents.findOneAndDelete({ _id: documentId }, { session }).lean();
        if (!removed) return false;
        await bumpVersion(session, [removed]);
        await models.passages.deleteMany({ documentId }, { session });
        await outbox.append(session, 'DOCUMENT_INDEXED', { documentId, passageCount: 0 }, origin);
        return true;
      });
      if (removed) deliverEvents();
      return removed;
    },
  };
  return indexing;

  async function prepareUnlessKnown(
    id: string,
    content: unknown,
    read: () => Promise<{ description: DocumentDescription; passages: readonly ReadyPassage[] }>,
  ): Promise<PreparedDocument | null> {
    const contentHash = hashOf(content);
    const known = await models.documents.findById(id, { contentHash: 1, status: 1 }).lean();
    if (known?.contentHash === contentHash && known.status === 'READY') return null;
    const { description, passages } = await read();
    if (passages.length === 0) throw new UnreadableContentError(noText);
    return {
      document: { ...recordOf(description), passageCount: passages.length, contentHash },
      passages: passages.map((passage, position) => passageOf(description, passage, position)),
      isNew: known === null,
    };
  }

  /** First in each transaction: two writers of the index then conflict at once, and one waits its turn. */
  async function bumpVersion(session: ClientSession, changed: readonly Pick<DocumentRecord, 'kind'>[]): Promise<void> {
    const counter = changed.every(({ kind }) => kind === 'explanation') ? 'explanations' : 'version';
    await models.indexState.updateOne({ _id: 'passages' }, { $inc: { [counter]: 1 } }, { session, upsert: true });
  }
}

const noText = { fr: 'il ne contient aucun texte', en: 'it holds no text' };

function recordOf(description: DocumentDescription): Omit<DocumentRecord, 'passageCount' | 'contentHash'> {
  const { id, tags, ...rest } = description;
  return { _id: id, ...rest, tags: [...tags], status: 'READY', indexedAt: new Date() };
}

function passageOf(
  { id, kind, title, language, category, tags }: DocumentDescription,
  { headings, text, questionId }: ReadyPassage,
  position: number,
): PassageRecord {
  return {
    _id: `${id}#${position}`,
    documentId: id,
    kind,
    title,
    headings: [...headings],
    text,
    position,
    language,
    category,
    tags: [...tags],
    ...(questionId !== undefined && { questionId }),
  };
}

/** Bump when documents are read or cut differently, so that those which did not change are read again. */
const cutterVersion = 3;

function hashOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([cutterVersion, content]))
    .digest('hex');
}
