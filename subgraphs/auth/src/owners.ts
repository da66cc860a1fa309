import type { Owners } from '@doctorpy/service-kit/access';
import { personOf } from '@doctorpy/service-kit/personal-data';

/** Whose an object is, for every type with fields that are only its owner's business. */
export const ownerOf: Owners = {
  User: ({ id }: { id: string }) => id,
  LinkedIdentity: ({ userId }: { userId: string }) => userId,
  SecondFactor: ({ id }: { id: string }) => id,
  PersonalData: ({ id }: { id: string }) => personOf(id),
  Session: ({ userId }: { userId: string }) => userId,
};
