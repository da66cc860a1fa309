import { describe, expect, it } from '@jest/globals';
import { analyse } from '../../../src/services/retrieval/analysis.js';

describe('the analysis of French with Python in it', () => {
  it('splits elisions with straight and curly apostrophes', () => {
    expect(analyse("l'indice")).toEqual(analyse('indice'));
    expect(analyse('qu’une boucle')).toEqual(analyse('boucle'));
  });

  it('joins words that differ in accents, number or conjugation', () => {
    expect(analyse('créées')).toEqual(analyse('creer'));
    expect(analyse('Variables')).toEqual(analyse('variable'));
  });

  it('drops the words beginners wrap a question in', () => {
    expect(analyse("c'est quoi une boucle")).toEqual(analyse('boucle'));
    expect(analyse('comment on fait pour voir append ?')).toEqual(['append']);
  });

  it('keeps the English words of Python', () => {
    expect(analyse('for x in liste')).toEqual(expect.arrayContaining(['for', 'in']));
  });

  it('keeps identifiers whole and gives their parts again', () => {
    expect(analyse('IndentationError')).toEqual(['id:indentationerror', ...analyse('indentation error')]);
    expect(analyse('mon_age')).toEqual(['id:mon_age', 'age']);
    expect(analyse('liste.append(3)')).toEqual(['id:liste.append', ...analyse('liste append'), 'no:3']);
  });

  it('knows operators from punctuation', () => {
    expect(analyse('entre = et ==')).toEqual(['op:=', 'op:==']);
    expect(analyse('/ et // ?')).toEqual(['op:/', 'op://']);
    expect(analyse('- entrée/sortie')).toEqual(analyse('entrée sortie'));
  });

  it('takes any text without failing', () => {
    expect(analyse('😀 \u0000 ﷽ {"$gt": ""}')).toEqual(expect.any(Array));
    expect(analyse('')).toEqual([]);
  });
});
