import type { Migration } from '@doctorpy/service-kit/mongo';
import { collections } from './0001-collections.js';
import { administration } from './0002-administration.js';
import { revocations } from './0003-revocations.js';
import { recovery } from './0004-recovery.js';
import { signingKeys } from './0005-signing-keys.js';
import { sessionNetworks } from './0006-session-networks.js';
import { identities } from './0007-identities.js';
import { secondFactors } from './0008-second-factors.js';
import { sessionTransport } from './0009-session-transport.js';
import { privacy } from './0010-privacy.js';

/** Every migration of this service's database, in order. A migration that was released is never changed. */
export const migrations: readonly Migration[] = [
  collections,
  administration,
  revocations,
  recovery,
  signingKeys,
  sessionNetworks,
  identities,
  secondFactors,
  sessionTransport,
  privacy,
];
