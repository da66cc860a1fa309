import { silentLogger } from '@doctorpy/service-kit/logging';
import type { SubgraphClient } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { createQuotas } from '../../../src/services/quotas/quotas.js';
import { ask, askMutation, readStream } from '../ask.js';
import { classmate, learner } from '../environment.js';
import { rag } from './rag.js';

describe('a quota', () => {
  const pupil = { ...learner, userId: 'asks-a-lot' };
  const limits = { RAG_ASK_LIMIT_LEARNER: '3', RAG_ASK_LIMIT_AUTHOR: '4', RAG_SEARCH_LIMIT: '2' };
  const quota = 'askQuota { limit remaining generatedLimit generatedRemaining resetsAt }';
  const left = async (client: SubgraphClient, caller: typeof pupil, of = caller.userId) => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${quota} } } }`;
    return (await client.execute(query, { r: [{ __typename: 'User', id: of }] }, caller)).data._entities[0].askQuota;
  };

  it('is shared by all processes, counts a repeated question once, and says what to do when it is spent', async () => {
    const [one, two] = [await rag.replica(limits), await rag.replica(limits)];
    try {
      expect(await left(one.client, pupil)).toMatchObject({ limit: 3, remaining: 3, resetsAt: null });
      const input = { query: 'c’est quoi une liste', idempotencyKey: 'again' };
      await Promise.all([one, two, one, two].map(({ client }) => ask(client, pupil, input)));
      await ask(one.client, pupil, input);
      expect(await left(two.client, pupil)).toMatchObject({ remaining: 2, resetsAt: expect.any(String) });

      const asked = await Promise.all(
        [one, two, one, two, one].map(({ client }, n) =>
          client.execute(
            `mutation ($q: String!) { ask(input: { query: $q }) { ${quota} } }`,
            { q: `liste ${n}` },
            pupil,
          ),
        ),
      );
      const refused = asked.flatMap(({ errors }) => errors ?? []);
      expect(refused).toHaveLength(3);
      expect(refused[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
      expect(refused[0]?.message).toMatch(/^Vous avez posé 3 questions en une heure : .*Réessayez dans .*leçons/);
      expect(Math.min(...asked.flatMap(({ data }) => data?.ask.askQuota.remaining ?? []))).toBe(0);
      // What was answered is still there for who lost it.
      expect((await ask(two.client, pupil, input)).query).toBe(input.query);

      expect(await left(one.client, { ...classmate }, pupil.userId)).toBeNull();
      expect(await left(one.client, { ...pupil, roles: ['AUTHOR'] as never })).toMatchObject({ limit: 4 });
      const streamed = readStream(one.client, pupil, { query: 'c’est quoi un tuple' });
      await expect(streamed).rejects.toThrow(/RATE_LIMITED/);
      const search = () => one.client.execute('{ searchPassages(query: "liste") { heading } }', {}, pupil);
      const searches = [await search(), await search(), await search()].map(
        ({ errors }) => errors?.[0]?.extensions.code,
      );
      expect(searches).toEqual([undefined, undefined, 'RATE_LIMITED']);
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });

  it('that is spent stays so for a question that is asked again under its key', async () => {
    const { client, close } = await rag.replica({ RAG_ASK_LIMIT_LEARNER: '1' });
    try {
      const hurried = { ...learner, userId: 'asks-again' };
      await ask(client, hurried, { query: 'c’est quoi une liste' });
      const input = { query: 'c’est quoi un tuple', idempotencyKey: 'refused' };
      for (const time of ['first', 'second', 'third']) {
        const { errors } = await client.execute(askMutation, { input }, hurried);
        expect([time, errors?.[0]?.extensions.code]).toEqual([time, 'RATE_LIMITED']);
      }
    } finally {
      await close();
    }
  });

  it('is read anew after each question of a request', async () => {
    const twice = `mutation {
      first: ask(input: { query: "c’est quoi une liste" }) { askQuota { remaining } }
      second: ask(input: { query: "c’est quoi un tuple" }) { askQuota { remaining } } }`;
    const { data } = await rag.client.execute(twice, {}, { ...learner, userId: 'asks-twice' });
    expect(data.first.askQuota.remaining - data.second.askQuota.remaining).toBe(1);
  });

  it('gets a question back once when all attempts at it failed through us', async () => {
    const limits = { windowSeconds: 600, questions: roles(2), generations: roles(1), searches: 1 };
    const quotas = createQuotas({ redis: rag.redis, limits, log: silentLogger() });
    const failed = { userId: 'was-failed', roles: ['LEARNER'] } as const;
    const attempts = [await quotas.takeQuestion(failed, 'key'), await quotas.takeQuestion(failed, 'key')];
    expect((await quotas.of(failed)).remaining).toBe(1);
    for (const attempt of attempts.toReversed()) await attempt.giveBack();
    expect((await quotas.of(failed)).remaining).toBe(2);
  });
});

const roles = (limit: number) => ({ LEARNER: limit, AUTHOR: limit, ADMIN: limit });
