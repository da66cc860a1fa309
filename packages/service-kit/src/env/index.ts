import { IANAZone } from 'luxon';
import { z } from 'zod';

/** Configuration is missing or wrong; the message names each variable and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Variables every service reads. */
export const commonEnv = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Address to listen on; loopback unless told otherwise. */
  HOST: z.string().default('127.0.0.1'),
  /** Address of the operations port (/health, /metrics); never a public one. */
  OPS_HOST: z.string().default('127.0.0.1'),
};

/** Variables of a service that keeps data. */
export const dataEnv = {
  DATABASE_URL: z.url({ protocol: /^mongodb(\+srv)?$/, error: 'must be a mongodb:// or mongodb+srv:// address' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' }),
};

/** Variables that let a service recognise signed requests. */
export const trustEnv = {
  SERVICE_KEYS: z.string().optional(),
  SECRET_KEY: z.string().optional(),
};

/** A TCP port, with the one used when nothing is said; 0 lets the system choose. */
export const port = (byDefault: number) => z.coerce.number().int().min(0).max(65535).default(byDefault);

/** The IANA time zone in which the platform's days begin. */
export const platformTimeZone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as Europe/Paris')
  .default('Europe/Paris');

/** A comma-separated list; empty entries are dropped. */
export const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
  );

/**
 * Reads configuration from environment variables; an empty variable counts as absent.
 * @throws ConfigurationError naming every missing or wrong variable
 */
export function parseEnv<Shape extends z.ZodType>(
  schema: Shape,
  source: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<Shape> {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    // The rest of the path is a place within the variable's value.
    const name = String(issue.path[0]);
    const isNoNumber = issue.code === 'invalid_type' && issue.expected === 'number';
    const message = isNoNumber ? 'must be a number' : issue.message;
    return `- ${name}: ${name in present ? message : `is not set (${message})`}`;
  });
  throw new ConfigurationError(
    `Configuration is incomplete:\n${[...new Set(problems)].join('\n')}\nSet these environment variables (see .env.example) and start again.`,
  );
}
