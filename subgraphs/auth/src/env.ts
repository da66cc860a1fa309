import { commonEnv, dataEnv, parseEnv, platformTimeZone, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';

/** Auth's configuration. Durations are in seconds; limits are attempts per window. */
export type AuthEnv = z.infer<typeof schema>;

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): AuthEnv {
  return parseEnv(schema, source);
}

/** RFC 7518 §3.2 asks for a key at least as long as the hash of HS256: 32 bytes. */
const MIN_SECRET_LENGTH = 32;
/** Fewer different characters than this and a secret was typed or repeated, not drawn. */
const MIN_DIFFERENT_CHARACTERS = 10;
const HOW_TO = 'make one with `openssl rand -base64 48`';

const attempts = (byDefault: number) => z.coerce.number().int().min(1).default(byDefault);
const seconds = (byDefault: number) => z.coerce.number().int().min(1).default(byDefault);
const DAY = 86_400;

const schema = z
  .object({
    ...commonEnv,
    ...dataEnv,
    ...trustEnv,
    AUTH_PORT: port(8001),
    OPS_PORT: port(8091),
    DATABASE_NAME: z.string().default('doctorpy_auth'),
    /** Signs access tokens (HS256); the gateway verifies with the same one. */
    JWT_SECRET: z.string(`it signs access tokens: ${HOW_TO}`),
    AUTH_ACCESS_TOKEN_SECONDS: seconds(900),
    /** A session ends this long after it began, however much it is used. */
    AUTH_SESSION_SECONDS: seconds(30 * DAY),
    /** A session ends when it was not refreshed for this long. */
    AUTH_SESSION_IDLE_SECONDS: seconds(14 * DAY),
    AUTH_LOGIN_LIMIT_PER_IP: attempts(50),
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: attempts(10),
    AUTH_REGISTER_LIMIT_PER_IP: attempts(20),
    AUTH_LIMIT_WINDOW_SECONDS: seconds(900),
    PLATFORM_TIME_ZONE: platformTimeZone,
    /** Development only: the password of the demo accounts; none are made without it. */
    DEMO_PASSWORD: z.string().min(8).optional(),
  })
  .refine((env) => env.NODE_ENV !== 'production' || secretProblem(env.JWT_SECRET) === null, {
    path: ['JWT_SECRET'],
    error: ({ input }) => `${secretProblem(secretOf(input)) ?? 'is weak'}: ${HOW_TO}`,
    // Also when other variables are wrong: all problems are told at once.
    when: ({ value }) => secretOf(value) !== '',
  });

function secretOf(env: unknown): string {
  const secret: unknown = typeof env === 'object' && env !== null ? Reflect.get(env, 'JWT_SECRET') : undefined;
  return typeof secret === 'string' ? secret : '';
}

function secretProblem(secret: string): string | null {
  if (secret.length < MIN_SECRET_LENGTH) return `must have at least ${MIN_SECRET_LENGTH} characters`;
  if (new Set(secret).size < MIN_DIFFERENT_CHARACTERS) return 'is too easy to guess';
  if (/change.?me|secret|password|example|doctorpy/i.test(secret)) return 'is a placeholder, not a secret';
  return null;
}
