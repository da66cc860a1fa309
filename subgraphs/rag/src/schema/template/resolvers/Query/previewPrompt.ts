import type { QueryResolvers } from './../../../types.generated.js';

export const previewPrompt: NonNullable<QueryResolvers['previewPrompt']> = (_parent, { input }, { caller, services }) =>
  services.previewPrompt(
    {
      query: input.query,
      queryType: input.queryType ?? 'CONCEPT',
      level: input.level ?? 'BEGINNER',
      language: input.language ?? null,
      questId: input.questId ?? null,
      templateId: input.templateId ?? null,
      version: input.version ?? null,
      draft: input.draft ?? null,
    },
    caller.language,
  );
