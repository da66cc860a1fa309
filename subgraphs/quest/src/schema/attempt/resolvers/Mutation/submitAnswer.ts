import { actorOf } from '../../../../context.js';
import type { MutationResolvers } from '../../../types.generated.js';

export const submitAnswer: NonNullable<MutationResolvers['submitAnswer']> = (_parent, { input }, context) =>
  context.services.attempts.submit(actorOf(context), input);
