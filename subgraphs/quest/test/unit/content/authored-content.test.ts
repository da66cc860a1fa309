import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkLessons } from '../../../src/services/content/check-lessons.js';
import { loadContent, openContentFolder } from '../../../src/services/content/load-content.js';
import { inLanguage } from '../../../src/services/content/localised.js';
import { questJsonSchema } from '../../../src/services/content/quest-json-schema.js';
import { levelOf } from '../../../src/services/scoring/level.js';

const folder = new URL('../../../content/', import.meta.url);
const lessons = new URL('../../../../rag/content/lessons/', import.meta.url);
const { categories, quests, achievements } = loadContent(folder);
const questions = quests.flatMap((quest) => quest.questions);

describe('the authored content', () => {
  it('offers enough to learn from: categories, quests, questions of many types, achievements', () => {
    expect(categories.length).toBeGreaterThanOrEqual(4);
    expect(quests.length).toBeGreaterThanOrEqual(8);
    expect(questions.length).toBeGreaterThanOrEqual(48);
    expect(new Set(questions.map((question) => question.type)).size).toBeGreaterThanOrEqual(7);
    expect(achievements.length).toBeGreaterThanOrEqual(5);
  });

  it('leaves no category without a quest', () => {
    const used = new Set(quests.map((quest) => quest.category));
    expect(categories.filter((category) => !used.has(category.id))).toEqual([]);
  });

  it('opens with the quest on variables, whose first question accepts age = 25', () => {
    const [opening] = quests;
    expect(opening).toMatchObject({ id: 'python_variables_101', category: 'python_basics' });
    const q1 = opening?.questions[0];
    expect(q1).toMatchObject({ key: 'q1', type: 'code' });
    expect(q1?.type === 'code' && q1.accepted).toContain('age = 25');
  });

  it('names only concepts that a lesson explains', () => {
    expect(checkLessons(openContentFolder(folder), lessons)).toEqual([]);
  });

  it('gives every question at least one hint', () => {
    expect(questions.filter((question) => question.hints.length === 0)).toEqual([]);
  });

  it('does not put the right choice at the same place every time', () => {
    const answers = questions.flatMap((question) => (question.type === 'singleChoice' ? [question.answer] : []));
    expect(new Set(answers).size).toBe(4);
  });

  it('lets every achievement be reached', () => {
    const total = questions.reduce((sum, question) => sum + question.points, 0);
    for (const { rule } of achievements) {
      const most = {
        ...{ correctAnswers: questions.length, firstTries: questions.length, recoveries: questions.length },
        ...{ questsCompleted: quests.length, perfectQuests: quests.length, completed: quests.length },
        ...{ score: total, level: levelOf(total).level },
        // Nothing but time bounds these.
        ...{ streakDays: 365, answers: 500, minutes: 600 },
      };
      const asked = rule.kind === 'completed' ? rule.quests.length : rule.atLeast;
      expect(asked).toBeLessThanOrEqual(most[rule.kind]);
    }
  });

  it('has at least thirty achievements, each in both languages', () => {
    expect(achievements.length).toBeGreaterThanOrEqual(30);
    expect(achievements.filter(({ en }) => !en?.title || !en.description).map(({ id }) => id)).toEqual([]);
    expect(new Set(achievements.map(({ title }) => title)).size).toBe(achievements.length);
  });

  it('never mixes two languages in one question: English is there for all of its texts or for none', () => {
    const halfTranslated = quests.flatMap((quest) =>
      quest.questions
        .filter(
          (question) =>
            new Set([...translations(question), ...question.hints.map(({ en }) => en !== undefined)]).size > 1,
        )
        .map((question) => `${quest.id}:${question.key}`),
    );
    expect(halfTranslated).toEqual([]);
  });

  it('points editors at the schema from every quest file', () => {
    for (const quest of quests) {
      const text = readFileSync(new URL(`quests/${quest.category}/${quest.id}.yaml`, folder), 'utf8');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../quest.schema.json');
    }
  });

  it('ships the JSON Schema that the code describes (refresh it with: npm run content:schema -w subgraphs/quest)', () => {
    const committed: unknown = JSON.parse(readFileSync(new URL('quest.schema.json', folder), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(questJsonSchema())));
  });
});

describe('a text in the language asked for', () => {
  const texts = { title: 'Vos premières variables', summary: 'En français.', en: { title: 'Your first variables' } };

  it('is English where English is written, French otherwise', () => {
    expect(inLanguage(texts, 'en')).toMatchObject({ title: 'Your first variables', summary: 'En français.' });
    expect(inLanguage(texts, 'fr')).toMatchObject({ title: 'Vos premières variables' });
  });
});

/** Whether each text of a question has English. Code, which most choices and all ordering items are, needs none. */
function translations(value: unknown): boolean[] {
  if (Array.isArray(value)) return value.flatMap(translations);
  if (typeof value !== 'object' || value === null) return [];
  const { en, ...fields } = value as Record<string, unknown>;
  const prose = ['prompt', 'feedback', 'explanation'].filter((name) => name in fields);
  const english = typeof en === 'object' && en !== null ? Object.keys(en) : [];
  return [...prose.map((name) => english.includes(name)), ...Object.values(fields).flatMap(translations)];
}
