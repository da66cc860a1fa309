import type { MutationResolvers } from './../../../types.generated.js';

export const markUnansweredQuestion: NonNullable<MutationResolvers['markUnansweredQuestion']> = (
  _parent,
  { id, dealtWith = true },
  { services },
) => services.unansweredQuestions.mark(String(id), dealtWith);
