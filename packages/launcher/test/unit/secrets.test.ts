import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readSecrets } from '../../src/start/secrets.js';

describe('the secrets of an installation', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    file = join(folder, 'secrets.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are made once in development, for this user alone', async () => {
    const first = await readSecrets(file, {});
    expect(await readSecrets(file, {})).toEqual(first);
    expect(first.secretKey).not.toBe(first.jwtSecret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are the same for two first starts at once', async () => {
    const [one, other] = await Promise.all([readSecrets(file, {}), readSecrets(file, {})]);
    expect(one).toEqual(other);
  });

  it('are the ones the environment gives', async () => {
    const secrets = await readSecrets(file, { SECRET_KEY: 'a'.repeat(64), JWT_SECRET: 'b'.repeat(64) });
    expect(secrets).toMatchObject({ secretKey: 'a'.repeat(64), jwtSecret: 'b'.repeat(64) });
  });

  it('hold no demo password in production', async () => {
    const environment = { NODE_ENV: 'production', SECRET_KEY: 'a'.repeat(64), JWT_SECRET: 'b'.repeat(64) };
    expect((await readSecrets(file, environment)).demoPassword).toBeUndefined();
  });

  it('stop a start in production when missing or weak, saying how to make one', async () => {
    const production = { NODE_ENV: 'production', SECRET_KEY: 'a'.repeat(64) };
    await expect(readSecrets(file, production)).rejects.toThrow(/JWT_SECRET is not set.*openssl rand/);
    await expect(readSecrets(file, { ...production, JWT_SECRET: 'short' })).rejects.toThrow('JWT_SECRET is shorter');
  });

  it('say what to do when their file is damaged', async () => {
    await writeFile(file, '{');
    await expect(readSecrets(file, {})).rejects.toThrow(/delete it and start again/);
  });
});
