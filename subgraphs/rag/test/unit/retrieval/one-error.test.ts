import { describe, expect, it } from '@jest/globals';
import { oneErrorBetween } from '../../../src/services/retrieval/one-error.js';

describe('one typing error between two words', () => {
  it.each([
    ['coment', 'comment', 'lost-or-added'],
    ['lister', 'liste', 'lost-or-added'],
    ['varaible', 'variable', 'swapped'],
    ['boucke', 'boucle', 'other-letter'],
    ['liste', 'liste', null],
    ['boucke', 'boulce', null],
    ['lis', 'listes', null],
    ['abcd', 'badc', null],
  ])('makes %s of %s: %s', (left, right, error) => {
    expect([oneErrorBetween(left, right), oneErrorBetween(right, left)]).toEqual([error, error]);
  });
});
