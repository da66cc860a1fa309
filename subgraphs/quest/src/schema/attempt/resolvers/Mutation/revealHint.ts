import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const revealHint: NonNullable<MutationResolvers['revealHint']> = (
  _parent,
  { progressId, questionId },
  context,
) => context.services.progresses.revealHint(actorOf(context).userId, progressId, questionId);
