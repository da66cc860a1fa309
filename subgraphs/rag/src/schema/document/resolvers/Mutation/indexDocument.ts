import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

export const indexDocument: NonNullable<MutationResolvers['indexDocument']> = (
  _parent,
  { input },
  { caller, services, origin },
) =>
  services.authoring.add(
    {
      title: input.title,
      content: input.content,
      format: input.format ?? 'MARKDOWN',
      language: input.language ?? 'fr',
      tags: input.tags ?? [],
      category: input.category ?? null,
      source: input.source ?? null,
    },
    requireUser(caller),
    origin,
  );
