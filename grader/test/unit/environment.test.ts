import { describe, expect, it } from '@jest/globals';
import { secretsIn } from '../../src/environment.js';

describe('the look for secrets in the environment', () => {
  it('finds nothing in an empty environment, nor in what a shell or a system sets by itself', () => {
    expect(secretsIn({})).toEqual([]);
    expect(
      secretsIn({ PATH: '/usr/bin', HOME: '/home/py', LANG: 'fr_FR.UTF-8', PWD: '/', SHLVL: '1', _: 'node' }),
    ).toEqual([]);
  });

  it.each([
    'SECRET_KEY',
    'SERVICE_KEYS',
    'JWT_SECRET',
    'DATABASE_URL',
    'REDIS_URL',
    'DB_PASSWORD',
    'NPM_TOKEN',
    'API_KEY',
  ])('names %s', (name) => {
    expect(secretsIn({ [name]: 'x', PATH: '/usr/bin' })).toEqual([name]);
  });

  it('names a harmless variable whose address carries a password, without quoting it', () => {
    expect(secretsIn({ HTTP_PROXY: 'http://user:hunter2@proxy:3128' })).toEqual(['HTTP_PROXY']);
  });
});
