import { describe, expect, it } from '@jest/globals';
import type { PyValue } from '../../src/values/value.js';
import { whyWrong } from '../../src/wording/why-wrong.js';

const int = (value: number): PyValue => ({ kind: 'int', value: BigInt(value) });
const float = (value: number): PyValue => ({ kind: 'float', value });
const str = (value: string): PyValue => ({ kind: 'str', value });
const items = (kind: 'list' | 'tuple' | 'set', ...values: number[]): PyValue => ({ kind, items: values.map(int) });

const said = (expected: PyValue, actual: PyValue, { hidden = false, exactType = false } = {}) =>
  whyWrong({ look: { kind: 'call', expression: 'f()' }, hidden, how: { exactType } }, expected, actual, '')?.fr ?? null;

describe('why a value is wrong', () => {
  it.each([
    [
      'a text of the right number',
      int(14),
      str('14'),
      /un texte, alors qu’on attend un nombre entier\. Son contenu est le bon.*`int\(\.\.\.\)`/,
    ],
    [
      'a text of another number',
      int(14),
      str('15'),
      /un texte, alors qu’on attend un nombre entier\. Son contenu n’est pas le bon non plus/,
    ],
    [
      'a text that is no number',
      int(14),
      str('quinze'),
      /^La valeur est un texte, alors qu’on attend un nombre entier\.$/,
    ],
    ['a decimal comma', float(3.5), str('3,5'), /Son contenu est le bon.*`float\(\.\.\.\)`/],
    ['a number instead of its text', str('7'), int(7), /Son contenu est le bon.*`str\(\.\.\.\)`/],
    [
      'a tuple of the right items',
      items('list', 1, 2),
      items('tuple', 1, 2),
      /un tuple, alors qu’on attend une liste\. Son contenu est le bon.*`list\(\.\.\.\)`/,
    ],
    ['a tuple of other items', items('list', 1, 2), items('tuple', 2, 2), /n’est pas le bon non plus/],
    [
      'a fraction instead of a whole number',
      int(3),
      float(3.5),
      /^La valeur est un nombre à virgule, alors qu’on attend un nombre entier\.$/,
    ],
  ])('is told of %s', (_name, expected, actual, sentence) => {
    expect(said(expected, actual)).toMatch(sentence);
  });

  it('says nothing of the types of numbers where they do not count', () => {
    expect(said(float(12), int(13))).toBeNull();
    expect(said(int(3), float(4))).toBeNull();
  });

  it('tells type and number apart where both count', () => {
    expect(said(float(13), int(13), { exactType: true })).toMatch(
      /nombre à virgule\. Le nombre lui-même est le bon\.$/,
    );
    expect(said(float(12), int(13), { exactType: true })).toMatch(/Le nombre lui-même n’est pas le bon non plus\.$/);
  });

  it('never tells of a hidden test whether the content is right', () => {
    expect(said(int(14), str('14'), { hidden: true })).toBe(said(int(14), str('15'), { hidden: true }));
  });
});
