import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highestShare, measureNear, type NearReport } from '../../../eval/near-duplicates.js';
import { readQuestionPairs } from '../../../eval/near-set.js';
import { readOwnSet } from '../../../eval/own-set.js';
import { createGist, type Gist } from '../../../src/services/gist/gist.js';
import { type Phrasings, readPhrasings } from '../../../src/services/gist/phrasings.js';
import { content } from '../../lesson-passages.js';

let phrasings: Phrasings;
let gist: Gist;
let report: NearReport;
let asked: string[];

beforeAll(async () => {
  phrasings = await readPhrasings(new URL('phrasings/', content));
  gist = createGist(phrasings);
  const pairs = await readQuestionPairs();
  const { queries } = await readOwnSet();
  report = measureNear(phrasings, pairs, queries);
  asked = [...new Set(pairs.flatMap(({ left, right }) => [left, right]))].filter((query) => gist.of(query) !== null);
});

const areOne = (left: string, right: string) => gist.of(left) !== null && gist.of(left) === gist.of(right);

describe('questions that one answer may serve', () => {
  it('are recognised seven times in ten by phrasings written without them, and others never', () => {
    expect(report.heldOut.right.pairs + report.developed.right.pairs).toBeGreaterThanOrEqual(150);
    expect(report.heldOut.right.share).toBeGreaterThan(0.7);
    expect(report.heldOut.false.pairs).toBeGreaterThanOrEqual(600);
    expect([report.heldOut.false.hits, report.developed.false.hits]).toEqual([0, 0]);
    expect(report.heldOut.false.high).toBeLessThanOrEqual(0.005);
  });

  it('are none of learners’ questions that different sections answer', () => {
    expect(report.crossed.pairs).toBeGreaterThan(20_000);
    expect(report.crossed.hits).toBe(0);
  });

  it('are politeness, accents, typing errors, other words, and English words for the same', () => {
    const question = 'comment trier une liste';
    for (const other of [
      'Bonjour, comment on trie une liste SVP ?',
      'COMMENT TRIER UNE LISTE ???',
      'je voudrais savoir comment classer une liste en Python 🙂',
      'coment trier une liste',
      'how do I sort a list?',
    ]) {
      expect([other, gist.of(other)]).toEqual([other, gist.of(question)]);
    }
  });
});

describe('a question becomes another one', () => {
  it('by one number, name, negation or small word', () => {
    expect(report.changed.pairs).toBeGreaterThan(3000);
    expect(report.changed.hits).toBe(0);
  });

  it('by any other number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...asked), fc.nat(), fc.nat(), (query, one, other) => {
        fc.pre(one !== other);
        return !areOne(`${query} ${one}`, `${query} ${other}`);
      }),
    );
  });

  it('by any other name, quotation or capital in one', () => {
    const name = fc.stringMatching(/^[a-z]{2,6}_[a-z]{2,6}$/);
    fc.assert(
      fc.property(fc.constantFrom(...asked), name, name, (query, one, other) => {
        fc.pre(one !== other);
        const capital = one.replace(/_./, (text) => text.toUpperCase());
        return (
          !areOne(`${query} ${one}`, `${query} ${other}`) &&
          !areOne(`${query} "${one}"`, `${query} "${other}"`) &&
          !areOne(`${query} ${one}`, `${query} ${capital}`)
        );
      }),
    );
  });

  it('by the order of what is turned into what, or taken from what', () => {
    expect(areOne('convertir int en str', 'convertir str en int')).toBe(false);
    expect(areOne('différence entre 10 et 3', 'différence entre 3 et 10')).toBe(false);
    expect(areOne('différence entre liste et tuple', 'différence entre tuple et liste')).toBe(true);
  });

  it.each([
    ['what it does, not how to do it', 'que fait une boucle for', 'comment faire une boucle for'],
    ['what it returns, not how to', 'que renvoie len', 'comment renvoyer len'],
    ['what the code displays', 'qu’affiche ce code', 'comment afficher ce code'],
    ['what changes by itself', 'pourquoi change ma variable', 'pourquoi changer ma variable'],
    ['what it is called', 'comment s’appelle cette fonction', 'comment appeler cette fonction'],
    ['what is done to it', 'la fonction appelle une classe', 'la fonction appelée une classe'],
    ['an accent on a letter', 'comment remplacer é par e', 'comment remplacer e par é'],
    ['the capital of a variable', 'que vaut X', 'que vaut x'],
    ['the capital of a keyword', 'comment utiliser True', 'comment utiliser true'],
    ['a name of Python near a word', 'comment utiliser filter', 'comment utiliser filtrer'],
    ['a name of Python that ends in s', 'comment utiliser readlines', 'comment utiliser readline'],
    ['being empty, or emptied', 'pourquoi ma liste est vide', 'pourquoi ma liste est vidée'],
    ['who does it', 'comment il trie la liste', 'comment trier la liste'],
    ['somebody’s name', 'ouvrir le fichier de Paul', 'ouvrir le fichier de Marie'],
    ['a way of its own', 'comment changer de ligne', 'comment modifier une ligne'],
    ['who appears on which side', 'la fonction qui appelle main', 'la fonction qu’appelle main'],
    ['which of two questions is about what', 'quand je trie pourquoi ça plante', 'pourquoi je trie quand ça plante'],
    ['an amount, or what is done by it', 'comment augmenter de 10', 'comment augmenter 10'],
    ['a word that is one letter away', 'comment afficher une phase', 'comment afficher une phrase'],
    ['another letter in place of one', 'comment commencer une boucle', 'comment commenter une boucle'],
    ['turning from, or handing over', 'passer d’une liste à une fonction', 'passer une liste à une fonction'],
    ['a name that is called', 'comment utiliser index()', 'comment utiliser un indice'],
    ['a name between backquotes', 'comment utiliser `index`', 'comment utiliser un index'],
    ['a method that is called', 'comment utiliser items()', 'comment utiliser un item'],
    ['a type that is called', 'comment utiliser list()', 'comment utiliser une liste'],
    ['an English method that is called', 'how to use remove()', 'how to use remove'],
    ['another English method that is called', 'how to use copy()', 'how to use copy'],
    ['moving on, or altering', 'comment changer de ligne', 'comment changer une ligne'],
    ['having another one, or altering it', 'changer de type', 'changer le type'],
    ['what is made of what', 'faire d’une liste un tuple', 'faire une liste d’un tuple'],
    ['what is drawn from what', 'tirer d’une liste un tuple', 'tirer une liste d’un tuple'],
    ['one, or several', 'trier un dictionnaire', 'trier des dictionnaires'],
    ['one string, or several', 'comparer une chaîne de caractères', 'comparer des chaînes de caractères'],
    ['keeping it at hand, or on a disk', 'stocker des données', 'sauvegarder des données'],
    ['which letter takes the place of which', 'remplacer à par a', 'remplacer a par à'],
    ['an English variable', 'how to add a and b', 'how to add and b'],
  ])('by %s', (_what, left, right) => {
    expect([gist.of(left), gist.of(right)]).not.toContain(null);
    expect(areOne(left, right)).toBe(false);
  });

  it('by what is to be displayed, even a greeting', () => {
    expect(areOne('comment afficher bonjour', 'comment afficher salut')).toBe(false);
    expect(areOne('bonjour comment afficher un texte', 'comment afficher un texte, merci')).toBe(true);
  });
});

describe('no other question is like', () => {
  it.each([
    ['a program', 'pourquoi ça plante\nfor i in range(3):\n    print(i)'],
    ['code in a line', 'que fait x = [1, 2]'],
    ['a call with something in it', 'que fait range(2, 10)'],
    ['an operator', 'différence entre == et is'],
    ['an index', 'que vaut liste -1'],
    ['a traceback', 'Traceback (most recent call last): KeyError'],
    ['an error message', "NameError: name 'x' is not defined"],
    ['a long text', 'comment trier une liste '.repeat(8)],
    ['nothing but politeness', 'bonjour, merci'],
  ])('%s', (_what, query) => {
    expect(gist.of(query)).toBeNull();
  });
});

describe('the phrasings', () => {
  it('are refused with the name of what is wrong', async () => {
    await expect(readPhrasings(new URL('glossary/', content))).rejects.toThrow(/phrasings.yaml/);
    expect(phrasings.knownWords.size).toBeGreaterThan(1000);
  });
});

describe('the interval', () => {
  it('is that of Clopper and Pearson', () => {
    expect(highestShare(0, 599)).toBeCloseTo(0.005, 4);
    expect(highestShare(1, 100)).toBeCloseTo(0.0466, 3);
    expect(highestShare(3, 3)).toBe(1);
  });
});
