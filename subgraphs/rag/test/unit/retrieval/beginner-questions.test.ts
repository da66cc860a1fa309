import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLexicalEngine, type LexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';
import { beginnerQuestions } from '../../beginner-questions.js';
import { lessonPassages, vocabulary } from '../../lesson-passages.js';

let engine: LexicalEngine;
beforeAll(async () => {
  engine = createLexicalEngine({ passages: await lessonPassages(), version: 1, vocabulary: await vocabulary() });
});

describe('the questions of beginners', () => {
  it('find the right lesson among the first three, at least 24 times in 30', async () => {
    const { questions } = await beginnerQuestions();

    const missed = questions.filter(({ query, lessons }) => {
      const found = engine.search(query, { limit: 50 }).hits.map(({ passage }) => passage.documentId);
      const firstThree = [...new Set(found)].slice(0, 3);
      return !lessons.some((slug) => firstThree.includes(`lesson:${slug}`));
    });

    expect(questions).toHaveLength(30);
    expect(missed.length).toBeLessThanOrEqual(6);
  });

  it.each([
    ['c koi une variable', 'lesson:variables'],
    ['keske c 1 boucle for svp', 'lesson:boucle-for'],
    ['pk jai une NameError', 'lesson:lire-un-message-d-erreur'],
  ])('may be typed as on a phone: %s', async (query, lesson) => {
    const found = engine.search(query, { limit: 20 }).hits.map(({ passage }) => passage.documentId);
    expect([...new Set(found)].slice(0, 3)).toContain(lesson);
  });

  it('find nothing when they are about something else', async () => {
    const { offTopic } = await beginnerQuestions();

    const found = offTopic.filter((query) => engine.search(query, { limit: 1 }).hits.length > 0);

    expect(found).toEqual([]);
  });
});
