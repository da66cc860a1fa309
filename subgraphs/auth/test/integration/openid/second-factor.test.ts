import { DomainError } from '@doctorpy/service-kit/errors';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEnv } from '../../../src/env.js';
import { createServices } from '../../../src/services/create-services.js';
import type { SecondFactorDemand } from '../../../src/services/openid/second-factor.js';
import { type OpenIdEnvironment, openIdEnvironment, providerSettings } from './openid-environment.js';

let auth: OpenIdEnvironment;
let openId: Awaited<ReturnType<typeof createServices>>['openId'];

/** A rule in the place of authenticator apps: everybody has the same code. */
const demandSecondFactor: SecondFactorDemand = async (_transaction, _account, { totpCode }) => {
  if (totpCode !== '123456') throw new DomainError('MFA_REQUIRED', { fr: 'Code ?', en: 'Code?' });
};

beforeAll(async () => {
  auth = await openIdEnvironment();
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: 'mongodb://127.0.0.1:1',
    REDIS_URL: 'redis://127.0.0.1:1',
    JWT_SECRET: auth.jwtSecret,
    PUBLIC_URL: 'https://apprendre.example',
    ...providerSettings({ google: auth.google }),
  });
  const { connection, redis } = auth;
  const log = silentLogger();
  const deps = { env, connection, redis, log, now: () => new Date(), deliverEvents: () => undefined };
  ({ openId } = await createServices({ ...deps, demandSecondFactor }));
});
afterAll(() => auth.close());

const origin = {
  caller: { userId: null, sessionId: null, roles: [], ip: '203.0.113.7', language: 'fr', userAgent: null },
  requestId: 'request-1',
  traceparent: null,
} as const;

describe('somebody with a second factor who signs in through a provider', () => {
  it('is asked for a code, and gives it without another visit to the provider', async () => {
    const { subject, email } = auth.person();
    const answer = await auth.visit(await openId.signIns.start('google', origin), subject);
    await expect(openId.signIns.finish(answer, origin)).rejects.toMatchObject({ code: 'MFA_REQUIRED' });
    const wrong = { ...answer, totpCode: '000000' };
    await expect(openId.signIns.finish(wrong, origin)).rejects.toMatchObject({ code: 'MFA_REQUIRED' });
    expect(await auth.connection.collection('sessions').countDocuments()).toBe(0);

    const grant = await openId.signIns.finish({ ...answer, totpCode: '123456' }, origin);
    expect(grant.user.email).toBe(email);
    const replay = openId.signIns.finish({ ...answer, totpCode: '123456' }, origin);
    await expect(replay).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('gives it for ten minutes, and from the browser that began', async () => {
    const answer = await auth.visit(await openId.signIns.start('google', origin), auth.person().subject);
    await expect(openId.signIns.finish(answer, origin)).rejects.toMatchObject({ code: 'MFA_REQUIRED' });
    const elsewhere = { ...answer, totpCode: '123456', binding: 'x'.repeat(43) };
    await expect(openId.signIns.finish(elsewhere, origin)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    const flows = auth.connection.collection('openid_flows');
    await flows.updateMany({}, { $set: { expiresAt: new Date() } });
    const late = openId.signIns.finish({ ...answer, totpCode: '123456' }, origin);
    await expect(late).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
