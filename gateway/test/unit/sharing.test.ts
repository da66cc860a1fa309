import type { AccessRule } from '@doctorpy/service-kit/access';
import { anonymous, type Caller } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import type { GatewayContext } from '../../src/context.js';
import { sharingOf } from '../../src/websocket/sharing.js';

const log = silentLogger();
const lea: Caller = { ...anonymous, userId: 'lea', sessionId: 's1', roles: ['LEARNER'], ip: '203.0.113.7' };

const contextOf = (caller: Caller, authVersion = 1): GatewayContext => ({
  caller,
  tokenProblem: null,
  tokenExpiresAt: null,
  authVersion: caller.userId === null ? null : authVersion,
  outage: null,
  requestId: 'r',
  traceparent: null,
  log,
  clientLeft: null,
  browserSession: null,
});
const shared = (rules: AccessRule[], context: GatewayContext) => sharingOf(new Set(rules), context);

describe('a live state', () => {
  it('that is public throughout is completed for nobody in particular, once for each language', () => {
    const admin = contextOf({ ...lea, roles: ['ADMIN'] });
    expect(shared(['PUBLIC'], admin).runAs?.caller).toEqual(anonymous);
    expect(shared(['PUBLIC'], admin).scope).toBe(shared(['PUBLIC'], contextOf(anonymous)).scope);
    const english = contextOf({ ...lea, language: 'en' });
    expect(shared(['PUBLIC'], english).scope).not.toBe(shared(['PUBLIC'], admin).scope);
    expect(shared(['PUBLIC'], english).runAs?.caller.language).toBe('en');
  });

  it.each<[string, GatewayContext]>([
    ['another user', contextOf({ ...lea, userId: 'bob' })],
    ['another session', contextOf({ ...lea, sessionId: 's2' })],
    ['other roles', contextOf({ ...lea, roles: ['LEARNER', 'AUTHOR'] })],
    ['roles that may be used now', contextOf({ ...lea, withheldRoles: ['ADMIN'] })],
    ['a newer generation of tokens', contextOf(lea, 2)],
    ['another language', contextOf({ ...lea, language: 'en' })],
    ['nobody', contextOf(anonymous)],
  ])('with a field of the caller’s own is not shared with %s', (_who, other) => {
    const rules: AccessRule[] = ['PUBLIC', 'VIEWER'];
    const mine = shared(rules, contextOf(lea));
    expect(mine.runAs).toBeUndefined();
    expect(mine.scope).not.toBe(shared(rules, other).scope);
    expect(mine.scope).toBe(shared(rules, contextOf({ ...lea, ip: '198.51.100.1' })).scope);
  });
});
