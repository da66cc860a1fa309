import { commonEnv, dataEnv, list, parseEnv, platformTimeZone, port, trustEnv } from '@doctorpy/service-kit/env';
import { z } from 'zod';
import { openIdEnv } from './openid-env.js';
import { secretRule } from './secret-rules.js';
import { LONGEST_ACCESS_TOKEN_SECONDS } from './services/session/tokens.js';

/** Auth's configuration. Durations are in seconds; limits are attempts per window. */
export type AuthEnv = z.infer<typeof schema> & z.infer<typeof openIdEnv>;

/**
 * Reads the configuration from the environment.
 * @throws ConfigurationError naming every missing or wrong variable and how to set it
 */
export function readEnv(source?: Readonly<Record<string, string | undefined>>): AuthEnv {
  // AUTH_OIDC_PROVIDERS names further variables, which only its own schema knows.
  return parseEnv(schema.and(openIdEnv), source);
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
    /** Auth's own secret: encrypts signing keys and the secrets of second factors; refresh tokens follow from it. */
    AUTH_SECRET_KEY: z.string().optional(),
    /** What AUTH_SECRET_KEY was before, or will be next: opens and recognises, and never seals. */
    AUTH_PREVIOUS_SECRET_KEYS: list,
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
    /** What a password's hash costs; hashes made at another cost are replaced when their owner signs in. */
    AUTH_PASSWORD_COST: z.enum(['recommended', 'minimum'], 'must be recommended or minimum').default('recommended'),
    /** Wrong passwords before waits begin, each twice as long as the one before: at one account from one network, … */
    AUTH_LOGIN_ATTEMPTS_AT_ONCE: attempts(5),
    /** … from all networks together from which the account never signed in, … */
    AUTH_LOGIN_LIMIT_PER_ACCOUNT: attempts(10),
    /** … and from one network at all accounts that never signed in from there. */
    AUTH_LOGIN_LIMIT_PER_IP: attempts(50),
    AUTH_LOGIN_FIRST_DELAY_SECONDS: seconds(1),
    AUTH_LOGIN_LONGEST_DELAY_SECONDS: seconds(900),
    /** For how long wrong passwords at one account are remembered, unless it signs in. */
    AUTH_LOGIN_MEMORY_SECONDS: seconds(DAY),
    /** Accounts with wrong passwords in ten minutes, of which operators are told. */
    AUTH_STUFFING_ALERT_ACCOUNTS: attempts(100),
    AUTH_REGISTER_LIMIT_PER_IP: attempts(60),
    /** Registrations from one network that are told that somebody has the address. */
    AUTH_REGISTER_TAKEN_LIMIT_PER_IP: attempts(10),
    AUTH_REGISTER_LIMIT_PER_ADDRESS: attempts(5),
    /** A list of leaked passwords that speaks the range protocol of Have I Been Pwned; none is asked without it. */
    AUTH_PWNED_PASSWORDS_URL: z
      .url({ protocol: /^https?$/, error: 'must be an https:// or http:// address' })
      .optional(),
    /** Mails that one address may be sent at strangers' wishes, and that one caller may ask for. */
    AUTH_MAIL_LIMIT_PER_ADDRESS: attempts(5),
    AUTH_MAIL_LIMIT_PER_IP: attempts(30),
    /** Links that one caller may try in vain. */
    AUTH_LINK_LIMIT_PER_IP: attempts(30),
    /** Sign-ins at OpenID providers that one caller may begin and not finish. */
    AUTH_OIDC_LIMIT_PER_IP: attempts(200),
    AUTH_LIMIT_WINDOW_SECONDS: seconds(900),
    // Second factor
    /** Codes of a second factor that may be tried on one account in a window, and wrong ones of an app in a day. */
    AUTH_SECOND_FACTOR_LIMIT_PER_ACCOUNT: attempts(10),
    AUTH_SECOND_FACTOR_LIMIT_PER_DAY: attempts(50),
    /** Roles that are worth nothing to an account without a second factor, and with them those that include one. */
    MFA_REQUIRED_ROLES: list.pipe(z.array(z.enum(['AUTHOR', 'ADMIN'], 'must name AUTHOR or ADMIN'))),
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
    /** Where the gateway of this machine listens: links in mails lead there without PUBLIC_URL. */
    GATEWAY_PORT: port(4000),
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
