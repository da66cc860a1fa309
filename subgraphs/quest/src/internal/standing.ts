import { type InternalCall, internalCall } from '@doctorpy/service-kit/subgraph';
import { z } from 'zod';
import type { Standings } from '../services/standing/standings.js';

/**
 * `POST /internal/standing`, for rag alone: whether somebody has anything in play, the questions whose explanations they may
 * be quoted, and the stamp under which this may be remembered.
 */
export function standingCall(standings: Standings): InternalCall {
  return internalCall({
    pair: 'rag>quest',
    path: '/internal/standing',
    input: z.strictObject({ userId: z.string().min(1).max(100) }),
    answer: ({ userId }) => standings.of(userId),
  });
}
