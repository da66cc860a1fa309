import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { commonEnv, dataEnv, trustEnv } from '@doctorpy/service-kit/env';
import { deriveServiceKey } from '@doctorpy/service-kit/trust';
import { describe, expect, it } from '@jest/globals';
import { composeVariables, exampleVariables, root, services, textOf } from './files.js';

const example = exampleVariables();

describe('.env.example', () => {
  it('has every variable that a service or the launcher reads', () => {
    const shared = [commonEnv, dataEnv, trustEnv].flatMap((part) => Object.keys(part));
    const files = [...Object.values(services).map(({ envFile }) => envFile), 'packages/launcher/src/start/settings.ts'];
    // The keys of the zod objects: the only names in capitals that a colon follows.
    const read = files.flatMap((file) =>
      [...textOf(file).matchAll(/^\s+([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name),
    );
    expect(read.length).toBeGreaterThan(40);
    expect([...new Set([...shared, ...read])].filter((name) => !name || !example.has(name))).toEqual([]);
  });

  it('has no variable that nobody reads', () => {
    const readers = [
      ...Object.values(services).map(({ envFile }) => envFile),
      ...['env', 'trust'].map((concern) => `packages/service-kit/src/${concern}/index.ts`),
      ...['settings', 'secrets'].map((name) => `packages/launcher/src/start/${name}.ts`),
      'packages/launcher/src/paths.ts',
      'platform/src/env.ts',
    ].map(textOf);
    const unread = [...example.keys()].filter(
      (name) => !composeVariables().has(name) && !readers.some((text) => text.includes(name)),
    );
    expect(unread).toEqual([]);
  });

  it('changes nothing when it is copied as it is', () => {
    expect(
      textOf('.env.example')
        .split('\n')
        .filter((line) => line && !line.startsWith('#')),
    ).toEqual([]);
  });

  it('shows the value that is used when nothing is said', () => {
    const needed = {
      DATABASE_URL: 'mongodb://mongo:27017',
      REDIS_URL: 'redis://redis:6379',
      AUTH_SECRET_KEY: '0123456789abcdef0123456789abcdef',
    };
    for (const [name, { readEnv }] of Object.entries(services)) {
      const wrong = Object.entries(readEnv(needed)).filter(([variable, value]) => {
        if (variable in needed || ['OPS_PORT', 'DATABASE_NAME', 'GATEWAY_EXPLORER'].includes(variable)) return false;
        return example.get(variable) !== (Array.isArray(value) ? value.join(',') : String(value));
      });
      expect({ name, wrong }).toEqual({ name, wrong: [] });
    }
  });
});

describe('npm run keys', () => {
  const run = (environment: Record<string, string>) =>
    new Map(
      execFileSync(process.execPath, [join(root, 'scripts', 'keys.mjs')], { env: environment, encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => {
          const [name = '', ...value] = line.split('=');
          return [name, value.join('=').replaceAll('"', '')];
        }),
    );
  // An .env of this checkout is read by the script as well; what is given here wins over it.
  const given = {
    SECRET_KEY: '7'.repeat(64),
    AUTH_SECRET_KEY: 'x',
    SERVICE_KEYS_AUTH: '',
    SERVICE_KEYS_RAG: '',
    SERVICE_KEYS_QUEST: '',
    SERVICE_KEYS_RAG_QUEST: '',
  };

  it('derives each pair’s key as the services do', () => {
    const printed = run(given);
    for (const subgraph of ['auth', 'rag', 'quest'] as const) {
      const pair = `gateway>${subgraph}` as const;
      expect(printed.get(`SERVICE_KEYS_${subgraph.toUpperCase()}`)).toBe(
        `${pair}=${deriveServiceKey(given.SECRET_KEY, pair)}`,
      );
    }
    const between = `rag>quest=${deriveServiceKey(given.SECRET_KEY, 'rag>quest')}`;
    expect(printed.get('SERVICE_KEYS_RAG_QUEST')).toBe(between);
  });

  it('prints what is missing and nothing that is there', () => {
    const names = ['SERVICE_KEYS_AUTH', 'SERVICE_KEYS_RAG', 'SERVICE_KEYS_QUEST', 'SERVICE_KEYS_RAG_QUEST'];
    expect([...run(given).keys()]).toEqual(names);
    expect(run({ ...given, AUTH_SECRET_KEY: '' }).get('AUTH_SECRET_KEY')).toMatch(/^[0-9a-f]{64}$/);
  });
});
