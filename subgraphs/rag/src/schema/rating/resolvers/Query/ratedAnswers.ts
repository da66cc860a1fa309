import type { QueryResolvers } from './../../../types.generated.js';

export const ratedAnswers: NonNullable<QueryResolvers['ratedAnswers']> = (
  _parent,
  { helpful, language, first, after },
  { services },
) => services.ratedAnswers.page({ helpful, language: language ?? null }, { first, after: after ?? null });
