import type { AnswerChunk } from '../../../../services/answering/answering.js';
import type { SubscriptionResolvers } from './../../../types.generated.js';
import { toAsker, toQuestion } from '../../ask-input.js';

export const answerStream: NonNullable<SubscriptionResolvers['answerStream']> = {
  subscribe: (_parent, { input }, context) => context.services.answering.stream(toQuestion(input), toAsker(context)),
  resolve: (chunk: AnswerChunk) => chunk,
};
