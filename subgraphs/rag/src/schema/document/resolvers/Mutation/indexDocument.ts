import { requireUser } from '@doctorpy/service-kit/caller';
import { eventOrigin } from '@doctorpy/service-kit/events';
import type { MutationResolvers } from './../../../types.generated.js';

export const indexDocument: NonNullable<MutationResolvers['indexDocument']> = (_parent, { input }, context) =>
  context.services.authoring.add(
    {
      title: input.title,
      content: input.content,
      format: input.format ?? 'MARKDOWN',
      language: input.language ?? 'fr',
      tags: input.tags ?? [],
      category: input.category ?? null,
      source: input.source ?? null,
      replaces: input.replaces === undefined || input.replaces === null ? null : String(input.replaces),
    },
    requireUser(context.caller),
    eventOrigin(context),
  );
