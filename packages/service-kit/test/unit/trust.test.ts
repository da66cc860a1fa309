import { anonymous } from '@doctorpy/service-kit/caller';
import {
  createSigner,
  deriveServiceKey,
  MAX_CLOCK_SKEW_MS,
  readServiceKeys,
  type SignedParts,
  signRequest,
  verifyRequest,
} from '@doctorpy/service-kit/trust';
import { describe, expect, it } from '@jest/globals';

const SECRET_KEY = 'a'.repeat(64);
const keys = readServiceKeys({ SECRET_KEY }, ['gateway>quest', 'gateway>auth']);
const parts: SignedParts = { pair: 'gateway>quest', method: 'POST', path: '/graphql', body: '{"query":"{a}"}' };
const caller = { ...anonymous, userId: 'lea', roles: ['LEARNER' as const] };
const signed = signRequest(keys, parts, { caller, requestId: 'r1' });
const read = (envelope: Readonly<Record<string, string>>) => (name: string) => envelope[name];

describe('a signed request', () => {
  it('carries its caller and request id to the other service', () => {
    expect(verifyRequest(keys, parts, read(signed))).toMatchObject({ caller, requestId: 'r1' });
  });

  it.each([
    ['another body', { ...parts, body: '{"query":"{b}"}' }],
    ['another path', { ...parts, path: '/other' }],
    ['another method', { ...parts, method: 'SUBSCRIBE' }],
    ['another subgraph', { ...parts, pair: 'gateway>auth' as const }],
  ])('is refused with %s', (_what, changed) => {
    expect(verifyRequest(keys, changed, read(signed))).toBeNull();
  });

  it.each(Object.keys(signed))('is refused when %s is altered or missing', (name) => {
    expect(
      verifyRequest(keys, parts, read({ ...signed, [name]: `${signed[name as keyof typeof signed]}0` })),
    ).toBeNull();
    expect(verifyRequest(keys, parts, read({ ...signed, [name]: '' }))).toBeNull();
  });

  it('is refused when a part of it is shifted into another: lines are what tells them apart', () => {
    const [timestamp, nonce] = [signed['doctorpy-timestamp'], signed['doctorpy-nonce']];
    const shifted = {
      ...signed,
      'doctorpy-timestamp': `${timestamp}\n${nonce}`,
      'doctorpy-nonce': signed['x-request-id'],
    };
    const rest = { 'x-request-id': signed['doctorpy-caller'], 'doctorpy-caller': '{"query":"{a}"}' };
    expect(verifyRequest(keys, { ...parts, body: '' }, read({ ...shifted, ...rest }))).toBeNull();
    const multiline = { ...signed, 'x-request-id': `r1\n${signed['doctorpy-caller']}` };
    const other = { ...parts, body: `${signed['doctorpy-caller']}\n${parts.body}` };
    expect(verifyRequest(keys, other, read(multiline))).toBeNull();
    expect(() => signRequest(keys, parts, { caller, requestId: 'r1\nr2' })).toThrow('several lines');
  });

  it('covers bytes as it covers their text', () => {
    const body = '{"query":"{ élève(nom: \\"Zoé\\") }"}';
    const envelope = read(signRequest(keys, { ...parts, body }, { caller, requestId: 'r1' }));
    expect(verifyRequest(keys, { ...parts, body: Buffer.from(body) }, envelope)).not.toBeNull();
  });

  it('of a signer names the caller of each request, also when one returns', () => {
    const sign = createSigner(keys, parts);
    for (const one of [caller, anonymous, caller]) {
      const envelope = read(sign(parts.body, { caller: one, requestId: 'r1' }));
      expect(verifyRequest(keys, parts, envelope)?.caller).toEqual(one);
    }
  });

  it('is refused once it is older than the clock skew allows', () => {
    const later = Date.now() + MAX_CLOCK_SKEW_MS + 1000;
    expect(verifyRequest(keys, parts, read(signed), later)).toBeNull();
  });

  it('is accepted under both keys while keys are rotated', () => {
    const old = deriveServiceKey(SECRET_KEY, 'gateway>quest');
    const fresh = deriveServiceKey('b'.repeat(64), 'gateway>quest');
    const both = readServiceKeys({ SERVICE_KEYS: `gateway>quest=${fresh},gateway>quest=${old}` }, ['gateway>quest']);
    expect(verifyRequest(both, parts, read(signed))).not.toBeNull();
    const freshlySigned = signRequest(both, parts, { caller, requestId: 'r2' });
    expect(verifyRequest(keys, parts, read(freshlySigned))).toBeNull();
  });
});

describe('service keys', () => {
  it('differ for each directed pair', () => {
    const pairs = ['gateway>auth', 'gateway>quest', 'auth>gateway'] as const;
    expect(new Set(pairs.map((pair) => deriveServiceKey(SECRET_KEY, pair))).size).toBe(pairs.length);
  });

  it('say what to set when there is none', () => {
    expect(() => readServiceKeys({}, ['gateway>auth'])).toThrow(/SERVICE_KEYS .* or SECRET_KEY/);
  });
});
