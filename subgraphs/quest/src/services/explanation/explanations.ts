import type { Models } from '../../models/index.js';
import type { QuestRecord } from '../../models/quest.model.js';
import { inLanguage } from '../content/localised.js';

/** Why the right answers to a quest's questions are right. Each may tell its answer. */
export interface QuestExplanations {
  questId: string;
  version: number;
  category: string;
  difficulty: string;
  /** By language; French always, English where some of it is written. */
  texts: { language: 'fr' | 'en'; title: string; questions: ExplainedQuestion[] }[];
}

/** `questionId` is the question's id in the whole graph. */
export interface ExplainedQuestion {
  questionId: string;
  prompt: string;
  explanation: string;
}

/** The explanations of published quests, in their newest version, for those who may quote them. */
export interface Explanations {
  /** Those of one quest, as a list; empty when it is not published. */
  of(questId: string): Promise<QuestExplanations[]>;
  /** Those of the next quests after this id, in the order of ids; empty after the last. */
  page(after: string | null): Promise<QuestExplanations[]>;
}

/** Quests read at once: their whole content is in memory meanwhile. */
const pageSize = 25;

/** Creates Explanations over the models. */
export function createExplanations({ quests }: Pick<Models, 'quests'>): Explanations {
  const read = async (filter: object) =>
    (await quests.find(filter).sort({ _id: 1 }).limit(pageSize).lean<QuestRecord[]>()).map(explanationsOf);
  return {
    of: (questId) => read({ _id: questId }),
    page: (after) => read(after === null ? {} : { _id: { $gt: after } }),
  };
}

function explanationsOf({ _id: questId, version, category, difficulty, content }: QuestRecord): QuestExplanations {
  const isTranslated = content.questions.some((question) => question.en?.explanation !== undefined);
  const languages = isTranslated ? (['fr', 'en'] as const) : (['fr'] as const);
  const texts = languages.map((language) => ({
    language,
    title: inLanguage(content, language).title,
    questions: content.questions
      .filter((question) => language === 'fr' || question.en?.explanation !== undefined)
      .map((question) => {
        const { prompt, explanation }: { prompt: string; explanation: string } = inLanguage<Worded>(question, language);
        return { questionId: `${questId}:${question.key}`, prompt, explanation };
      }),
  }));
  return { questId, version, category, difficulty, texts };
}

interface Worded {
  prompt: string;
  explanation: string;
  en?: { prompt?: string | undefined; explanation?: string | undefined } | undefined;
}
