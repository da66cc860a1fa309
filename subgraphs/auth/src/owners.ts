import type { Owners } from '@doctorpy/service-kit/access';

/** Whose an object is, for every type with fields that are only its owner's business. */
export const ownerOf: Owners = {
  User: ({ id }: { id: string }) => id,
  LinkedIdentity: ({ userId }: { userId: string }) => userId,
  SecondFactor: ({ id }: { id: string }) => id,
  Session: ({ userId }: { userId: string }) => userId,
};
