import { type InternalCall, internalCall } from '@doctorpy/service-kit/subgraph';
import { z } from 'zod';
import type { Explanations } from '../services/explanation/explanations.js';

/**
 * `POST /internal/explanations`, for rag alone: `{questId}` answers `{quests: [at most one]}`, `{after}` the next page of
 * all published quests, in the order of ids, and none after the last. Never an answer key beside the explanations.
 */
export function explanationsCall(explanations: Explanations): InternalCall {
  return internalCall({
    pair: 'rag>quest',
    path: '/internal/explanations',
    input: z.union([
      z.strictObject({ questId: z.string().min(1).max(200) }),
      z.strictObject({ after: z.string().max(200).nullable() }),
    ]),
    answer: async (asked) => ({
      quests: 'questId' in asked ? await explanations.of(asked.questId) : await explanations.page(asked.after),
    }),
  });
}
