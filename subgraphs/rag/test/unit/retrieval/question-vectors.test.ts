import { describe, expect, it } from '@jest/globals';
import { createQuestionVectors } from '../../../src/services/retrieval/question-vectors.js';

describe('the vectors of questions', () => {
  const make = (asked: string[], query: string) => async () => {
    asked.push(query);
    return Float32Array.of(asked.length);
  };

  it('are made once, also for learners who ask the same at once', async () => {
    const asked: string[] = [];
    const vectors = createQuestionVectors();
    const [first, second] = await Promise.all([vectors.of('a', make(asked, 'a')), vectors.of('a', make(asked, 'a'))]);
    expect(first).toBe(second);
    expect(await vectors.of('a', make(asked, 'a'))).toBe(first);
    expect(asked).toEqual(['a']);
  });

  it('are asked for again where the model gave none', async () => {
    const asked: string[] = [];
    const vectors = createQuestionVectors();
    expect(await vectors.of('a', async () => null)).toBeNull();
    expect(await vectors.of('a', make(asked, 'a'))).not.toBeNull();
  });

  it('are forgotten with their model, also the one that is being made', async () => {
    const asked: string[] = [];
    const vectors = createQuestionVectors();
    let answer: (vector: Float32Array) => void = () => {};
    const late = vectors.of('a', () => new Promise((resolve) => (answer = resolve)));
    vectors.clear();
    answer(Float32Array.of(0));
    await late;
    await vectors.of('a', make(asked, 'a'));
    expect(asked).toEqual(['a']);
  });

  it('are bounded: the one that was asked for longest ago goes first', async () => {
    const asked: string[] = [];
    const vectors = createQuestionVectors();
    await vectors.of('kept', make(asked, 'kept'));
    await vectors.of('lost', make(asked, 'lost'));
    for (let number = 0; number < 999; number++) {
      await vectors.of(`${number}`, make([], ''));
      await vectors.of('kept', make(asked, 'kept'));
    }
    await vectors.of('lost', make(asked, 'lost'));
    expect(asked).toEqual(['kept', 'lost', 'lost']);
  });
});
