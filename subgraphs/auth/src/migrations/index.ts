import type { Migration } from '@doctorpy/service-kit/mongo';
import { collections } from './0001-collections.js';
import { recovery } from './0002-recovery.js';

/** Every migration of this service's database, in order. A migration that was released is never changed. */
export const migrations: readonly Migration[] = [collections, recovery];
