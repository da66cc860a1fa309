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

  it.each([
    ['l’ajout d’un élément', 'ajout élément'],
    ["aujourd'hui", 'hui'],
    ['jusqu’à la fin', 'fin'],
    ["c'est quoi l'héritage", 'heritage'],
    ['Qu’est-ce qu’une exception ?', 'exception'],
    ['les chaînes', 'chaine'],
    ['des boucles imbriquées', 'boucle imbriquée'],
    ['ÉLÉMENT', 'élément'],
    ['œuf', 'oeufs'],
    ['trié, triée, triés', 'trié triée triés'],
    ['bjr c koi une liste svp', 'liste'],
    ['keske une classe', 'classe'],
    ['how to sort a list', 'sort list'],
    ['what is a loop', 'is loop'],
  ])('reads « %s » as « %s »', (typed, meant) => {
    const known = new Set(analyse(typed));
    const wanted = analyse(meant);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((term) => !known.has(term))).toEqual([]);
  });

  it.each([
    ['list.append', 'id:list.append'],
    ['str.upper()', 'id:str.upper'],
    ['__init__', 'id:__init__'],
    ['__name__', 'id:__name__'],
    ['KeyError', 'id:keyerror'],
    ['f-strings', 'id:f-string'],
    ['n-uplet', 'id:n-uplet'],
    ['a ** b', 'op:**'],
    ['x != y', 'op:!='],
    ['i += 1', 'op:+='],
    ['a // b', 'op://'],
    ['7 % 2', 'op:%'],
    ['(n := 10)', 'op::='],
    ['a & b', 'op:&'],
    ['def f() -> int', 'op:->'],
  ])('keeps %s as %s', (text, term) => {
    expect(analyse(text)).toContain(term);
  });

  it('does not take a question’s “-t-il” or a hyphen between words for a compound', () => {
    expect(analyse('existe-t-il')).toEqual(analyse('existe'));
    expect(analyse('sous-classe')).toEqual(analyse('sous classe'));
  });

  it('takes any text without failing', () => {
    expect(analyse('😀 \u0000 ﷽ {"$gt": ""}')).toEqual(expect.any(Array));
    expect(analyse('')).toEqual([]);
  });
});
