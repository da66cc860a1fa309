import { type InternalCall, internalCall } from '@doctorpy/service-kit/subgraph';
import { z } from 'zod';
import type { Disclosures } from '../services/disclosure/disclosures.js';

/**
 * `POST /internal/disclosure-check`: whether texts would give somebody the answers to what they have in play. Which
 * questions these are is for this service to know; nothing about them is in the answer.
 */
export function disclosureCheck(disclosures: Disclosures): InternalCall {
  return internalCall({
    pair: 'rag>quest',
    path: '/internal/disclosure-check',
    input: z.strictObject({
      userId: z.string().min(1).max(100),
      texts: z.array(z.string().max(LONGEST_TEXT)).max(MOST_TEXTS),
    }),
    answer: ({ userId, texts }) => disclosures.check(userId, texts),
  });
}

/** In UTF-16 units; an answer has some 4,000. */
const LONGEST_TEXT = 20_000;
const MOST_TEXTS = 40;
