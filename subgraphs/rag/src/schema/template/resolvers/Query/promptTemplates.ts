import type { QueryResolvers } from './../../../types.generated.js';

export const promptTemplates: NonNullable<QueryResolvers['promptTemplates']> = (
  _parent,
  { queryType, language, level, situation },
  { services },
) =>
  services.templates.list({
    queryType: queryType ?? null,
    language: language ?? null,
    level: level ?? null,
    situation: situation ?? null,
  });
