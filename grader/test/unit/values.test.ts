import { describe, expect, it } from '@jest/globals';
import { displayValue } from '../../src/values/display.js';
import { isSame } from '../../src/values/same.js';
import { MalformedValue, type PyValue, readValue } from '../../src/values/value.js';

const int = (value: number): PyValue => ({ kind: 'int', value: BigInt(value) });
const float = (value: number): PyValue => ({ kind: 'float', value });
const str = (value: string): PyValue => ({ kind: 'str', value });
const list = (...items: PyValue[]): PyValue => ({ kind: 'list', items });
const set = (...items: PyValue[]): PyValue => ({ kind: 'set', items });

describe('the same value', () => {
  it.each<[string, PyValue, PyValue]>([
    ['a whole number and its float', int(13), float(13)],
    ['the two zeros', float(0), float(-0)],
    ['NaN and NaN, which an author may expect', float(Number.NaN), float(Number.NaN)],
    ['sets in any order', set(int(1), str('a')), set(str('a'), int(1))],
    ['numbers within the noise of binary fractions', float(0.3), float(0.1 + 0.2)],
  ])('%s', (_name, one, other) => {
    expect(isSame(one, other)).toBe(true);
  });

  it.each<[string, PyValue, PyValue]>([
    ['a number and its text', int(1), str('1')],
    ['a number and a truth', int(1), { kind: 'bool', value: true }],
    ['NaN and a number', float(Number.NaN), float(1)],
    ['infinity and a large number', float(Number.POSITIVE_INFINITY), float(1e308)],
    [
      'whole numbers that differ by one, however large',
      { kind: 'int', value: 10n ** 30n },
      { kind: 'int', value: 10n ** 30n + 1n },
    ],
    ['lists in another order', list(int(1), int(2)), list(int(2), int(1))],
    [
      'an object and itself: only its own class says what it is',
      { kind: 'object', type: 'P', text: 'P(1)' },
      { kind: 'object', type: 'P', text: 'P(1)' },
    ],
    ['what was cut off', { kind: 'cut' }, { kind: 'cut' }],
    ['a list that holds what was cut off', list({ kind: 'cut' }), list({ kind: 'cut' })],
  ])('is not %s', (_name, one, other) => {
    expect(isSame(one, other)).toBe(false);
  });

  it('pairs each element once, by value, in large lists too', () => {
    const many = (shift: number) => list(...Array.from({ length: 500 }, (_, index) => int((index + shift) % 500)));
    expect(isSame(many(0), many(7), { anyOrder: true })).toBe(true);
    expect(isSame(many(0), many(7))).toBe(false);
    expect(isSame(set(float(1), float(1)), set(float(1), float(2)))).toBe(false);
  });
});

describe('evidence that is no value', () => {
  it.each<[unknown]>([
    [42],
    [null],
    [[]],
    [['int', '42']],
    [['int', 42]],
    [['int', `0x${'f'.repeat(4_000)}`]],
    [['bool', 1]],
    [['float', '1e99999999']],
    [['float', 'Infinity']],
    [['list', 'ab']],
    [['dict', [1]]],
    [['unknown', 1]],
    [JSON.parse(`${'["list",['.repeat(50)}${']]'.repeat(50)}`)],
  ])('%j', (told) => {
    expect(() => readValue(told)).toThrow(MalformedValue);
  });
});

describe('a value as a learner reads it', () => {
  it.each<[PyValue, string]>([
    [int(-5), '-5'],
    [float(13), '13.0'],
    [float(1e16), '1e+16'],
    [float(0.00001), '1e-05'],
    [float(123456.789), '123456.789'],
    [float(-0), '-0.0'],
    [str("l'été"), '"l\'été"'],
    [str('a"b\'c\n'), "'a\"b\\'c\\n'"],
    [str('\u202eabc\ud800'), "'\\u202eabc\\ud800'"],
    [{ kind: 'tuple', items: [int(1)] }, '(1,)'],
    [set(), 'set()'],
    [{ kind: 'dict', entries: [[str('a'), list(int(1))]] }, "{'a': [1]}"],
    [{ kind: 'range', bounds: [int(0), int(5), int(1)] }, 'range(0, 5, 1)'],
  ])('%j: %s', (value, text) => {
    expect(displayValue(value)).toBe(text);
  });

  it('is cut off before it becomes a wall', () => {
    expect(displayValue(list(...Array.from({ length: 1_000 }, () => int(7)))).length).toBeLessThanOrEqual(301);
  });
});
