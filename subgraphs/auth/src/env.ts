import { commonEnv, dataEnv, parseEnv, platformTimeZone, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';
import { secretRule } from './secret-rules.js';
import { LONGEST_ACCESS_TOKEN_SECONDS } from './services/session/tokens.js';

/** Auth's configuration. Durations are in seconds; limits are attempts per window. */
export type AuthEnv = z.infer<typeof schema>;

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): AuthEnv {
  return parseEnv(schema, source);
}

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
    /** Signs access tokens with HS256; the gateway verifies with the same one. Where it is set, no other key signs. */
    JWT_SECRET: z.string().optional(),
    /** Signs access tokens with RS256: one or more RSA keys in PEM; the first signs, all are published. */
    JWT_PRIVATE_KEY: z.string().optional(),
    /** Auth's own secret: encrypts the signing keys that are made when neither of the two above is set. */
    AUTH_SECRET_KEY: z.string().optional(),
    /** For how long a key that auth made signs. */
    AUTH_KEY_ROTATION_SECONDS: z.coerce
      .number()
      .int()
      .min(20)
      .default(30 * DAY),
    AUTH_ACCESS_TOKEN_SECONDS: seconds(900).pipe(z.number().max(LONGEST_ACCESS_TOKEN_SECONDS)),
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
  .refine(...secretRule('JWT_SECRET'))
  .refine(...secretRule('JWT_PRIVATE_KEY'))
  .refine(...secretRule('AUTH_SECRET_KEY'));
