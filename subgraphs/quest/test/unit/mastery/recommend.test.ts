import { describe, expect, it } from '@jest/globals';
import type { QuestOutline } from '../../../src/services/catalogue/catalogue.js';
import { type LearnerState, recommend } from '../../../src/services/recommendation/recommend.js';

const quest = (id: string, ...prerequisites: string[]): QuestOutline => {
  return { id, prerequisites, concepts: [`about-${id}`], questions: [[`about-${id}`]] };
};
const catalogue = [quest('first'), quest('second', 'first'), quest('third', 'first'), quest('last', 'second', 'third')];

const inOrder = ({
  underWay = [],
  completed = [],
  firm = [],
}: {
  underWay?: string[];
  completed?: string[];
  firm?: string[];
}) => {
  const learner: LearnerState = {
    underWay,
    completed: new Set(completed),
    mastery: new Map(completed.map((id) => [`about-${id}`, firm.includes(id) ? 0.9 : 0.3])),
  };
  return recommend(catalogue, learner).map(({ questId, reason }) => `${reason} ${questId}`);
};

describe('what is recommended', () => {
  it('to a beginner is what needs nothing', () => {
    expect(inOrder({})).toEqual(['NEXT first']);
  });

  it('is first of all what is under way, what was begun last first', () => {
    expect(inOrder({ completed: ['first'], firm: ['first'], underWay: ['third', 'second'] })).toEqual([
      'CONTINUE third',
      'CONTINUE second',
    ]);
  });

  it('builds on nothing that fades: that comes before', () => {
    expect(inOrder({ completed: ['first'] })).toEqual(['REFRESH first', 'NEXT second', 'NEXT third']);
    expect(inOrder({ completed: ['first'], firm: ['first'] })).toEqual(['NEXT second', 'NEXT third']);
  });

  it('waits for every prerequisite', () => {
    expect(inOrder({ completed: ['first', 'second'], firm: ['first', 'second'] })).toEqual(['NEXT third']);
    expect(inOrder({ completed: ['first', 'second', 'third'], firm: ['first', 'second', 'third'] })).toEqual([
      'NEXT last',
    ]);
  });

  it('is nothing to whoever has done all and remembers it, until it fades', () => {
    const all = ['first', 'second', 'third', 'last'];
    expect(inOrder({ completed: all, firm: all })).toEqual([]);
    expect(inOrder({ completed: all, firm: ['first', 'second', 'third'] })).toEqual(['REFRESH last']);
  });

  it('says why in French and English, and about which concepts', () => {
    const [found] = recommend(catalogue, { underWay: [], completed: new Set(), mastery: new Map() });
    expect(found).toMatchObject({ concepts: ['about-first'] });
    expect(found?.explanation.fr).not.toBe(found?.explanation.en);
  });
});
