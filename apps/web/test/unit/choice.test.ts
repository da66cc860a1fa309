import { describe, expect, it } from '@jest/globals';
import { chooseLanguage, PERIODS, readChoice, writeChoice, writeLanguage } from '../../src/choice.js';

describe('the address', () => {
  it('shows this week and all topics when it says nothing', () => {
    expect(readChoice('')).toEqual({ period: 'WEEKLY', category: null });
  });

  it('gives back every choice it was given, whatever else it says', () => {
    for (const period of PERIODS) {
      for (const category of [null, 'python_basics']) {
        const address = writeChoice('?langue=en&categorie=other', { period, category });
        expect(readChoice(address)).toEqual({ period, category });
        expect(address).toContain('langue=en');
      }
    }
  });

  it('takes a period that it does not know for this week', () => {
    expect(readChoice('?periode=siecle&categorie=').period).toBe('WEEKLY');
    expect(readChoice('?periode=siecle&categorie=').category).toBeNull();
  });
});

describe('the language', () => {
  it('is the one of the address, else the remembered one, else the browser’s, else French', () => {
    expect(chooseLanguage('?langue=en', 'fr', ['fr-FR'])).toBe('en');
    expect(chooseLanguage('', 'en', ['fr-FR'])).toBe('en');
    expect(chooseLanguage('', null, ['de-DE', 'en-GB', 'fr'])).toBe('en');
    expect(chooseLanguage('?langue=xx', 'yy', ['de-DE'])).toBe('fr');
  });

  it('leaves the choice in the address alone', () => {
    expect(readChoice(writeLanguage('?periode=mois', 'en'))).toEqual({ period: 'MONTHLY', category: null });
  });
});
