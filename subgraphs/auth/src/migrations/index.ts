import type { Migration } from '@doctorpy/service-kit/mongo';
import { collections } from './0001-collections.js';
import { administration } from './0002-administration.js';
import { revocations } from './0003-revocations.js';
import { recovery } from './0004-recovery.js';
import { signingKeys } from './0005-signing-keys.js';
import { privacy } from './0006-privacy.js';

/** Every migration of this service's database, in order. A migration that was released is never changed. */
export const migrations: readonly Migration[] = [
  collections,
  administration,
  revocations,
  recovery,
  signingKeys,
  privacy,
];
