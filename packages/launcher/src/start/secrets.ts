import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LaunchError } from '../errors.js';

/** What the services of one installation share in secret. */
export interface Secrets {
  /** The gateway's and subgraphs' keys are derived from it; no service receives it. */
  secretKey: string;
  /** Signs access tokens; for auth and the gateway alone. */
  jwtSecret: string;
}

/** Shortest secret taken outside development, in characters: 32 bytes as hexadecimal have 64, as base64 44. */
const shortest = 32;

/**
 * The secrets of this installation: `SECRET_KEY` and `JWT_SECRET`, each completed in development by one generated once
 * and kept in `file` (mode 0600).
 * In production, throws `LaunchError` saying how to make a missing or weak one.
 */
export async function readSecrets(file: string, environment: NodeJS.ProcessEnv): Promise<Secrets> {
  const { SECRET_KEY: secretKey, JWT_SECRET: jwtSecret } = environment;
  if (environment.NODE_ENV === 'production') {
    return { secretKey: strong('SECRET_KEY', secretKey), jwtSecret: strong('JWT_SECRET', jwtSecret) };
  }
  if (secretKey && jwtSecret) return { secretKey, jwtSecret };
  const kept = await keptSecrets(file);
  return { secretKey: secretKey || kept.secretKey, jwtSecret: jwtSecret || kept.jwtSecret };
}

function strong(name: string, value: string | undefined): string {
  if (value && value.length >= shortest) return value;
  const problem = value ? `is shorter than ${shortest} characters` : 'is not set';
  throw new LaunchError(`${name} ${problem}: production needs one of its own; make it with: openssl rand -hex 32`);
}

const schema = z.object({ secretKey: z.string().min(shortest), jwtSecret: z.string().min(shortest) });

async function keptSecrets(file: string): Promise<Secrets> {
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

async function generate(file: string): Promise<Secrets> {
  const secrets = { secretKey: randomBytes(32).toString('hex'), jwtSecret: randomBytes(32).toString('hex') };
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  // A link fails where the file exists: of two starts at once, one generates and both read.
  const first = await link(draft, file).then(
    () => true,
    () => false,
  );
  await unlink(draft);
  return first ? secrets : keptSecrets(file);
}
