import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LaunchError } from '../errors.js';

/** What the services of one installation share in secret. */
export interface Secrets {
  /** The gateway's and subgraphs' keys are derived from it; no service receives it. */
  secretKey: string;
  /** Auth's own: keeps the keys that sign access tokens. */
  authSecretKey: string;
  /** Signs access tokens instead of such keys, where it is set; for auth and the gateway alone. */
  jwtSecret: string | undefined;
  /** Of the demo accounts; none outside development, where there are no such accounts. */
  demoPassword: string | undefined;
}

/** Shortest secret taken outside development, in characters: 32 bytes as hexadecimal have 64, as base64 44. */
const shortest = 32;

/**
 * The secrets of this installation: `SECRET_KEY`, `AUTH_SECRET_KEY` and `DEMO_PASSWORD`, each completed in development
 * by one generated once and kept in `file` (mode 0600), and `JWT_SECRET`, which is never generated.
 * In production, throws `LaunchError` saying how to make a missing or weak one.
 */
export async function readSecrets(file: string, environment: NodeJS.ProcessEnv): Promise<Secrets> {
  const { SECRET_KEY: secretKey, AUTH_SECRET_KEY: authSecretKey, DEMO_PASSWORD: demoPassword } = environment;
  const jwtSecret = environment.JWT_SECRET || undefined;
  if (environment.NODE_ENV === 'production') {
    return {
      secretKey: strong('SECRET_KEY', secretKey),
      authSecretKey: strong('AUTH_SECRET_KEY', authSecretKey),
      jwtSecret: jwtSecret && strong('JWT_SECRET', jwtSecret),
      demoPassword: undefined,
    };
  }
  if (secretKey && authSecretKey && demoPassword) return { secretKey, authSecretKey, jwtSecret, demoPassword };
  const kept = await keptSecrets(file);
  return {
    secretKey: secretKey || kept.secretKey,
    authSecretKey: authSecretKey || kept.authSecretKey,
    jwtSecret,
    demoPassword: demoPassword || kept.demoPassword,
  };
}

function strong(name: string, value: string | undefined): string {
  if (value && value.length >= shortest) return value;
  throw new LaunchError(
    value
      ? `${name} is shorter than ${shortest} characters: make one with: openssl rand -hex 32`
      : `${name} is not set: production needs one of its own; write all that are missing with: npm run --silent keys >> .env`,
  );
}

type KeptSecrets = Required<Omit<Secrets, 'jwtSecret'>>;

// Files of earlier versions hold a secret that signed access tokens: its place is auth's own now.
const schema = z.preprocess(
  (kept) =>
    typeof kept === 'object' && kept !== null && 'jwtSecret' in kept
      ? { authSecretKey: kept.jwtSecret, ...kept }
      : kept,
  z.object({
    secretKey: z.string().min(shortest),
    authSecretKey: z.string().min(shortest),
    demoPassword: z.string().min(8),
  }),
);

async function keptSecrets(file: string): Promise<KeptSecrets> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return generate(file);
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new LaunchError(`${file} cannot be read: delete it and start again (everybody is signed out once).`, {
      cause: error,
    });
  }
}

async function generate(file: string): Promise<KeptSecrets> {
  const secrets = {
    secretKey: randomBytes(32).toString('hex'),
    authSecretKey: randomBytes(32).toString('hex'),
    // Random too: a password printed in a README would open every machine that listens beyond loopback.
    demoPassword: `demo-${randomBytes(6).toString('hex')}`,
  };
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  // A link fails where the file exists: of two starts at once, one generates and both read.
  const first = await link(draft, file).then(
    () => true,
    () => false,
  );
  await unlink(draft);
  return first ? secrets : keptSecrets(file);
}
