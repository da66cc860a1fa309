import type { QueryResolvers } from './../../../types.generated.js';

export const unansweredQuestions: NonNullable<QueryResolvers['unansweredQuestions']> = (
  _parent,
  { dealtWith = false, language, first = 20, after },
  { services },
) => services.unansweredQuestions.page({ dealtWith, language: language ?? null }, { first, after: after ?? null });
