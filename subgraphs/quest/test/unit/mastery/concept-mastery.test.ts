import { describe, expect, it } from '@jest/globals';
import { masteryByConcept } from '../../../src/services/mastery/concept-mastery.js';
import { cardAfter } from '../../../src/services/review/cards.js';

const at = new Date('2026-03-01T10:00:00Z');
const daysLater = (days: number) => new Date(at.getTime() + days * 86_400_000);
const outline = (questions: number) => {
  return { id: 'lists', prerequisites: [], concepts: ['lists'], questions: Array(questions).fill(['lists']) };
};
const answered = (key: string, right: boolean) =>
  cardAfter(null, {
    userId: 'lea',
    questId: 'lists',
    questVersion: 1,
    content: { concepts: ['lists'] },
    question: { key },
    grade: right ? { verdict: 'CORRECT', scoreRatio: 1 } : { verdict: 'INCORRECT', scoreRatio: 0 },
    attempts: 1,
    hintsRevealed: 0,
    at,
  });

describe('mastery of a concept', () => {
  it('is nothing before the first answer, and full when enough of it was just answered right', () => {
    expect(masteryByConcept([], [outline(4)], at)).toMatchObject([
      { mastery: 0, answerCount: 0, questionsPublished: 4 },
    ]);
    const cards = ['q1', 'q2', 'q3'].map((key) => answered(key, true));
    expect(masteryByConcept(cards, [outline(4)], at)).toMatchObject([
      { mastery: 1, accuracy: 1, questionsAnswered: 3 },
    ]);
  });

  it('needs more than one lucky answer, where more is asked', () => {
    expect(masteryByConcept([answered('q1', true)], [outline(4)], at)[0]?.mastery).toBeCloseTo(1 / 3);
    expect(masteryByConcept([answered('q1', true)], [outline(1)], at)[0]?.mastery).toBe(1);
  });

  it('falls with what was answered wrong, and with time', () => {
    const cards = [answered('q1', true), answered('q2', true), answered('q3', false)];
    const [now] = masteryByConcept(cards, [outline(3)], at);
    expect(now).toMatchObject({ accuracy: 2 / 3, questionsDue: 0 });
    expect(now?.mastery).toBeCloseTo(2 / 3);
    const [later] = masteryByConcept(cards, [outline(3)], daysLater(60));
    expect(later?.mastery).toBeLessThan(now?.mastery ?? 0);
    expect(later?.questionsDue).toBe(3);
  });
});
