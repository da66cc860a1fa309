import { personOf } from '@doctorpy/service-kit/personal-data';
import type { PersonalDataResolvers } from './../../types.generated.js';

/** Rag's part of an export. */
export const PersonalData: PersonalDataResolvers = {
  __resolveReference: ({ id }) => ({ id: String(id) }),
  questions: ({ id }, { after }, { services }) => services.questionsExport.of(personOf(id) ?? '', after ?? null),
};
