import type { Migration } from '@doctorpy/service-kit/mongo';
import { indexes } from './0001-indexes.js';

/** All migrations of this subgraph, in order. */
export const migrations: readonly Migration[] = [indexes];
