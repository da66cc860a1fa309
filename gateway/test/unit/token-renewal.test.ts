import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import type { GatewayContext } from '../../src/context.js';
import type { RateLimit } from '../../src/http/rate-limit.js';
import { expiredToken } from '../../src/identity/access-token.js';
import type { Identity } from '../../src/identity/identify.js';
import { createRevocationList, type RevocationList } from '../../src/revocation/list.js';
import { createTokenRenewal } from '../../src/websocket/renew-token.js';

const MINUTE = 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const identity = (caller: Partial<Caller>, minutes: number, authVersion = 1): Identity => ({
  caller: { ...anonymous, userId: 'lea', sessionId: 's1', roles: ['LEARNER'], ...caller },
  tokenProblem: null,
  tokenExpiresAt: start + minutes * MINUTE,
  authVersion,
  outage: null,
});
const socket: GatewayContext = {
  ...identity({ language: 'en' }, 15),
  requestId: 'r',
  traceparent: null,
  log: silentLogger(),
  clientLeft: null,
  browserSession: null,
};
const inForce = '2026-01-01T00:15:00.000Z';

function listOf(...revocations: Parameters<RevocationList['take']>[0]['entries'][number]['revocation'][]) {
  const list = createRevocationList();
  const entries = revocations.map((revocation) => ({ revocation, at: Date.now() }));
  list.take({ entries, epoch: 'e', retentionMs: MINUTE, cursor: 0 }, performance.now(), true);
  return list;
}

const renewal = (found: Identity, revocations = listOf(), take: RateLimit['take'] = async () => undefined) =>
  createTokenRenewal({ identify: async () => found, revocations, rateLimit: { take } });
const ask = { authorization: 'Bearer x' };

describe('a ping with an access token', () => {
  it('of the socket’s own session puts it in force', async () => {
    const decision = await renewal(identity({ roles: ['LEARNER', 'AUTHOR'], language: 'en' }, 30))(ask, socket);
    expect(decision).toMatchObject({
      context: { requestId: 'r', caller: { userId: 'lea', roles: ['LEARNER', 'AUTHOR'], language: 'en' } },
      expiresAt: start + 30 * MINUTE,
      ackPayload: { accepted: true, expiresAt: '2026-01-01T00:30:00.000Z' },
    });
  });

  it('that lacks a role of the one before closes the socket: what was begun with the role must not go on', async () => {
    const author = { ...socket, caller: { ...socket.caller, roles: ['LEARNER', 'AUTHOR'] as const } };
    expect(await renewal(identity({}, 30))(ask, author)).toEqual({
      closeCode: 4403,
      reason: expect.stringContaining('TOKEN_EXPIRED'),
    });
  });

  it('that was overtaken by a later one changes nothing', async () => {
    for (const older of [identity({}, 14), identity({}, 30, 0)]) {
      expect(await renewal(older)(ask, socket)).toEqual({ pongPayload: { accepted: true, expiresAt: inForce } });
    }
  });

  it.each([
    ['another user', identity({ userId: 'tom' }, 30), 'FORBIDDEN'],
    ['another session of the same user', identity({ sessionId: 's2' }, 30), 'FORBIDDEN'],
    ['nobody', { ...identity({ userId: null, sessionId: null, roles: [] }, 30), authVersion: null }, 'FORBIDDEN'],
    ['somebody whose token has expired', { ...identity({}, 30), tokenProblem: expiredToken() }, 'TOKEN_EXPIRED'],
  ] as const)('of %s is refused, and what was in force stays', async (_who, found, code) => {
    expect(await renewal(found)(ask, socket)).toEqual({
      pongPayload: { accepted: false, code, message: expect.any(String), expiresAt: inForce },
    });
  });

  it('that was revoked, or is older than a change of its account, is refused', async () => {
    const revoked = listOf({ kind: 'session', sessionId: 's1' });
    expect(await renewal(identity({}, 30), revoked)(ask, socket)).toMatchObject({
      pongPayload: { accepted: false, code: 'SESSION_REVOKED' },
    });
    const outdated = listOf({ kind: 'user', userId: 'lea', authVersion: 2 });
    expect(await renewal(identity({}, 30), outdated)(ask, socket)).toMatchObject({
      pongPayload: { accepted: false, code: 'TOKEN_EXPIRED' },
    });
  });

  it('is refused for the moment while nobody can tell what was revoked', async () => {
    expect(await renewal(identity({}, 30), createRevocationList())(ask, socket)).toMatchObject({
      pongPayload: { accepted: false, code: 'SERVICE_UNAVAILABLE', retryAfterSeconds: 2 },
    });
  });

  it('counts as a request', async () => {
    const limited = async () => {
      throw new DomainError('RATE_LIMITED', { fr: 'Trop', en: 'Too many' }, { retryAfterSeconds: 7 });
    };
    expect(await renewal(identity({}, 30), listOf(), limited)(ask, socket)).toMatchObject({
      pongPayload: { accepted: false, code: 'RATE_LIMITED', message: 'Too many', retryAfterSeconds: 7 },
    });
  });

  it('is told from other pings', async () => {
    expect(await renewal(identity({}, 30))({ hello: 1 }, socket)).toBeNull();
  });
});
