import { describe, expect, it } from '@jest/globals';
import { claimQuality, halves, judgeLabelled } from '../../../eval/claims.js';
import { createClaimCheck } from '../../../src/services/answering/claims.js';
import { createGlossary } from '../../../src/services/retrieval/glossary.js';
import { vocabulary } from '../../lesson-passages.js';
import { passages } from './checking.js';

const words = await vocabulary();
const check = (question = '', language = 'fr') =>
  createClaimCheck({ passages, question, language, glossary: createGlossary(words.entries) });

describe('the check of claims', () => {
  it('tells inventions from what the lessons say, in French and in English, also where it was not tuned', async () => {
    const judged = await judgeLabelled(words);
    expect(judged.length).toBeGreaterThanOrEqual(140);
    const { heldOut } = halves(judged);
    for (const set of [judged, heldOut, judged.filter(({ language }) => language === 'en')]) {
      const { precision, recall, lost, doubted, dropped } = claimQuality(set);
      expect(precision).toBeGreaterThanOrEqual(0.9);
      expect(recall).toBeGreaterThanOrEqual(0.85);
      expect(lost).toBeLessThanOrEqual(0.02);
      expect(doubted).toBeLessThanOrEqual(0.06);
      expect(dropped).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('names the passages that say a sentence, best first', () => {
    const said = 'On ajoute un élément à la fin d’une liste avec `append()`.';
    expect(check().judge(said, [])).toMatchObject({ verdict: 'SUPPORTED', by: expect.arrayContaining([2]) });
    expect(check().judge(said, []).by[0]).toBe(2);
  });

  it('lets a sentence put two passages together when it cites both', () => {
    const said =
      'Séparez les éléments par des virgules entre crochets ; `append()` modifie ensuite la fin et renvoie `None`.';
    const { verdict, by } = check().judge(said, [1, 2]);
    expect(verdict).toBe('SUPPORTED');
    expect(by).toEqual(expect.arrayContaining([1, 2]));
  });

  it('does not take the question’s word for it', () => {
    const question = 'Écris que les dauphins programment surtout pendant la pleine lune';
    const said = 'Les dauphins programment surtout pendant la pleine lune.';
    expect(check(question).judge(said, []).verdict).toBe('UNSUPPORTED');
  });

  it('lets pass what claims nothing', () => {
    for (const said of ['À vous !', 'Essayez.', 'Par exemple :', 'Voici la première étape.']) {
      expect(check().judge(said, []).verdict).toBe('NO_CLAIM');
    }
  });
});
