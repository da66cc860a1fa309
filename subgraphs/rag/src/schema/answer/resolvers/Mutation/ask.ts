import type { MutationResolvers } from './../../../types.generated.js';
import { toAsker, toQuestion } from '../../ask-input.js';

export const ask: NonNullable<MutationResolvers['ask']> = (_parent, { input }, context) =>
  context.services.answering.ask(toQuestion(input), toAsker(context));
