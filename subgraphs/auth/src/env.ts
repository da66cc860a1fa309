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
    /** Mails that one address may be sent at strangers' wishes, and that one caller may ask for. */
    AUTH_MAIL_LIMIT_PER_ADDRESS: attempts(5),
    AUTH_MAIL_LIMIT_PER_IP: attempts(30),
    /** Links that one caller may try in vain. */
    AUTH_LINK_LIMIT_PER_IP: attempts(30),
    AUTH_LIMIT_WINDOW_SECONDS: seconds(900),
    /** Signing in takes a verified e-mail address. */
    AUTH_REQUIRE_VERIFIED_EMAIL: z.stringbool('must be true or false').default(false),
    /** The server that takes mails; user and password may be part of it. */
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
    /** Development only: where mails go as files while there is no SMTP_URL. */
    MAIL_FOLDER: z.string().optional(),
    /** The sender of mails. */
    MAIL_FROM: z
      .string()
      .regex(
        /^([^<>@\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
        'must be like DoctorPy <no-reply@example.org>',
      )
      .optional(),
    /** Where browsers reach the platform: links in mails begin with it. */
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an https:// or http:// address' }).optional(),
    PLATFORM_TIME_ZONE: platformTimeZone,
    /** Development only: the password of the demo accounts; none are made without it. */
    DEMO_PASSWORD: z.string().min(8).optional(),
  })
  .refine((env) => env.NODE_ENV !== 'production' || secretProblem(env.JWT_SECRET) === null, {
    path: ['JWT_SECRET'],
    error: ({ input }) => `${secretProblem(secretOf(input)) ?? 'is weak'}: ${HOW_TO}`,
    // Also when other variables are wrong: all problems are told at once.
    when: ({ value }) => secretOf(value) !== '',
  })
  .check(({ value, issues }) => {
    for (const [name, message] of mailProblems(value))
      issues.push({ code: 'custom', path: [name], message, input: value });
  });

type MailSettings = Partial<Record<'NODE_ENV' | 'SMTP_URL' | 'MAIL_FOLDER' | 'MAIL_FROM' | 'PUBLIC_URL', string>> & {
  AUTH_REQUIRE_VERIFIED_EMAIL: boolean;
};

function mailProblems(env: MailSettings): [string, string][] {
  const problems: [string, string | false][] = [
    [
      'SMTP_URL',
      env.AUTH_REQUIRE_VERIFIED_EMAIL && !env.SMTP_URL && !env.MAIL_FOLDER && 'AUTH_REQUIRE_VERIFIED_EMAIL needs mails',
    ],
  ];
  if (env.NODE_ENV === 'production') {
    problems.push(
      ['MAIL_FOLDER', env.MAIL_FOLDER !== undefined && 'is for development: mails open accounts; set SMTP_URL'],
      ['MAIL_FROM', env.SMTP_URL !== undefined && !env.MAIL_FROM && 'mails need a sender: DoctorPy <no-reply@…>'],
      ['PUBLIC_URL', env.SMTP_URL !== undefined && !env.PUBLIC_URL && 'links in mails begin with it: https://…'],
    );
  }
  return problems.flatMap(([name, message]) => (message ? [[name, message]] : []));
}

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
