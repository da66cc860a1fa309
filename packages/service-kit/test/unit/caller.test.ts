import {
  anonymous,
  type Caller,
  hasRole,
  negotiateLanguage,
  networkOf,
  rememberForCaller,
  unchangeable,
} from '@doctorpy/service-kit/caller';
import { describe, expect, it } from '@jest/globals';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'fr'],
    ['', 'fr'],
    ['en-GB,en;q=0.9', 'en'],
    ['de, en;q=0.5, fr;q=0.4', 'en'],
    ['en;q=0.3, fr-CA;q=0.8', 'fr'],
    ['en;q=0, *', 'fr'],
    ['ja', 'fr'],
  ])('for Accept-Language %s is %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });
});

describe('what is made of a caller', () => {
  const counted = () => {
    let made = 0;
    return rememberForCaller(({ userId }) => {
      made += 1;
      return `${userId} ${made}`;
    });
  };

  it('is remembered for one who cannot be changed', () => {
    const make = counted();
    const lea = unchangeable({ ...anonymous, userId: 'lea' });
    expect([make(lea), make(lea)]).toEqual(['lea 1', 'lea 1']);
    expect(make(unchangeable({ ...lea, sessionId: 'another' }))).toBe('lea 2');
    expect(() => Object.assign(lea, { userId: 'ada' })).toThrow(TypeError);
  });

  it.each<[string, (caller: Caller) => Caller]>([
    ['could be changed', (caller) => ({ ...caller, roles: Object.freeze([...caller.roles]) })],
    ['could be given roles', (caller) => Object.freeze({ ...caller, roles: [...caller.roles] })],
    [
      'could be given back withheld roles',
      (caller) => {
        const { withheldRoles: _none, ...rest } = caller;
        return Object.freeze({ ...rest, roles: Object.freeze([...caller.roles]), withheldRoles: ['ADMIN' as const] });
      },
    ],
  ])('is made anew for one who %s', (_, changeable) => {
    const make = counted();
    const lea = changeable({ ...anonymous, userId: 'lea' });
    expect([make(lea), make(lea)]).toEqual(['lea 1', 'lea 2']);
  });
});

it('lets an administrator do what an author may', () => {
  expect(hasRole({ roles: ['ADMIN'] }, 'AUTHOR')).toBe(true);
  expect(hasRole({ roles: ['LEARNER'] }, 'AUTHOR')).toBe(false);
});

describe('limits by address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8:1:2::1]:51234', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['not-an-address-7', 'unknown'],
    [null, 'unknown'],
  ])('count %s as %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});
