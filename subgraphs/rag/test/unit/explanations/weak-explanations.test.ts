import { describe, expect, it } from '@jest/globals';
import { withoutWeakExplanations } from '../../../src/services/explanations/weak-explanations.js';
import type { ScoredPassage } from '../../../src/services/retrieval/engine.js';

const hit = (id: string, score: number, questionId: string | null = null): ScoredPassage => ({
  passage: {
    ...{ id, documentId: id, title: id, headings: [], text: id, position: 0, language: 'fr', category: null, tags: [] },
    questionId,
  },
  ...{ score, coverage: 1, together: 0, similarity: null, matches: [] },
});

describe('an explanation among what was found', () => {
  it('is used where it fits nearly as well as the best passage, and does not fill up answers about something else', () => {
    const found = [hit('a', 10), hit('near', 7, 'q:1'), hit('far', 5, 'q:2'), hit('b', 1)];
    expect(withoutWeakExplanations(found).map(({ passage }) => passage.id)).toEqual(['a', 'near', 'b']);
    expect(withoutWeakExplanations([hit('only', 3, 'q:1')])).toHaveLength(1);
    expect(withoutWeakExplanations([])).toEqual([]);
  });
});
