import type { MutationResolvers } from './../../../types.generated.js';

export const deleteDocument: NonNullable<MutationResolvers['deleteDocument']> = (_parent, { id }, { services }) =>
  services.authoring.remove(String(id));
