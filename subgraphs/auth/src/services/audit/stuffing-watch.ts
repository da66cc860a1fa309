import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { RequestOrigin } from '../account/account.js';
import type { AuthMetrics } from '../auth-metrics.js';
import type { AuditLog } from './audit-log.js';

/**
 * Notices what no limit on one account or network can: pairs of address and password from somebody else's leak, tried
 * once each, from everywhere.
 */
export interface StuffingWatch {
  /**
   * Notes a wrong password. `account` and `network` are told apart and kept nowhere: Redis counts distinct ones in a
   * HyperLogLog, from which none can be read back.
   */
  failed(failure: { account: string; network: string }, origin: RequestOrigin): Promise<void>;
}

/** What watching needs; `threshold` is how many accounts with wrong passwords in ten minutes are too many. */
export interface StuffingWatchDeps {
  redis: Redis;
  audit: AuditLog;
  metrics: AuthMetrics;
  log: Logger;
  threshold: number;
  now: () => Date;
}

const WINDOW_SECONDS = 600;
const KEPT_SECONDS = 2 * WINDOW_SECONDS;

/**
 * A watch shared by all replicas through Redis. It tells at the threshold and at its doubles, in the log, the audit log
 * and a metric, and refuses nobody: the limits do.
 */
export function createStuffingWatch(deps: StuffingWatchDeps): StuffingWatch {
  const { redis, audit, metrics, log, threshold, now } = deps;

  // One slot of a cluster: what a window counts is one pipeline.
  const keyNow = () => `auth:{stuffing:${Math.floor(now().getTime() / 1000 / WINDOW_SECONDS)}}`;

  async function count(key: string, account: string, network: string) {
    const results = await redis
      .multi()
      .incr(`${key}:failures`)
      .pfadd(`${key}:accounts`, account)
      .pfadd(`${key}:networks`, network)
      .pfcount(`${key}:accounts`)
      .pfcount(`${key}:networks`)
      .expire(`${key}:failures`, KEPT_SECONDS)
      .expire(`${key}:accounts`, KEPT_SECONDS)
      .expire(`${key}:networks`, KEPT_SECONDS)
      .exec();
    const at = (index: number) => Number(results?.[index]?.[1] ?? 0);
    return { failures: at(0), accounts: at(3), networks: at(4) };
  }

  return {
    async failed({ account, network }, origin) {
      const key = keyNow();
      const { failures, accounts, networks } = await count(key, account, network);
      if (accounts < threshold) return;
      const doublings = Math.floor(Math.log2(accounts / threshold));
      const first = await redis.set(`${key}:told:${doublings}`, '1', 'EX', KEPT_SECONDS, 'NX');
      if (first === null) return;
      metrics.stuffingAlerts.inc();
      const seen = { failures, accounts, networks, windowSeconds: WINDOW_SECONDS };
      log.warn(seen, 'auth.credential_stuffing_suspected');
      const details = Object.fromEntries(Object.entries(seen).map(([name, value]) => [name, String(value)]));
      // Whose attempt was the last one says nothing: there are many.
      const nobody = { ...origin, caller: { ...origin.caller, ip: null } };
      await audit.note(nobody, { action: 'CREDENTIAL_STUFFING_SUSPECTED', actorId: null, targetId: null, details });
    },
  };
}
