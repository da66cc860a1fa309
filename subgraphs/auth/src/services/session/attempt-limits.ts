import { networkOf } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Redis } from 'ioredis';
import { createAttemptLimiter, emailKey } from '../attempt-limiter.js';
import type { AuthMetrics } from '../auth-metrics.js';
import { createGrowingDelay, type GrowingDelay } from '../growing-delay.js';
import type { KnownNetworks } from './known-networks.js';

/** Slows down guessing. Every method may throw DomainError RATE_LIMITED with `retryAfterSeconds`. */
export interface AttemptLimits {
  /** Counts a sign-in attempt before its password is looked at, so that parallel guesses are counted too. */
  login(attempt: LoginAttempt): Promise<CountedLogin>;
  /** Lets somebody in from where they are who has just proved otherwise that the account is theirs. Never fails. */
  trust(attempt: LoginAttempt): Promise<void>;
  /** Counts a password that somebody signed in is asked for again; nobody but they can use it up. */
  proof(proof: ProofAttempt): Promise<void>;
  /** Forgets the proofs of a session. */
  proofSucceeded(proof: ProofAttempt): Promise<void>;
  /** Counts a registration, before anything in it is looked at. */
  register(ip: string | null): Promise<void>;
  /** Counts the asking for an address, whose answer may be that somebody has it. */
  registerAddress(request: { ip: string | null; email: string }): Promise<void>;
  /** Counts that answer. */
  addressTaken(ip: string | null): Promise<void>;
}

/** Who tries to sign in, from where. */
export interface LoginAttempt {
  ip: string | null;
  /** In its stored form. */
  email: string;
  /** Whose address it is; null when it is nobody's. */
  userId: string | null;
}

/** An attempt that was let through. */
export interface CountedLogin {
  /** Takes it back: a whole class may sign in from one address. */
  succeeded(): Promise<void>;
}

/** Who proves again that they are themselves. */
export interface ProofAttempt {
  userId: string;
  sessionId: string | null;
}

/** Numbers of attempts; the ones at registration are for a window of `windowSeconds`. */
export interface AttemptLimitOptions {
  /** Wrong passwords at one account from one network before waits begin. */
  loginAtOnce: number;
  /** The same from all networks together that the account never signed in from. */
  loginPerAccount: number;
  /** The same from one network at all accounts that never signed in from there. */
  loginPerIp: number;
  /** The first wait; each next one is twice as long, up to the longest. */
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  /** For how long wrong passwords at one account are remembered. */
  memorySeconds: number;
  registerPerIp: number;
  takenPerIp: number;
  registerPerAddress: number;
  windowSeconds: number;
}

/** What the limits stand on. */
export interface AttemptLimitDeps {
  redis: Redis;
  knownNetworks: KnownNetworks;
  metrics: AuthMetrics;
}

/**
 * Limits shared by all replicas through Redis; while Redis is away each process counts for itself. Nobody can be locked
 * out by somebody else's guesses: a network from which the account has signed in before has a lane of its own.
 */
export function createAttemptLimits(deps: AttemptLimitDeps, options: AttemptLimitOptions): AttemptLimits {
  const { redis, knownNetworks, metrics } = deps;
  const { firstDelaySeconds, longestDelaySeconds, memorySeconds, windowSeconds } = options;
  const delay = (name: string, free: number, remembered: number) =>
    createGrowingDelay(redis, { name, free, windowSeconds: remembered, firstDelaySeconds, longestDelaySeconds });
  const byPair = delay('login-pair', options.loginAtOnce, memorySeconds);
  const byAccount = delay('login-account', options.loginPerAccount, memorySeconds);
  const byNetwork = delay('login-ip', options.loginPerIp, windowSeconds);
  const byProof = delay('proof', options.loginAtOnce, memorySeconds);
  const limiter = (name: string, points: number) => createAttemptLimiter(redis, { name, points, windowSeconds });
  const registerByIp = limiter('register-ip', options.registerPerIp);
  const takenByIp = limiter('register-taken-ip', options.takenPerIp);
  const registerByAddress = limiter('register-address', options.registerPerAddress);

  async function admit(limit: string, delays: GrowingDelay, key: string): Promise<void> {
    try {
      await delays.admit(key);
    } catch (error) {
      if (error instanceof DomainError) metrics.signInsDelayed.inc({ limit });
      throw error;
    }
  }

  return {
    async login(attempt) {
      const { pair, network, account } = keysOf(attempt);
      await admit('pair', byPair, pair);
      const known = await knownNetworks.knows(attempt);
      try {
        if (!known) {
          await admit('network', byNetwork, network);
          await admit('account', byAccount, account);
        }
      } catch (error) {
        await byPair.takeBack(pair);
        throw error;
      }
      return {
        async succeeded() {
          await byPair.forget(pair);
          if (known) return;
          await byNetwork.takeBack(network);
          await byAccount.takeBack(account);
        },
      };
    },
    async trust(attempt) {
      await byPair.forget(keysOf(attempt).pair);
      await knownNetworks.trust(attempt);
    },
    proof: (proof) => admit('proof', byProof, proofKey(proof)),
    proofSucceeded: (proof) => byProof.forget(proofKey(proof)),
    register: (ip) => registerByIp.count(networkOf(ip)),
    async registerAddress({ ip, email }) {
      await takenByIp.check(networkOf(ip));
      await registerByAddress.count(emailKey(email));
    },
    async addressTaken(ip) {
      // The answer is given all the same; the next one is not.
      await takenByIp.count(networkOf(ip)).catch(ignoreLimit);
    },
  };
}

function keysOf({ ip, email }: LoginAttempt) {
  const network = networkOf(ip);
  const account = emailKey(email);
  return { network, account, pair: `${account}:${network}` };
}

function proofKey({ userId, sessionId }: ProofAttempt): string {
  return sessionId ?? userId;
}

function ignoreLimit(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}
