import { type InternalCall, internalCall } from '@doctorpy/service-kit/subgraph';
import { z } from 'zod';
import type { SettledQuestions } from '../services/explanation/settled-questions.js';

/** `POST /internal/settled-questions`, for rag alone: the questions whose explanations somebody may be quoted. */
export function settledQuestionsCall(settledQuestions: SettledQuestions): InternalCall {
  return internalCall({
    pair: 'rag>quest',
    path: '/internal/settled-questions',
    input: z.strictObject({ userId: z.string().min(1).max(100) }),
    answer: async ({ userId }) => ({ questionIds: await settledQuestions.of(userId) }),
  });
}
