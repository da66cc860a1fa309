import { type ServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';

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

const path = '/internal/explanations';
const timeoutMs = 5000;
const nobody = { userId: null, sessionId: null, roles: [], ip: null, language: 'fr', userAgent: null } as const;

/**
 * Creates a QuestSource.
 * @param deps.url of quest's /graphql
 * @param deps.keys with that of `rag>quest`
 */
export function createQuestSource({ url, keys }: { url: string; keys: ServiceKeys }): QuestSource {
  return { of: (questId) => ask({ questId }), page: (after) => ask({ after }) };

  async function ask(asked: object): Promise<QuestExplanations[]> {
    const body = JSON.stringify(asked);
    const signed = { pair: 'rag>quest', method: 'POST', path, body } as const;
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signRequest(keys, signed, { caller: nobody, requestId: uuid() }),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`The quest service answered ${response.status} when asked for explanations.`);
    return answer.parse(await response.json()).quests;
  }
}
