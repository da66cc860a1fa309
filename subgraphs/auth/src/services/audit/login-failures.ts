import { createHash } from 'node:crypto';
import { networkOf } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { RequestOrigin } from '../account/account.js';
import { emailKey } from '../attempt-limiter.js';
import type { AuthMetrics } from '../auth-metrics.js';
import type { AuditLog } from './audit-log.js';
import type { StuffingWatch } from './stuffing-watch.js';

/** A password that was refused. `userId` is null when nobody has the address that was typed. */
export interface LoginFailure {
  userId: string | null;
  /** `CONFIRMATION`: of somebody signed in, who was asked for it again. */
  cause: 'CREDENTIALS' | 'SECOND_FACTOR' | 'SUSPENDED' | 'CONFIRMATION';
  /** What was typed, in its stored form, where somebody tried to sign in. */
  email?: string;
}

/** Tells the audit log of refused sign-ins. */
export interface LoginFailures {
  /**
   * Counts a failure and writes an entry at the 1st, 10th, 100th, … of an hour, so that an attack is in the log and
   * does not fill it. Failures with an unknown address are counted by IP address, from the 10th, and what was typed is
   * kept nowhere: it may be a password, or a stranger's address. Returns at once, also when Redis or Mongo is away:
   * neither the answer nor its time may tell whether somebody has the address.
   */
  count(failure: LoginFailure, origin: RequestOrigin): void;
}

/** What counting needs. */
export interface LoginFailureDeps {
  audit: AuditLog;
  redis: Redis;
  watch: StuffingWatch;
  metrics: AuthMetrics;
  log: Logger;
}

const WINDOW_SECONDS = 3_600;
/** A stranger who mistypes once is nobody's business. */
const FIRST_OF_STRANGERS = 10;

/** Counts shared by all replicas through Redis; while Redis is away each process counts for itself. */
export function createLoginFailures({ audit, redis, watch, metrics, log }: LoginFailureDeps): LoginFailures {
  // It only counts: refusing is for the attempt limits.
  const counter = { keyPrefix: 'auth:failures:login', points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS };
  const failures = new RateLimiterRedis({
    ...counter,
    storeClient: redis,
    insuranceLimiter: new RateLimiterMemory(counter),
  });

  async function note({ userId, cause }: LoginFailure, origin: RequestOrigin): Promise<void> {
    const { consumedPoints } = await failures.penalty(keyOf({ userId, cause }, origin.caller.ip));
    if (!isPowerOfTen(consumedPoints)) return;
    if (userId === null && consumedPoints < FIRST_OF_STRANGERS) return;
    const details = { cause, failures: String(consumedPoints), windowSeconds: String(WINDOW_SECONDS) };
    await audit.note(origin, { action: 'LOGIN_FAILED', actorId: null, targetId: userId, details });
  }

  return {
    count(failure, origin) {
      metrics.signInFailures.inc({ cause: failure.cause.toLowerCase() });
      const { email, cause } = failure;
      const watched =
        email !== undefined && cause === 'CREDENTIALS'
          ? watch.failed({ account: emailKey(email), network: networkOf(origin.caller.ip) }, origin)
          : undefined;
      Promise.all([note(failure, origin), watched]).catch((err: unknown) =>
        log.warn({ err }, 'audit.login_failure_lost'),
      );
    },
  };
}

function keyOf({ userId, cause }: LoginFailure, ip: string | null): string {
  const whose = cause === 'CONFIRMATION' ? 'signed in' : 'user';
  const key = userId === null ? `ip ${ip ?? 'unknown'}` : `${whose} ${userId}`;
  return createHash('sha256').update(key).digest('base64url');
}

function isPowerOfTen(count: number): boolean {
  return Number.isInteger(Math.log10(count));
}
