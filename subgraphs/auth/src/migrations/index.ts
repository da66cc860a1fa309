import type { Migration } from '@doctorpy/service-kit/mongo';
import { collections } from './001-collections.js';

/** Every step of auth's database, in order. */
export const migrations: readonly Migration[] = [collections];
