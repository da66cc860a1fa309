import { type Connection, type Model, Schema } from 'mongoose';

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
  },
  { collection: 'passages', versionKey: false, autoIndex: false },
);

/** The passages collection of a connection. */
export const passageModel = (connection: Connection): Model<PassageRecord> =>
  connection.model<PassageRecord>('Passage', schema);
