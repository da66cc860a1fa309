import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import type { Disclosure, DisclosureReport } from '../../../src/services/integrity/disclosure-check.js';
import { createIntegrity } from '../../../src/services/integrity/integrity.js';

const citation = (documentId: string, excerpt: string) => ({
  documentId,
  title: 'Titre',
  heading: null,
  excerpt,
  url: null,
  score: 1,
});
const answer = (mode: 'GENERATED' | 'EXTRACTIVE', documentId = 'lesson:listes', excerpt = 'extrait') => ({
  text: 'texte',
  mode,
  citations: [citation(documentId, excerpt)],
});

/** A guard whose quest says this of every text, but for those named; null when quest is away. */
function guardWhere(verdict: Disclosure | null, others: Readonly<Record<string, Disclosure>> = {}, inPlay = true) {
  const asked = { word: 0, texts: 0 };
  const integrity = createIntegrity(
    {
      async ask(_userId, texts): Promise<DisclosureReport | null> {
        asked.texts += 1;
        return verdict && { disclosures: texts.map((text) => others[text] ?? verdict) };
      },
    },
    {
      async of() {
        asked.word += 1;
        return verdict && { inPlay, settledQuestionIds: [] };
      },
    },
  );
  return { guard: integrity.guard('lea', silentLogger()), asked };
}

describe('what a learner may be shown', () => {
  it('is known ahead when they have nothing in play, until a wait makes it old news', async () => {
    const { guard, asked } = guardWhere('CLEAR', {}, false);
    guard.askAhead();
    expect([await guard.mayShow('a'), await guard.mayTell(answer('GENERATED')), asked.word]).toEqual([true, true, 1]);
    guard.askAgain();
    expect([await guard.mayShow('a'), asked]).toEqual([true, { word: 2, texts: 0 }]);
  });

  it('is judged by its text when they have something in play, though quest was asked ahead', async () => {
    const { guard, asked } = guardWhere('CLEAR', { solution: 'DISCLOSES' });
    guard.askAhead();
    expect([await guard.mayShow('solution'), await guard.mayShow('a')]).toEqual([false, true]);
    expect(asked).toEqual({ word: 1, texts: 2 });
  });

  it('is unknown, and quest not asked twice over, when it was away a moment ago', async () => {
    const { guard, asked } = guardWhere(null);
    guard.askAhead();
    expect([await guard.mayShow('a'), guard.couldAsk(), asked]).toEqual([false, false, { word: 1, texts: 0 }]);
  });

  it('is everything, and quest is asked once, when they have nothing in play', async () => {
    const { guard, asked } = guardWhere('CLEAR', {}, false);
    expect([await guard.mayShow('a'), await guard.mayShow('b'), await guard.mayTell(answer('GENERATED'))]).toEqual([
      true,
      true,
      true,
    ]);
    expect(asked).toEqual({ word: 1, texts: 0 });
    expect(guard.hasWithheld()).toBe(false);
  });

  it('is nothing of a model that quest did not vouch for', async () => {
    for (const verdict of ['DISCLOSES', 'UNCHECKED', null] as const) {
      const { guard } = guardWhere(verdict);
      expect(await guard.mayShow('texte')).toBe(false);
      expect(await guard.mayTell(answer('GENERATED'))).toBe(false);
      expect(guard.hasWithheld()).toBe(true);
      expect(guard.couldAsk()).toBe(verdict !== null);
    }
  });

  it('are lessons, and no other documents, while nobody can tell', async () => {
    for (const verdict of ['UNCHECKED', null] as const) {
      const { guard } = guardWhere(verdict);
      expect(await guard.mayTell(answer('EXTRACTIVE'))).toBe(true);
      expect(await guard.mayTell(answer('EXTRACTIVE', 'corrige'))).toBe(false);
    }
  });

  it('is no answer that cites a solution beside a harmless text', async () => {
    const { guard } = guardWhere('CLEAR', { solution: 'DISCLOSES' });
    expect(await guard.mayTell(answer('EXTRACTIVE', 'lesson:listes', 'solution'))).toBe(false);
    expect(await guard.mayTell(answer('EXTRACTIVE'))).toBe(true);
  });
});
