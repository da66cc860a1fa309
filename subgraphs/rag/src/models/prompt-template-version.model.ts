import { type Connection, type Model, Schema } from 'mongoose';

/** One text of a prompt template, kept for ever and never changed: answers and their cache name it. */
export interface PromptTemplateVersionRecord {
  /** `<template>@<version>`. */
  _id: string;
  templateId: string;
  version: number;
  title: string;
  template: string;
  /** Null when it came from the content folder; `departed` when its author has deleted their account. */
  savedBy: string | null;
  savedAt: Date;
}

const schema = new Schema<PromptTemplateVersionRecord>(
  {
    _id: { type: String, required: true },
    templateId: { type: String, required: true },
    version: { type: Number, required: true },
    title: { type: String, required: true },
    template: { type: String, required: true },
    savedBy: { type: String, default: null },
    savedAt: { type: Date, required: true },
  },
  { collection: 'prompt_template_versions', versionKey: false, autoIndex: false },
);

/** The prompt_template_versions collection of a connection. */
export const promptTemplateVersionModel = (connection: Connection): Model<PromptTemplateVersionRecord> =>
  connection.model<PromptTemplateVersionRecord>('PromptTemplateVersion', schema);

/** The id of one version of a template. */
export const promptTemplateVersionId = (templateId: string, version: number): string => `${templateId}@${version}`;
