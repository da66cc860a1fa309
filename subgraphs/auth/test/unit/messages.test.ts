import { describe, expect, it } from '@jest/globals';
import { emailTaken, tooManyAttempts } from '../../src/errors.js';

describe('what people read', () => {
  it.each([
    [1, '1 seconde.', '1 second.'],
    [120, '120 secondes.', '120 seconds.'],
    [121, '3 minutes.', '3 minutes.'],
    [900, '15 minutes.', '15 minutes.'],
  ])('says a wait of %i seconds in words', (seconds, fr, en) => {
    const { text } = tooManyAttempts(seconds);
    expect(text.fr.replace(/\s/g, ' ')).toBe(`Trop de tentatives. Réessayez dans ${fr}`);
    expect(text.en).toBe(`Too many attempts. Try again in ${en}`);
  });

  it('tells somebody who registers again what they can do, without words of programs', () => {
    const { text } = emailTaken();
    expect(text.fr).toMatch(/connectez-vous, ou demandez un nouveau mot de passe/);
    expect(text.en).toMatch(/sign in, or ask for a new password/);
    expect(`${text.fr} ${text.en}`).not.toContain('mutation');
  });
});
