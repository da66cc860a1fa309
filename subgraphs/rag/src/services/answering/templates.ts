import type { QueryType } from '../../models/answer.model.js';
import type { Models } from '../../models/index.js';
import { type Level, levels, type PromptTemplateRecord, type Situation } from '../../models/prompt-template.model.js';

/** What a question asks of a template. */
export interface TemplateWanted {
  queryType: QueryType;
  level: Level;
  language: string;
  situation: Situation;
}

/** The prompt templates in use, as the database holds them. */
export interface Templates {
  /**
   * The template for a question. Without one: that of free questions at the same level, then another level's, the nearest
   * and the simpler first; null when the language has none for this type at all.
   */
  choose(wanted: TemplateWanted): Promise<PromptTemplateRecord | null>;
  /** Templates by id, in the order of the ids; null where there is none. */
  byIds(ids: readonly string[]): Promise<(PromptTemplateRecord | null)[]>;
  /** Templates by type, level, language and situation; what is null does not narrow. */
  list(filters: { [K in keyof TemplateWanted]: TemplateWanted[K] | null }): Promise<PromptTemplateRecord[]>;
}

/** Creates Templates over the models. */
export function createTemplates({ promptTemplates }: Pick<Models, 'promptTemplates'>): Templates {
  return {
    async choose(wanted) {
      const { queryType, language, situation } = wanted;
      const candidates = await promptTemplates
        .find({ queryType, language, situation: { $in: [...new Set([situation, 'FREE' as const])] } })
        .lean();
      return nearestTo(wanted, candidates);
    },
    async byIds(ids) {
      const records = await promptTemplates.find({ _id: { $in: [...ids] } }).lean();
      return ids.map((id) => records.find(({ _id }) => _id === id) ?? null);
    },
    async list(filters) {
      const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== null));
      return promptTemplates.find(given).sort({ queryType: 1, level: 1, language: 1, situation: 1 }).lean();
    },
  };
}

function nearestTo(wanted: TemplateWanted, candidates: readonly PromptTemplateRecord[]): PromptTemplateRecord | null {
  const wantedRank = levels.indexOf(wanted.level);
  const distance = ({ level, situation }: PromptTemplateRecord) => {
    const away = levels.indexOf(level) - wantedRank;
    const byLevel = away === 0 ? 0 : 4 * Math.abs(away) + (away > 0 ? 1 : 0);
    return 2 * byLevel + (situation === wanted.situation ? 0 : 1);
  };
  return candidates.toSorted((left, right) => distance(left) - distance(right))[0] ?? null;
}
