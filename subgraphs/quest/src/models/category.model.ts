import { type Connection, type Model, Schema } from 'mongoose';
import type { CategoryContent } from '../services/content/content-schema.js';

/** A category of quests. */
export interface CategoryRecord {
  /** The authored slug. */
  _id: string;
  /** Place in the catalogue. */
  position: number;
  content: CategoryContent;
}

const schema = new Schema<CategoryRecord>(
  {
    _id: { type: String, required: true },
    position: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'quest_categories', versionKey: false },
);

/** The categories. */
export const categoryModel = (connection: Connection): Model<CategoryRecord> =>
  connection.model<CategoryRecord>('QuestCategory', schema);
