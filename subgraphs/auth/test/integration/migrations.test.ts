import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { testDatabase } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { migrations } from '../../src/migrations/index.js';
import { createModels } from '../../src/models/index.js';
import { createDirectory } from '../../src/services/account/directory.js';

const log = silentLogger();

describe('an account from before accounts were searched by prefix', () => {
  it('is found, and not suspended', async () => {
    const { url, database, drop } = await testDatabase();
    const connection = await connectMongo({ url, database, log });
    try {
      await runMigrations(connection, migrations.slice(0, 1), log);
      await connection.collection<Record<string, unknown> & { _id: string }>('accounts').insertOne({
        _id: 'lea',
        email: 'lea@example.org',
        emailVerified: false,
        displayName: 'Éléa',
        passwordHash: 'x',
        roles: ['LEARNER'],
        authVersion: 1,
        language: 'fr',
        timeZone: 'Europe/Paris',
      });
      await runMigrations(connection, migrations, log);
      const models = createModels(connection);
      const { edges } = await createDirectory({ models }).page({ first: 1, search: 'elea' });
      expect(edges[0]?.node).toMatchObject({ id: 'lea', suspension: null });
    } finally {
      await connection.close();
      await drop();
    }
  });
});

describe('a session from before networks were kept', () => {
  it('makes its network a known one all the same', async () => {
    const { url, database, drop } = await testDatabase();
    const connection = await connectMongo({ url, database, log });
    try {
      const before = migrations.findIndex(({ name }) => name === 'session-networks');
      await runMigrations(connection, migrations.slice(0, before), log);
      const at = new Date();
      const expiresAt = new Date(at.getTime() + 3_600_000);
      await connection.collection<Record<string, unknown> & { _id: string }>('sessions').insertOne({
        _id: 'old',
        userId: 'lea',
        createdAt: at,
        lastUsedAt: at,
        expiresAt,
        idleExpiresAt: expiresAt,
        revokedAt: null,
        ip: '2001:db8:1:2:3:4:5:6',
        userAgent: null,
      });
      await runMigrations(connection, migrations, log);
      const { sessions } = createModels(connection);
      expect(await sessions.exists({ userId: 'lea', network: '2001:db8:1:2::/64' })).toEqual({ _id: 'old' });
    } finally {
      await connection.close();
      await drop();
    }
  });
});
