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
    /** Mails that one address may be sent at strangers' wishes, and that one caller may ask for. */
    AUTH_MAIL_LIMIT_PER_ADDRESS: attempts(5),
    AUTH_MAIL_LIMIT_PER_IP: attempts(30),
    /** Links that one caller may try in vain. */
    AUTH_LINK_LIMIT_PER_IP: attempts(30),
    AUTH_LIMIT_WINDOW_SECONDS: seconds(900),
    // Privacy
    /** How long somebody may change their mind about deleting their account. */
    AUTH_DELETION_GRACE_SECONDS: seconds(14 * DAY),
    /** Exports of their data that one account may ask for. */
    AUTH_EXPORT_LIMIT_PER_ACCOUNT: attempts(10),
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
  .refine(...secretRule('JWT_SECRET'))
  .refine(...secretRule('JWT_PRIVATE_KEY'))
  .refine(...secretRule('AUTH_SECRET_KEY'))
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
