import { hasRole, negotiateLanguage, networkOf } from '@doctorpy/service-kit/caller';
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
