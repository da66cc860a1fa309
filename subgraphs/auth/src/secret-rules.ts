import { readPrivateKeys } from './services/signing/fixed-keys.js';

/** The variables that decide how access tokens are signed. */
type SecretVariable = 'JWT_SECRET' | 'JWT_PRIVATE_KEY' | 'AUTH_SECRET_KEY';

/** RFC 7518 §3.2 asks for a key at least as long as the hash of HS256: 32 bytes. */
const MIN_SECRET_LENGTH = 32;
/** Fewer different characters than this and a secret was typed or repeated, not drawn. */
const MIN_DIFFERENT_CHARACTERS = 10;
const HOW_TO = 'make one with `openssl rand -base64 48`';

/** The arguments of a zod `refine` that checks one of the variables, whatever else is wrong with the configuration. */
export function secretRule(name: SecretVariable): SecretRule {
  return [
    (env: unknown) => problems[name](reader(env)) === null,
    {
      path: [name],
      error: ({ input }: { input?: unknown }) => problems[name](reader(input)) ?? 'cannot be used',
      // Also when other variables are wrong: all problems are told at once.
      when: () => true,
    },
  ];
}

type SecretRule = [
  (env: unknown) => boolean,
  { path: string[]; error: (issue: { input?: unknown }) => string; when: () => boolean },
];

type Reader = (name: SecretVariable | 'NODE_ENV') => string;

const problems: Readonly<Record<SecretVariable, (read: Reader) => string | null>> = {
  JWT_SECRET: (read) => weakness(read, read('JWT_SECRET')),
  JWT_PRIVATE_KEY(read) {
    const pem = read('JWT_PRIVATE_KEY');
    if (!pem) return null;
    if (read('JWT_SECRET')) return 'and JWT_SECRET exclude each other: remove the one that shall not sign';
    try {
      readPrivateKeys(pem);
      return null;
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'cannot be read';
      return `${reason}: make one with \`openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048\``;
    }
  },
  AUTH_SECRET_KEY(read) {
    const secret = read('AUTH_SECRET_KEY');
    if (!secret && !(read('JWT_SECRET') && read('NODE_ENV') !== 'production')) {
      return `it keeps the keys that sign access tokens and the secrets of second factors: ${HOW_TO}`;
    }
    return weakness(read, secret);
  },
};

/** Outside production any secret will do. */
function weakness(read: Reader, secret: string): string | null {
  if (!secret || read('NODE_ENV') !== 'production') return null;
  if (secret.length < MIN_SECRET_LENGTH) return `must have at least ${MIN_SECRET_LENGTH} characters: ${HOW_TO}`;
  if (new Set(secret).size < MIN_DIFFERENT_CHARACTERS) return `is too easy to guess: ${HOW_TO}`;
  if (/change.?me|secret|password|example|doctorpy/i.test(secret)) return `is a placeholder, not a secret: ${HOW_TO}`;
  return null;
}

function reader(env: unknown): Reader {
  return (name) => {
    const value: unknown = typeof env === 'object' && env !== null ? Reflect.get(env, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
}
