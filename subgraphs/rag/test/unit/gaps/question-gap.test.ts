import { describe, expect, it } from '@jest/globals';
import { gapOf, masked } from '../../../src/services/gaps/question-gap.js';

describe('what authors see of a question', () => {
  it('is the same for those that ask the same in other words around it', () => {
    const keys = ['C’est quoi un décorateur ?', 'un decorateur c koi', 'Expliquez-moi les décorateurs'].map(
      (query) => gapOf(query)?.key,
    );
    expect(new Set(keys).size).toBe(1);
    expect(gapOf('c’est quoi un pointeur')?.key).not.toBe(keys[0]);
  });

  it('is nothing where nothing is asked', () => {
    expect([gapOf('merci'), gapOf('???'), gapOf('')]).toEqual([null, null, null]);
  });

  it.each([
    ['lea.martin@example.org', 'mon code est chez lea.martin@example.org merci'],
    ['lea (at) example.org', 'écrivez à lea (at) example.org'],
    ['06 12 34 56 78', 'appelez le 06 12 34 56 78 pour python'],
    ['+33 6.12.34.56.78', 'tel +33 6.12.34.56.78'],
    ['4970101234567890', 'ma carte 4970101234567890'],
    ['https://example.org/u/lea?token=1', 'regarde https://example.org/u/lea?token=1'],
    ['@lea_m', 'sur insta @lea_m'],
    ['Léa Martin', 'Je m’appelle Léa Martin, comment faire un décorateur'],
  ])('does not hold %s', (personal, query) => {
    expect(masked(query)).not.toContain(personal);
    expect(gapOf(query)?.question).toContain('[…]');
  });

  it('keeps what is Python’s', () => {
    const asked = 'que fait @property devant def ? et range(1, 1000000) ou 3.14159265 ?';
    expect(masked('range(0, 100, 5)')).toBe('range(0, 100, 5)');
    expect(masked(asked)).toBe(asked);
    expect(masked('@property\ndef nom(self):')).toContain('@property');
  });

  it('is cut where it goes on and on', () => {
    expect(gapOf('décorateur '.repeat(100))?.question.length).toBeLessThan(310);
  });
});
