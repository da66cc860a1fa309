import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkLessons } from '../../../src/services/content/check-lessons.js';
import { workshop } from '../../integration/workshop.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lessons-'));
  writeFileSync(join(folder, 'fonctions.md'), '# Les fonctions\n\n## Définir avec def\n\nTexte.\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const problemsOf = (concept: string) => {
  const [question] = workshop.questions.filter(({ key }) => key === 'q3');
  if (question?.type !== 'code') throw new Error('q3 of the workshop is a program');
  const asked = { ...question, tests: [{ call: 'f()', concept }] };
  const quest = { ...workshop, concepts: ['fonctions'], questions: [asked] };
  const content = { categories: [], achievements: [], quests: [quest] };
  const locate = (_quest: string, path: readonly (string | number)[]) => path.join('.');
  return checkLessons({ content, locate }, pathToFileURL(`${folder}/`));
};

describe('a concept that a quest names', () => {
  it('is a lesson, or words of one of its headings', () => {
    expect(problemsOf('fonctions')).toEqual([]);
    expect(problemsOf('fonctions#definir')).toEqual([]);
  });

  it('that no lesson explains is a problem of the content, with its place', () => {
    expect(problemsOf('telepathie')).toEqual([
      'questions.0.tests.0.concept: names telepathie, which is no lesson: write telepathie.md, or correct it',
    ]);
  });

  it('that is a place under no heading is one too', () => {
    expect(problemsOf('fonctions#lambda')).toEqual([
      'questions.0.tests.0.concept: no heading of fonctions.md has the words lambda: use words of one, or leave #lambda out',
    ]);
  });
});
