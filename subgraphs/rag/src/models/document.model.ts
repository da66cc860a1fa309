import { type Connection, type Model, Schema } from 'mongoose';

/** Where a document stands: its passages are searchable only when READY. */
export type IndexingStatus = 'PENDING' | 'READY' | 'FAILED';

/** What sort of text a document is: search prefers what teaches over what lists. */
export const documentKinds = ['lesson', 'explanation', 'tutorial', 'howto', 'faq', 'reference', 'document'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One indexed document. Lessons keep a stable id (`lesson:<slug>`); explanations of a quest have
 * `explanation:<quest>:<language>`, files `file:<digest of the path>`; what authors add has a uuid v7. */
export interface DocumentRecord {
  _id: string;
  /** `document` where it is missing, as in records of earlier versions. */
  kind?: DocumentKind;
  title: string;
  /** Where the text comes from, for readers: a lesson's path, or what the author wrote. */
  source: string;
  /** Two-letter language code. */
  language: string;
  tags: string[];
  category: string | null;
  difficulty: string | null;
  summary: string | null;
  /** Path a front end can link to, or null. */
  url: string | null;
  passageCount: number;
  status: IndexingStatus;
  indexedAt: Date | null;
  /** SHA-256 of everything that is indexed; equal means there is nothing to do. */
  contentHash: string;
  /** Absolute path it was read from, for those that the command line indexed. */
  file?: string;
  /** Of explanations: the version of the quest that they belong to. */
  questVersion?: number;
  /** User who indexed it; null for the product's own lessons. */
  createdBy: string | null;
}

const schema = new Schema<DocumentRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: documentKinds },
    title: { type: String, required: true },
    source: { type: String, required: true },
    language: { type: String, required: true },
    tags: { type: [String], required: true },
    category: { type: String, default: null },
    difficulty: { type: String, default: null },
    summary: { type: String, default: null },
    url: { type: String, default: null },
    passageCount: { type: Number, required: true },
    status: { type: String, required: true, enum: ['PENDING', 'READY', 'FAILED'] },
    indexedAt: { type: Date, default: null },
    contentHash: { type: String, required: true },
    file: { type: String },
    questVersion: { type: Number },
    createdBy: { type: String, default: null },
  },
  { collection: 'documents', versionKey: false, autoIndex: false },
);

/** The documents collection of a connection. */
export const documentModel = (connection: Connection): Model<DocumentRecord> =>
  connection.model<DocumentRecord>('Document', schema);
