import { createOutbox } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { AuthEnv } from '../env.js';
import { createAccountService } from './account-service.js';
import { createAttemptLimits } from './attempt-limits.js';
import { createLoginService } from './login-service.js';
import { createPasswords } from './password.js';
import { createRefreshService } from './refresh-service.js';
import { createRoleService } from './role-service.js';
import { createSessionService } from './session-service.js';
import { createTokens } from './tokens.js';

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
  const outbox = createOutbox({ connection, producer: 'auth' });
  const passwords = await createPasswords();
  const tokens = createTokens({ secret: env.JWT_SECRET, accessSeconds: env.AUTH_ACCESS_TOKEN_SECONDS });
  const limits = createAttemptLimits(redis, {
    loginPerIp: env.AUTH_LOGIN_LIMIT_PER_IP,
    loginPerAccount: env.AUTH_LOGIN_LIMIT_PER_ACCOUNT,
    registerPerIp: env.AUTH_REGISTER_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  const idleSeconds = env.AUTH_SESSION_IDLE_SECONDS;
  const lifetime = { absoluteSeconds: env.AUTH_SESSION_SECONDS, idleSeconds };
  const sessions = createSessionService({ connection, outbox, deliverEvents, tokens, lifetime, now });
  const timeZone = env.PLATFORM_TIME_ZONE;
  return {
    sessions,
    accounts: createAccountService({ connection, outbox, deliverEvents, sessions, passwords, limits, timeZone }),
    logins: createLoginService({ connection, sessions, passwords, limits, deliverEvents }),
    refreshes: createRefreshService({ connection, sessions, tokens, idleSeconds, now, log }),
    roles: createRoleService({ connection, outbox, deliverEvents }),
  };
}
