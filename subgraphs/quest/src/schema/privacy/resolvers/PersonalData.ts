import { personOf } from '@doctorpy/service-kit/personal-data';
import type { PersonalDataResolvers } from './../../types.generated.js';

/** Quest's part of an export. */
export const PersonalData: PersonalDataResolvers = {
  __resolveReference: ({ id }) => ({ id: String(id) }),
  learning: ({ id }, { after }, { services }) => services.learningExport.of(personOf(id) ?? '', after ?? null),
};
