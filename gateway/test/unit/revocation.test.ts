import type { RevocationPage } from '@doctorpy/service-kit/revocation';
import { describe, expect, it } from '@jest/globals';
import type { Identity } from '../../src/identity/identify.js';
import { applyRevocations } from '../../src/revocation/apply.js';
import { createRevocationList } from '../../src/revocation/list.js';

const page = (...entries: RevocationPage['entries']): RevocationPage => ({
  epoch: 'e',
  retentionMs: 900_000,
  cursor: 1,
  entries,
});
const ended = (sessionId: string, at = Date.now()) => ({ revocation: { kind: 'session', sessionId }, at }) as const;
const changed = (userId: string, authVersion: number, at = Date.now()) =>
  ({ revocation: { kind: 'user', userId, authVersion }, at }) as const;

function list() {
  let time = 0;
  const made = createRevocationList(() => time);
  return Object.assign(made, {
    pass: (ms: number) => {
      time += ms;
    },
    read: (what: RevocationPage, isWhole = false) => made.take(what, time, isWhole),
  });
}

const lea = (authVersion = 1, sessionId = 's1') => ({ userId: 'lea', sessionId, authVersion });

describe('the list of revocations', () => {
  it('refuses a session that was ended, and no other of the same user', () => {
    const revocations = list();
    revocations.read(page(ended('s1')));
    expect(revocations.standingOf(lea())).toBe('revoked');
    expect(revocations.standingOf(lea(1, 's2'))).toBe('valid');
  });

  it('refuses tokens from before a change of their user, in whatever order changes are heard of', () => {
    const revocations = list();
    revocations.read(page(changed('lea', 3), changed('lea', 2)));
    expect(revocations.standingOf(lea(2))).toBe('outdated');
    expect(revocations.standingOf(lea(3))).toBe('valid');
    expect(revocations.standingOf({ ...lea(1), userId: 'tom' })).toBe('valid');
  });

  it('says of an ended session of a changed user that it was ended', () => {
    const revocations = list();
    revocations.read(page(ended('s1'), changed('lea', 2)));
    expect(revocations.standingOf(lea())).toBe('revoked');
  });

  it('adds what it reads, and forgets the rest when it reads everything', () => {
    const revocations = list();
    revocations.read(page(ended('s1')));
    revocations.read(page(ended('s2')));
    expect(revocations.standingOf(lea())).toBe('revoked');
    revocations.read(page(ended('s2')), true);
    expect(revocations.standingOf(lea())).toBe('valid');
    expect(revocations.standingOf(lea(1, 's2'))).toBe('revoked');
  });

  it('forgets what no token can be concerned by any more', () => {
    const revocations = list();
    revocations.read(page(ended('s1', Date.now() - 2_000_000), changed('lea', 2, Date.now() - 2_000_000), ended('s2')));
    revocations.pass(60_000);
    revocations.read(page());
    expect(revocations.standingOf(lea(1))).toBe('valid');
    expect(revocations.standingOf(lea(1, 's2'))).toBe('revoked');
  });

  it('is current for five seconds after the beginning of the last look, and not before the first', () => {
    const revocations = list();
    expect(revocations.isCurrent()).toBe(false);
    revocations.read(page());
    revocations.pass(4_999);
    expect(revocations.isCurrent()).toBe(true);
    revocations.pass(1);
    expect(revocations.isCurrent()).toBe(false);
  });
});

const identity = (authVersion = 1): Identity => ({
  caller: { userId: 'lea', sessionId: 's1', roles: ['ADMIN'], ip: '::1', language: 'fr', userAgent: null },
  tokenProblem: null,
  tokenExpiresAt: 1,
  authVersion,
  outage: null,
});

describe('the identity behind a token', () => {
  it.each([
    ['is kept while nothing was revoked', page(), null, 'lea'],
    ['is lost with its session', page(ended('s1')), 'SESSION_REVOKED', null],
    ['must be renewed after a change of its user', page(changed('lea', 2)), 'TOKEN_EXPIRED', null],
  ])('%s', (_what, read, code, userId) => {
    const revocations = list();
    revocations.read(read);
    const { caller, tokenProblem, outage } = applyRevocations(identity(), revocations);
    expect(tokenProblem?.code ?? null).toBe(code);
    expect(caller).toMatchObject({ userId, roles: userId ? ['ADMIN'] : [], ip: '::1' });
    expect(outage).toBeNull();
  });

  it('is nobody’s while nobody can tell what was revoked', () => {
    const { caller, tokenProblem, outage } = applyRevocations(identity(), list());
    expect(caller).toMatchObject({ userId: null, roles: [] });
    expect(tokenProblem?.code).toBe('SERVICE_UNAVAILABLE');
    expect(outage?.code).toBe('SERVICE_UNAVAILABLE');
  });
});
