import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { AuthEnv } from '../env.js';
import { createModels } from '../models/index.js';
import { createAccounts } from './account/accounts.js';
import { createPasswords } from './account/passwords.js';
import { createRoles } from './role/roles.js';
import { createAttemptLimits } from './session/attempt-limits.js';
import { createLogins } from './session/logins.js';
import { createRefreshes } from './session/refreshes.js';
import { createSessions } from './session/sessions.js';
import { createTokens } from './session/tokens.js';
import { createSigning } from './signing/signing.js';

/** What the services are made of. */
export interface ServiceDeps {
  env: AuthEnv;
  connection: Connection;
  redis: Redis;
  now: () => Date;
  log: Logger;
  /** Asks for the delivery of events at once, after a commit. */
  deliverEvents: () => void;
}

/** All rules of this subgraph, wired together. */
export type AuthServices = Awaited<ReturnType<typeof createServices>>;

/** Wires the services of this subgraph. */
export async function createServices({ env, connection, redis, now, log, deliverEvents }: ServiceDeps) {
  const models = createModels(connection);
  const outbox = createOutbox({ connection, producer: 'auth' });
  const passwords = await createPasswords();
  const signing = await createSigning({ env, models, now, log });
  const tokens = createTokens({
    signing,
    successorSecret: env.AUTH_SECRET_KEY ?? env.JWT_SECRET ?? '',
    accessSeconds: env.AUTH_ACCESS_TOKEN_SECONDS,
  });
  const limits = createAttemptLimits(redis, {
    loginPerIp: env.AUTH_LOGIN_LIMIT_PER_IP,
    loginPerAccount: env.AUTH_LOGIN_LIMIT_PER_ACCOUNT,
    registerPerIp: env.AUTH_REGISTER_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  const idleSeconds = env.AUTH_SESSION_IDLE_SECONDS;
  const lifetime = { absoluteSeconds: env.AUTH_SESSION_SECONDS, idleSeconds };
  const sessions = createSessions({ connection, models, outbox, deliverEvents, tokens, lifetime, now });
  const timeZone = env.PLATFORM_TIME_ZONE;
  return {
    signing,
    sessions,
    accounts: createAccounts({ connection, models, outbox, deliverEvents, sessions, passwords, limits, timeZone }),
    logins: createLogins({ connection, models, sessions, passwords, limits, deliverEvents }),
    refreshes: createRefreshes({ models, sessions, tokens, idleSeconds, now, log }),
    roles: createRoles({ connection, models, outbox, deliverEvents }),
  };
}
