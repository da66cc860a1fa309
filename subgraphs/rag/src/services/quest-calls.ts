import { anonymous } from '@doctorpy/service-kit/caller';
import { type ServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';

/**
 * Asks the quest service by an internal call; see docs/reference/internal-calls.md.
 * @param patienceMs @default 5000
 * @throws Error when it cannot be asked, does not answer in time, or answers something else than `answer`
 */
export type AskQuest = <S extends z.ZodType>(
  path: `/internal/${string}`,
  asked: object,
  answer: S,
  patienceMs?: number,
) => Promise<z.output<S>>;

/** For one call: programs may have to be tried for it. */
const PATIENCE_MS = 5000;

/**
 * Creates AskQuest.
 * @param deps.url any address of the quest subgraph
 * @param deps.keys with that of `rag>quest`
 */
export function createAskQuest({ url, keys }: { url: string; keys: ServiceKeys }): AskQuest {
  return async (path, asked, answer, patienceMs = PATIENCE_MS) => {
    const body = JSON.stringify(asked);
    const signed = signRequest(
      keys,
      { pair: 'rag>quest', method: 'POST', path, body },
      { caller: anonymous, requestId: uuid() },
    );
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw new Error(`The quest service answered ${response.status} to ${path}.`);
    return answer.parse(await response.json());
  };
}
