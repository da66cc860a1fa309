import { anonymous } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import type { Connection } from 'mongoose';
import { Registry } from 'prom-client';
import { readEnv } from '../../subgraphs/auth/src/env.js';
import { migrations } from '../../subgraphs/auth/src/migrations/index.js';
import type { RequestOrigin } from '../../subgraphs/auth/src/services/account/account.js';
import { type AuthServices, createServices } from '../../subgraphs/auth/src/services/create-services.js';
import { startStores } from './stores.js';

/** Auth's services in this process, on a mongod and a redis-server of their own. */
export interface MeasuredAuth {
  readonly services: AuthServices;
  readonly connection: Connection;
  /** A visitor's request. */
  readonly origin: RequestOrigin;
  stop(): Promise<void>;
}

/** The password of every account that a benchmark registers. */
export const PASSWORD = 'quatre mots pris au hasard';

/** Starts them as a deployment has them: RS256 with keys of auth's own, and limits that nobody reaches. */
export async function startAuthServices(): Promise<MeasuredAuth> {
  const { connection, redis, mongoUrl, redisUrl, stop } = await startStores(migrations);
  const unlimited = ['LOGIN_LIMIT_PER_IP', 'LOGIN_LIMIT_PER_ACCOUNT', 'REGISTER_LIMIT_PER_IP'];
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: mongoUrl,
    REDIS_URL: redisUrl,
    SECRET_KEY: 'only for this measurement',
    AUTH_SECRET_KEY: 'only for this measurement',
    ...Object.fromEntries(unlimited.map((name) => [`AUTH_${name}`, '1000000'])),
  });
  const services = await createServices({
    env,
    connection,
    redis,
    now: () => new Date(),
    log: silentLogger(),
    registry: new Registry(),
    deliverEvents: () => undefined,
  });
  return {
    services,
    connection,
    origin: { caller: { ...anonymous, ip: '203.0.113.7', userAgent: 'benchmark' }, requestId: 'r', traceparent: null },
    async stop() {
      services.signing.stop();
      await stop();
    },
  };
}
