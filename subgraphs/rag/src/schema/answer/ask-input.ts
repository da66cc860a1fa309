import { requireUser } from '@doctorpy/service-kit/caller';
import { eventOrigin } from '@doctorpy/service-kit/events';
import type { RagContext } from '../../context.js';
import type { Asker } from '../../services/answering/answering.js';
import type { QuestionInput } from '../../services/answering/question.js';
import type { AskInput } from '../types.generated.js';

/** The service's form of AskInput. */
export function toQuestion(input: AskInput): QuestionInput {
  return {
    query: input.query,
    queryType: input.queryType ?? 'CONCEPT',
    conversationId: input.conversationId ?? null,
    questId: input.questId ?? null,
    level: input.level ?? null,
    language: input.language ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
  };
}

/** Who asks in this request. @throws DomainError UNAUTHENTICATED */
export function toAsker(context: RagContext): Asker {
  const { caller, log } = context;
  return {
    userId: requireUser(caller),
    roles: caller.roles,
    language: caller.language,
    origin: eventOrigin(context),
    log,
  };
}
