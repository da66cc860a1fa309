import type { MutationResolvers } from '../../../types.generated.js';

export const tryDraftAnswer: NonNullable<MutationResolvers['tryDraftAnswer']> = (_parent, { input }, { services }) =>
  services.drafts.tryAnswer(input.draftId, input.questionKey, input.answer);
