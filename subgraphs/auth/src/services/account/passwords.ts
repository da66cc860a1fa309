import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { tooManyPasswords } from '../../errors.js';

/**
 * Turns passwords into hashes and compares them, few at once. When too many wait already both throw DomainError
 * SERVICE_UNAVAILABLE.
 */
export interface Passwords {
  /** argon2id, in PHC string format with its salt and cost. */
  hash(password: string): Promise<string>;
  /**
   * Does the password fit the hash? With no hash (nobody has this e-mail address) it does the same work and says no,
   * so that the time it takes tells nothing.
   */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
  /** Was the hash made by today's algorithm at today's cost? */
  isCurrent(passwordHash: string): boolean;
}

/** How dear a guess at a stolen hash is; a comparison costs the platform the same. */
export type PasswordCost = keyof typeof costs;

/** How many passwords are worked on at once, and how many may wait for that. */
export interface PasswordLoad {
  atOnce: number;
  waiting: number;
}

/**
 * Node has four threads for hashes, files and host names: one stays free, or a flood of sign-ins would stop mails and
 * providers too. Memory is bounded by the same: 64 MiB for each. A class of a hundred that signs in together waits.
 */
const LOAD: PasswordLoad = { atOnce: 3, waiting: 100 };

/** The password hasher. Its decoy hash is drawn once, so making it takes one hash's time. */
export async function createPasswords(cost: PasswordCost, load: PasswordLoad = LOAD): Promise<Passwords> {
  const options = costs[cost];
  const { memoryCost, timeCost, parallelism } = options;
  /** How every hash of today begins; `v=19` is argon2 1.3. */
  const current = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`;
  const queued = createQueue(load);
  const decoy = await hash(randomBytes(32), options);
  return {
    hash: (password) => queued(() => hash(normalisePassword(password), options)),
    async verify(passwordHash, password) {
      const fits = await queued(() => verify(passwordHash ?? decoy, normalisePassword(password)));
      return passwordHash !== null && fits;
    },
    isCurrent: (passwordHash) => passwordHash.startsWith(current),
  };
}

/** Runs work in the order in which it comes, and refuses it when too much waits. */
function createQueue({ atOnce, waiting }: PasswordLoad) {
  const limit = pLimit(atOnce);
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= atOnce + waiting) throw tooManyPasswords();
    return limit(work);
  };
}

/** The form in which passwords are judged and hashed: the same one typed on two keyboards may come as different code points. */
export function normalisePassword(password: string): string {
  return password.normalize('NFKC');
}

const costs = {
  /** RFC 9106 §4, second recommended option: 64 MiB of memory, three passes, four lanes. */
  recommended: { memoryCost: 65_536, timeCost: 3, parallelism: 4 },
  /**
   * The least that the OWASP Password Storage Cheat Sheet accepts: 19 MiB, two passes, one lane.
   * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
   */
  minimum: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
} as const;
