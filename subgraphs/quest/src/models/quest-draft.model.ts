import { type Connection, type Model, Schema } from 'mongoose';
import type { QuestContent } from '../services/content/content-schema.js';

/** A quest that authors work on, beside the published one if there is one. */
export interface QuestDraftRecord {
  /** The authored slug. */
  _id: string;
  /** As the author wrote it: YAML. */
  source: string;
  /** What the source says. */
  content: QuestContent;
  /** Counts the changes, so that two authors cannot overwrite each other. */
  revision: number;
  /** The published version that it began from; null for a new quest. */
  baseVersion: number | null;
  /** Null when they have deleted their account. */
  updatedBy: string | null;
  updatedAt: Date;
}

const schema = new Schema<QuestDraftRecord>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    revision: { type: Number, required: true },
    baseVersion: { type: Number, default: null },
    updatedBy: { type: String, default: null },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'quest_drafts', versionKey: false, minimize: false },
);

/** The quests that authors work on. */
export const questDraftModel = (connection: Connection): Model<QuestDraftRecord> =>
  connection.model<QuestDraftRecord>('QuestDraft', schema);
