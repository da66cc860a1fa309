import { type Connection, type Model, Schema } from 'mongoose';
import type { QuestContent } from '../services/content/content-schema.js';

/** One version of a quest, kept for ever: learners finish the version that they started. */
export interface QuestVersionRecord {
  /** `<quest>@<version>`. */
  _id: string;
  questId: string;
  version: number;
  hash: string;
  /** Who published it; null, or missing in older records, when it came from the content folder; `departed` when they have deleted their account. */
  publishedBy?: string | null;
  content: QuestContent;
  publishedAt: Date;
}

const schema = new Schema<QuestVersionRecord>(
  {
    _id: { type: String, required: true },
    questId: { type: String, required: true },
    version: { type: Number, required: true },
    hash: { type: String, required: true },
    publishedBy: { type: String, default: null },
    content: { type: Schema.Types.Mixed, required: true },
    publishedAt: { type: Date, required: true },
  },
  { collection: 'quest_versions', versionKey: false, minimize: false },
);

/** Every version of every quest. */
export const questVersionModel = (connection: Connection): Model<QuestVersionRecord> =>
  connection.model<QuestVersionRecord>('QuestVersion', schema);

/** The id of one version of a quest. */
export const questVersionId = (questId: string, version: number): string => `${questId}@${version}`;
