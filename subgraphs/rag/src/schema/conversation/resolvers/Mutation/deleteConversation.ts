import { requireUser } from '@doctorpy/service-kit/caller';
import type { MutationResolvers } from './../../../types.generated.js';

export const deleteConversation: NonNullable<MutationResolvers['deleteConversation']> = (
  _parent,
  { id },
  { caller, services },
) => services.conversations.remove(requireUser(caller), String(id));
