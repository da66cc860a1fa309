import { describe, expect, it } from '@jest/globals';
import { inLatin } from '../../../src/services/disclosure/look-alikes.js';

describe('a text with letters that only look Latin', () => {
  it.each([
    ['\u0430ge = 25', 'age = 25'],
    ['\uFF50\uFF52\uFF49\uFF4E\uFF54(x)', 'print(x)'],
    ['\u0440r\u0456nt(\u0445)', 'print(x)'],
    ['n\u03BFm = 1', 'nom = 1'],
    ['\u{1D5EE}\u{1D5F4}\u{1D5F2}', 'age'],
  ])('is read as what a learner would type: %s', (disguised, typed) => {
    expect(inLatin(disguised)).toBe(typed);
  });

  it('keeps French as it is, however its accents are written', () => {
    expect(inLatin('L’élève a 2² œufs… « ça »')).toBe('L’élève a 2² œufs… « ça »');
    expect(inLatin('e\u0301le\u0300ve')).toBe('élève');
  });
});
