import { hasRole, negotiateLanguage } from '@doctorpy/service-kit/caller';
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
