import { eventOrigin } from '@doctorpy/service-kit/events';
import type { MutationResolvers } from './../../../types.generated.js';

export const deleteDocument: NonNullable<MutationResolvers['deleteDocument']> = (_parent, { id }, context) =>
  context.services.authoring.remove(String(id), eventOrigin(context));
