import { createOutbox, createRelay } from '@doctorpy/service-kit/events';
import { runMigrations } from '@doctorpy/service-kit/mongo';
import { createSubgraphServer, type SubgraphServer } from '@doctorpy/service-kit/subgraph';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { type AuthServices, createAuthContext } from './context.js';
import type { AuthEnv } from './env.js';
import { migrations } from './migrations/index.js';
import { resolvers } from './schema/resolvers.generated.js';
import { typeDefs } from './schema/typeDefs.generated.js';
import { seedDemoAccounts } from './seed.js';
import { createAccountService } from './services/account-service.js';
import { createAttemptLimits } from './services/attempt-limits.js';
import { createLoginService } from './services/login-service.js';
import { createPasswords } from './services/password.js';
import { createRefreshService } from './services/refresh-service.js';
import { createRoleService } from './services/role-service.js';
import { createSessionService } from './services/session-service.js';
import { createTokens } from './services/tokens.js';

/** What auth runs on. Connections stay the caller's to close, after the server. */
export interface AuthDeps {
  env: AuthEnv;
  connection: Connection;
  redis: Redis;
  log: Logger;
  /** @default the system's clock */
  now?: () => Date;
}

/** Auth, ready to listen. */
export type AuthServer = Pick<SubgraphServer, 'schema' | 'listen' | 'close'>;

/**
 * Builds auth: brings the database up to date, makes the demo accounts in development, and wires the services.
 * `listen` also starts delivering events; `close` stops both.
 */
export async function createServer({
  env,
  connection,
  redis,
  log,
  now = () => new Date(),
}: AuthDeps): Promise<AuthServer> {
  await runMigrations(connection, migrations, log);
  const outbox = createOutbox({ connection, producer: 'auth' });
  const relay = createRelay({ connection, redis, producer: 'auth', log });
  const nudge = () => void relay.flush();
  const passwords = await createPasswords();
  await seedDemoAccounts({ env, connection, outbox, passwords, log });

  const tokens = createTokens({ secret: env.JWT_SECRET, accessSeconds: env.AUTH_ACCESS_TOKEN_SECONDS });
  const limits = createAttemptLimits(redis, {
    loginPerIp: env.AUTH_LOGIN_LIMIT_PER_IP,
    loginPerAccount: env.AUTH_LOGIN_LIMIT_PER_ACCOUNT,
    registerPerIp: env.AUTH_REGISTER_LIMIT_PER_IP,
    windowSeconds: env.AUTH_LIMIT_WINDOW_SECONDS,
  });
  const idleSeconds = env.AUTH_SESSION_IDLE_SECONDS;
  const lifetime = { absoluteSeconds: env.AUTH_SESSION_SECONDS, idleSeconds };
  const sessions = createSessionService({ connection, outbox, nudge, tokens, lifetime, now });
  const timeZone = env.PLATFORM_TIME_ZONE;
  const services: AuthServices = {
    sessions,
    accounts: createAccountService({ connection, outbox, nudge, sessions, passwords, limits, timeZone }),
    logins: createLoginService({ connection, sessions, passwords, limits, nudge }),
    refreshes: createRefreshService({ connection, sessions, tokens, idleSeconds, now, log }),
    roles: createRoleService({ connection, outbox, nudge }),
  };

  const server = await createSubgraphServer({
    name: 'auth',
    typeDefs,
    resolvers,
    ownerOf: {
      User: ({ id }: { id: string }) => id,
      Session: ({ userId }: { userId: string }) => userId,
    },
    createContext: (request) => createAuthContext(request, services),
    dependencies: {
      mongo: { check: async () => connection.db?.command({ ping: 1 }), required: true },
      redis: { check: () => redis.ping(), required: true },
    },
    keys: readServiceKeys(env, ['gateway>auth']),
    redis,
    log,
    listen: { host: env.HOST, port: env.AUTH_PORT, opsHost: env.OPS_HOST, opsPort: env.OPS_PORT },
  });

  return {
    schema: server.schema,
    async listen() {
      await relay.start();
      return server.listen();
    },
    async close() {
      await server.close();
      await relay.stop();
    },
  };
}
