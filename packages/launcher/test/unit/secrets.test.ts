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
    expect(first.secretKey).not.toBe(first.authSecretKey);
    expect(first.jwtSecret).toBeUndefined();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are the same for two first starts at once', async () => {
    const [one, other] = await Promise.all([readSecrets(file, {}), readSecrets(file, {})]);
    expect(one).toEqual(other);
  });

  it('are the ones the environment gives', async () => {
    const [secretKey, authSecretKey, jwtSecret] = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
    const given = { SECRET_KEY: secretKey, AUTH_SECRET_KEY: authSecretKey, JWT_SECRET: jwtSecret };
    expect(await readSecrets(file, given)).toMatchObject({ secretKey, authSecretKey, jwtSecret });
  });

  it('are still those of a file that an earlier version wrote', async () => {
    const [secretKey, jwtSecret] = ['a'.repeat(64), 'b'.repeat(64)];
    await writeFile(file, JSON.stringify({ secretKey, jwtSecret, demoPassword: 'demo-demo' }));
    const expected = { secretKey, authSecretKey: jwtSecret, jwtSecret: undefined, demoPassword: 'demo-demo' };
    expect(await readSecrets(file, {})).toEqual(expected);
  });

  it('hold no demo password in production', async () => {
    const environment = { NODE_ENV: 'production', SECRET_KEY: 'a'.repeat(64), AUTH_SECRET_KEY: 'b'.repeat(64) };
    expect((await readSecrets(file, environment)).demoPassword).toBeUndefined();
  });

  it('stop a start in production when missing or weak, saying how to make one', async () => {
    const production = { NODE_ENV: 'production', SECRET_KEY: 'a'.repeat(64) };
    await expect(readSecrets(file, production)).rejects.toThrow(
      /AUTH_SECRET_KEY is not set.*npm run --silent keys >> .env/,
    );
    for (const name of ['AUTH_SECRET_KEY', 'JWT_SECRET']) {
      const weak = { ...production, AUTH_SECRET_KEY: 'b'.repeat(64), [name]: 'short' };
      await expect(readSecrets(file, weak)).rejects.toThrow(`${name} is shorter`);
    }
  });

  it('say what to do when their file is damaged', async () => {
    await writeFile(file, '{');
    await expect(readSecrets(file, {})).rejects.toThrow(/delete it and start again/);
  });
});
