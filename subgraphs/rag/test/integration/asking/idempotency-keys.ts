import { describe, expect, it } from '@jest/globals';
import { ask, askMutation } from '../ask.js';
import { classmate, learner } from '../environment.js';
import { question, rag } from './rag.js';

describe('an idempotency key', () => {
  it('gives the same answer again, also to ten asks at once', async () => {
    const input = { ...question, idempotencyKey: 'key-1' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(rag.client, learner, input)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await ask(rag.client, learner, input)).toEqual(answers[0]);
    expect(await rag.models.answers.countDocuments({ idempotencyKey: 'key-1' })).toBe(1);
  });

  it('gives one answer even when two replicas are asked at once', async () => {
    const other = await rag.replica();
    try {
      const input = { ...question, idempotencyKey: 'key-2' };
      const [left, right] = await Promise.all([ask(rag.client, learner, input), ask(other.client, learner, input)]);
      expect(left.id).toBe(right.id);
    } finally {
      await other.close();
    }
  });

  it('belongs to one learner and one question', async () => {
    const input = { ...question, idempotencyKey: 'key-3' };
    const mine = await ask(rag.client, learner, input);
    expect((await ask(rag.client, classmate, input)).id).not.toBe(mine.id);
    const changes = [
      { query: 'c’est quoi un tuple' },
      { language: 'en' },
      { queryType: 'DEBUG' },
      { level: 'ADVANCED' },
      { questId: 'python_lists_101' },
    ];
    for (const change of changes) {
      const { errors } = await rag.client.execute(askMutation, { input: { ...input, ...change } }, learner);
      expect([change, errors?.[0]?.extensions.code]).toEqual([change, 'CONFLICT']);
    }
  });

  it('of an answer from before levels and quests were kept with it is held against the rest alone', async () => {
    const input = { ...question, idempotencyKey: 'key-old' };
    const { id } = await ask(rag.client, learner, input);
    await rag.models.answers.updateOne({ _id: id }, { $unset: { level: 1, questId: 1 } });
    expect((await ask(rag.client, learner, { ...input, level: 'ADVANCED' })).id).toBe(id);
  });
});
