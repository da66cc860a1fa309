import { randomUUID } from 'node:crypto';
import { createSigner, readServiceKeys, type SignedParts, verifyRequest } from '@doctorpy/service-kit/trust';
import { tokenForger } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { createTokenVerifier } from '../../src/identity/access-token.js';
import { type Credentials, createIdentifyAtOnce, identify } from '../../src/identity/identify.js';
import { sharedSecret } from '../../src/identity/verification-keys.js';

const tokens = tokenForger('shared-secret');
const keys = readServiceKeys({ SECRET_KEY: 'a'.repeat(64) }, ['gateway>quest']);
const parts: SignedParts = { pair: 'gateway>quest', method: 'POST', path: '/graphql', body: '{}' };
const ada = { sub: randomUUID(), sid: randomUUID(), roles: ['LEARNER', 'AUTHOR'], withheldRoles: ['ADMIN'], av: 1 };

/** One connection, and a subgraph that is told who asks by it. */
function connection() {
  const verify = createTokenVerifier(sharedSecret(tokens.jwtSecret ?? ''));
  const identifyAtOnce = createIdentifyAtOnce(verify);
  const sign = createSigner(keys, parts);
  const socket = {};
  return async (claims: object | null, more: Partial<Credentials> = {}) => {
    const authorization = claims && `Bearer ${tokens.sign(claims)}`;
    const credentials = { authorization, acceptLanguage: null, userAgent: null, ip: '192.0.2.1', ...more };
    // Known from then on.
    await identify(verify, credentials);
    const identity = identifyAtOnce(socket, credentials);
    if (!identity) throw new Error('The token is not known.');
    const envelope: Readonly<Record<string, string>> = sign(parts.body, { caller: identity.caller, requestId: 'r' });
    return { caller: identity.caller, told: verifyRequest(keys, parts, (name) => envelope[name])?.caller };
  };
}

describe('a subgraph is told of every request on a connection', () => {
  const changes: Record<string, [object | null, Partial<Credentials>?]> = {
    'another user': [{ ...ada, sub: randomUUID() }],
    'another session of the same user': [{ ...ada, sid: randomUUID() }],
    'a role less': [{ ...ada, roles: ['LEARNER'] }],
    'a role that is no longer withheld': [{ ...ada, roles: [...ada.roles, 'ADMIN'], withheldRoles: [] }],
    'another language': [ada, { acceptLanguage: 'en' }],
    'another address': [ada, { ip: '192.0.2.2' }],
    'another browser': [ada, { userAgent: 'Firefox' }],
    nobody: [null],
  };
  it.each(Object.entries(changes))('%s, and who asked before when they ask again', async (_, [claims, more]) => {
    const ask = connection();
    const before = await ask(ada);
    const changed = await ask(claims, more);
    expect(changed.told).toEqual(changed.caller);
    expect(changed.told).not.toEqual(before.told);
    expect((await ask(ada)).told).toEqual(before.told);
  });

  it('who asks, as somebody that nothing can change while they are remembered', async () => {
    const { caller } = await connection()(ada);
    for (const part of [caller, caller.roles, caller.withheldRoles]) expect(Object.isFrozen(part)).toBe(true);
  });
});
