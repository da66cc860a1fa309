import type { QueryType } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import type { Level, PromptTemplateRecord } from '../../models/prompt-template.model.js';

/** The prompt templates, as the database holds them. */
export interface Templates {
  /** The template for a question; another level's when this level has none, null when the language has none at all. */
  choose(wanted: { queryType: QueryType; level: Level; language: string }): Promise<PromptTemplateRecord | null>;
  /** Templates by type, level and language; what is null does not narrow. */
  list(filters: { queryType: QueryType | null; language: string | null }): Promise<PromptTemplateRecord[]>;
}

/** Creates Templates over the models. */
export function createTemplates({ promptTemplates }: Pick<Models, 'promptTemplates'>): Templates {
  return {
    async choose({ queryType, level, language }) {
      const candidates = await promptTemplates.find({ queryType, language }).sort({ _id: 1 }).lean();
      return candidates.find((candidate) => candidate.level === level) ?? candidates[0] ?? null;
    },
    async list({ queryType, language }) {
      const filter = { ...(queryType !== null && { queryType }), ...(language !== null && { language }) };
      return promptTemplates.find(filter).sort({ queryType: 1, level: 1, language: 1 }).lean();
    },
  };
}
