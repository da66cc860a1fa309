import { type Connection, type Model, Schema } from 'mongoose';
import type { QueryType } from './answer.model.js';

/** How well a learner knows Python, as far as completed quests tell. */
export type Level = 'BEGINNER' | 'INTERMEDIATE' | 'ADVANCED';

/** The instructions a model gets for one kind of question, level and language. */
export interface PromptTemplateRecord {
  _id: string;
  version: number;
  queryType: QueryType;
  level: Level;
  language: string;
  title: string;
  template: string;
}

const schema = new Schema<PromptTemplateRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    queryType: { type: String, required: true },
    level: { type: String, required: true },
    language: { type: String, required: true },
    title: { type: String, required: true },
    template: { type: String, required: true },
  },
  { collection: 'prompt_templates', versionKey: false, autoIndex: false },
);

/** The prompt_templates collection of a connection. */
export const promptTemplateModel = (connection: Connection): Model<PromptTemplateRecord> =>
  connection.model<PromptTemplateRecord>('PromptTemplate', schema);
