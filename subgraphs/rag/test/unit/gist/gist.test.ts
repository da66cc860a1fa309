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
      'je voudrais savoir comment classer les listes en Python 🙂',
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
