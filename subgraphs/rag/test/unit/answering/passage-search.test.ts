import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import { createPassageSearch } from '../../../src/services/answering/passage-search.js';
import type { Disclosure } from '../../../src/services/integrity/disclosure-check.js';
import { createIntegrity } from '../../../src/services/integrity/integrity.js';
import { emptyVocabulary } from '../../../src/services/retrieval/glossary.js';
import { createLexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';

const passage = (documentId: string, text: string) => ({
  ...{ id: `${documentId}#0`, documentId, title: 'Les listes', headings: ['Listes'], text, position: 0 },
  ...{ language: 'fr', category: null, tags: [], kind: null },
});
const passages = [
  passage('lesson:listes', 'Une liste garde des valeurs.'),
  passage('lesson:solution', 'Cette liste est la solution.'),
  passage('notes', 'Mes notes sur la liste.'),
];
const engine = createLexicalEngine({ passages, version: 1, vocabulary: emptyVocabulary });
const current = () => ({
  ...engine,
  search: async (...asked: Parameters<typeof engine.search>) => engine.search(...asked),
});

async function foundWhere(verdict: (text: string) => Disclosure | null): Promise<string[]> {
  const integrity = createIntegrity(
    {
      async ask(_userId, texts) {
        const disclosures = texts.flatMap((text) => verdict(text) ?? []);
        return disclosures.length === texts.length ? { disclosures } : null;
      },
    },
    { of: async () => ({ inPlay: true, settledQuestionIds: [] }) },
  );
  const search = createPassageSearch({ index: { current }, integrity, quotas: { takeSearch: async () => undefined } });
  const searcher = { userId: 'lea', roles: ['LEARNER'], log: silentLogger() } as const;
  const found = await search.search('liste', { filters: {}, limit: 5 }, searcher);
  return found.map(({ passage: { documentId } }) => documentId).sort();
}

describe('passages that somebody looks up', () => {
  it('hold nothing that gives their quest away', async () => {
    const found = await foundWhere((text) => (text.includes('solution') ? 'DISCLOSES' : 'CLEAR'));
    expect(found).toEqual(['lesson:listes', 'notes']);
  });

  it('are those of lessons alone while quest cannot be asked', async () => {
    expect(await foundWhere(() => null)).toEqual(['lesson:listes', 'lesson:solution']);
  });
});
