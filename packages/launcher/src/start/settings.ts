import { z } from 'zod';
import { LaunchError } from '../errors.js';

/** The services that listen on a TCP port. */
export const networkServices = ['gateway', 'auth', 'rag', 'quest'] as const;
export type NetworkService = (typeof networkServices)[number];

/** How the platform is laid out: each service as a process, or gateway and subgraphs in one; the grader is always apart. */
export const topologies = ['services', 'single'] as const;
export type Topology = (typeof topologies)[number];

/** What the person who starts the platform may choose, with its defaults filled in. */
export interface Settings {
  mode: 'development' | 'test' | 'production';
  topology: Topology;
  /** Address the gateway listens on; subgraphs stay on loopback. */
  host: string;
  ports: Readonly<Record<NetworkService, number>>;
  /** Ports of /health and /metrics, on loopback. */
  opsPorts: Readonly<Record<NetworkService, number>>;
  /** Servers of the user's own, when given. */
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  /** Everything else, to be passed on to the services it concerns. */
  environment: NodeJS.ProcessEnv;
}

/** Which variable sets a service's port. */
export const portVariable = (service: NetworkService): string => `${service.toUpperCase()}_PORT`;
/** Which variable sets the port of a service's /health and /metrics. */
export const opsPortVariable = (service: NetworkService): string => `${service.toUpperCase()}_OPS_PORT`;

/** Reads the launcher's own settings. Throws `LaunchError` naming the variables that are wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new LaunchError(`These variables cannot be used as they are (see .env.example): ${problems.join('; ')}.`);
  }
  const read = result.data;
  return {
    mode: read.NODE_ENV,
    topology: read.TOPOLOGY,
    host: read.HOST,
    ports: { gateway: read.GATEWAY_PORT, auth: read.AUTH_PORT, rag: read.RAG_PORT, quest: read.QUEST_PORT },
    opsPorts: {
      gateway: read.GATEWAY_OPS_PORT,
      auth: read.AUTH_OPS_PORT,
      rag: read.RAG_OPS_PORT,
      quest: read.QUEST_OPS_PORT,
    },
    databaseUrl: read.DATABASE_URL,
    redisUrl: read.REDIS_URL,
    environment: given,
  };
}

const port = (byDefault: number) =>
  z.coerce.number('is not a port number').int('is not a port number').min(1).max(65_535).default(byDefault);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], 'is development, test or production').default('development'),
  TOPOLOGY: z.enum(topologies, 'is services (a process each) or single (one process)').default('services'),
  HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: port(4000),
  AUTH_PORT: port(8001),
  RAG_PORT: port(8002),
  QUEST_PORT: port(8004),
  GATEWAY_OPS_PORT: port(4090),
  AUTH_OPS_PORT: port(8091),
  RAG_OPS_PORT: port(8092),
  QUEST_OPS_PORT: port(8094),
  DATABASE_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'begins with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'begins with redis:// or rediss://')
    .optional(),
});
