import { z } from 'zod';
import type { AskQuest } from '../quest-calls.js';

/** The explanations of one quest, as the quest service gives them. */
export type QuestExplanations = z.infer<typeof questExplanations>;

/** Reads explanations from the quest service, which owns them. */
export interface QuestSource {
  /** Those of a published quest; empty when it is none. @throws Error when quest cannot be asked */
  of(questId: string): Promise<QuestExplanations[]>;
  /** Those of the next quests after this id, in the order of ids; empty after the last. @throws Error likewise */
  page(after: string | null): Promise<QuestExplanations[]>;
}

const questExplanations = z.object({
  questId: z.string(),
  version: z.number(),
  category: z.string(),
  difficulty: z.string(),
  texts: z.array(
    z.object({
      language: z.enum(['fr', 'en']),
      title: z.string(),
      questions: z.array(z.object({ questionId: z.string(), prompt: z.string(), explanation: z.string() })),
    }),
  ),
});
const answer = z.object({ quests: z.array(questExplanations) });

/** Creates a QuestSource. */
export function createQuestSource(askQuest: AskQuest): QuestSource {
  const ask = async (asked: object) => (await askQuest('/internal/explanations', asked, answer)).quests;
  return { of: (questId) => ask({ questId }), page: (after) => ask({ after }) };
}
