import { EXPORT_VERSION, personOf } from '@doctorpy/service-kit/personal-data';
import type { PersonalDataResolvers } from './../../types.generated.js';

/** Auth's part of an export. */
export const PersonalData: PersonalDataResolvers = {
  __resolveReference: ({ id }, { services }) => ({ id: String(id), generatedAt: services.now() }),
  formatVersion: () => EXPORT_VERSION,
  account: ({ id }, _args, { services }) => services.accountExport.of(personOf(id) ?? ''),
};
