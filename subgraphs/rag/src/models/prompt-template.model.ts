import { type Connection, type Model, Schema } from 'mongoose';
import type { QueryType } from './answer.model.js';

/** How well a learner knows Python, as far as completed quests tell. */
export type Level = 'BEGINNER' | 'INTERMEDIATE' | 'ADVANCED';

/** All levels, from the first. */
export const levels = ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'] as const satisfies readonly Level[];

/** Where a question comes from: while on a quest, with an error of Python pasted into it, or neither. */
export type Situation = 'FREE' | 'IN_QUEST' | 'ERROR_MESSAGE';

/** All situations. */
export const situations = ['FREE', 'IN_QUEST', 'ERROR_MESSAGE'] as const satisfies readonly Situation[];

/** The instructions a model gets for one kind of question, level, language and situation: those in use. */
export interface PromptTemplateRecord {
  /** `<query type>.<level>.<language>`, and `.<situation>` unless it is FREE. */
  _id: string;
  /** Of the version in use. */
  version: number;
  queryType: QueryType;
  level: Level;
  language: string;
  situation: Situation;
  title: string;
  template: string;
  /** The highest number of all versions. */
  newestVersion: number;
  /** Who put the version in use; null when the content folder did, `departed` when they have deleted their account. */
  publishedBy: string | null;
  publishedAt: Date;
}

const schema = new Schema<PromptTemplateRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    queryType: { type: String, required: true },
    level: { type: String, required: true, enum: levels },
    language: { type: String, required: true },
    situation: { type: String, required: true, enum: situations },
    title: { type: String, required: true },
    template: { type: String, required: true },
    newestVersion: { type: Number, required: true },
    publishedBy: { type: String, default: null },
    publishedAt: { type: Date, required: true },
  },
  { collection: 'prompt_templates', versionKey: false, autoIndex: false },
);

/** The prompt_templates collection of a connection. */
export const promptTemplateModel = (connection: Connection): Model<PromptTemplateRecord> =>
  connection.model<PromptTemplateRecord>('PromptTemplate', schema);
