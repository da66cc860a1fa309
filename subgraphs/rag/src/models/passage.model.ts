import { type Connection, type Model, Schema } from 'mongoose';
import { type DocumentKind, documentKinds } from './document.model.js';

/** One passage of a document: the record from which any search index is built. What filters need is repeated from the document. */
export interface PassageRecord {
  /** `<document id>#<position>`. */
  _id: string;
  documentId: string;
  title: string;
  /** Headings above it, outermost first. */
  headings: string[];
  /** Markdown. */
  text: string;
  /** Place in the document, from 0. */
  position: number;
  language: string;
  category: string | null;
  tags: string[];
  /** Of its document. */
  kind?: DocumentKind;
  /**
   * The question whose answer the passage explains; null or missing for all others. It is for those alone who have the
   * question behind them: searches withhold it unless they are told so.
   */
  questionId?: string | null;
}

const schema = new Schema<PassageRecord>(
  {
    _id: { type: String, required: true },
    documentId: { type: String, required: true },
    title: { type: String, required: true },
    headings: { type: [String], required: true },
    text: { type: String, required: true },
    position: { type: Number, required: true },
    language: { type: String, required: true },
    category: { type: String, default: null },
    tags: { type: [String], required: true },
    kind: { type: String, enum: documentKinds },
    questionId: { type: String },
  },
  { collection: 'passages', versionKey: false, autoIndex: false },
);

/** The passages collection of a connection. */
export const passageModel = (connection: Connection): Model<PassageRecord> =>
  connection.model<PassageRecord>('Passage', schema);
