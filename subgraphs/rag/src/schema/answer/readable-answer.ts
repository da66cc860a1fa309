import { type Caller, hasRole } from '@doctorpy/service-kit/caller';
import type { RagContext } from '../../context.js';
import type { AnswerRecord } from '../../models/answer.model.js';

/** An answer that the caller may read: their own, or any for an ADMIN; null for every other, as for one that does not exist. */
export async function readableAnswer(
  id: string,
  caller: Caller,
  { answers }: Pick<RagContext['loaders'], 'answers'>,
): Promise<AnswerRecord | null> {
  const answer = await answers.load(id);
  return answer && (answer.userId === caller.userId || hasRole(caller, 'ADMIN')) ? answer : null;
}
