import { type Connection, type Model, Schema } from 'mongoose';
import type { QuestContent } from '../services/content/content-schema.js';

/** A published quest in its newest version, answer keys included. */
export interface QuestRecord {
  /** The authored slug. */
  _id: string;
  version: number;
  /** SHA-256 of the content, which tells whether it changed. */
  hash: string;
  /** Who published this version; null, or missing in older records, when it came from the content folder; `departed` when they have deleted their account. */
  publishedBy?: string | null;
  category: string;
  difficulty: QuestContent['difficulty'];
  /** Place in the catalogue. */
  position: number;
  /** Titles and summaries in both languages, folded for search. */
  searchText: string;
  content: QuestContent;
}

const schema = new Schema<QuestRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    hash: { type: String, required: true },
    publishedBy: { type: String, default: null },
    category: { type: String, required: true },
    difficulty: { type: String, required: true },
    position: { type: Number, required: true },
    searchText: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'quests', versionKey: false, minimize: false },
);

/** The published quests. */
export const questModel = (connection: Connection): Model<QuestRecord> =>
  connection.model<QuestRecord>('Quest', schema);
