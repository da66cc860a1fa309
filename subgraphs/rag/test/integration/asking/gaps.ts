import { describe, expect, it } from '@jest/globals';
import { ask } from '../ask.js';
import { author, classmate, learner } from '../environment.js';
import { rag } from './rag.js';

describe('a question that nothing answers', () => {
  const gaps = `query ($dealtWith: Boolean! = false, $first: Int! = 20, $after: String) {
    unansweredQuestions(dealtWith: $dealtWith, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node {
      id question language count askerCount dealtWithAt lastAskedAt suggestions { title url } } } } }`;
  const mark = `mutation ($id: ID!, $dealtWith: Boolean! = true) {
    markUnansweredQuestion(id: $id, dealtWith: $dealtWith) { id dealtWithAt } }`;
  const open = async (dealtWith = false) =>
    (await rag.client.execute(gaps, { dealtWith, first: 100 }, author)).data.unansweredQuestions.edges.map(
      ({ node }: { node: Record<string, unknown> }) => node,
    );

  it('leads to the nearest lesson', async () => {
    const answer = await ask(rag.client, learner, { query: 'comment trier ses déchets' });
    expect(answer).toMatchObject({ mode: 'NONE_FOUND', citations: [] });
    expect(answer.suggestions[0]).toMatchObject({
      title: 'Parcourir et trier une liste',
      url: '/lessons/parcourir-et-trier-une-liste',
    });
    expect(answer.text).toContain('« Parcourir et trier une liste »');
  });

  it('is shown to authors, with those that ask the same, without anybody’s name', async () => {
    await ask(rag.client, learner, { query: 'C’est quoi un décorateur ?' });
    await ask(rag.client, learner, { query: 'un decorateur c’est quoi' });
    await ask(rag.client, classmate, { query: 'Un décorateur c’est quoi ? Répondez à zoe@example.org' });
    const asked = (await open()).filter(({ question }: { question?: unknown }) =>
      /d[ée]corateur/.test(String(question)),
    );
    expect(asked).toContainEqual(expect.objectContaining({ count: 2, askerCount: 1, language: 'fr' }));
    expect(JSON.stringify(asked)).not.toMatch(/zoe|learner-/);
    expect((await rag.client.execute(gaps, {}, learner)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is out of the way once it is dealt with, until somebody asks it again', async () => {
    await ask(rag.client, learner, { query: 'C’est quoi une métaclasse ?' });
    const isIt = ({ question }: { question?: unknown }) => question === 'C’est quoi une métaclasse ?';
    const { id } = (await open()).find(isIt);
    expect((await rag.client.execute(mark, { id }, author)).data.markUnansweredQuestion.dealtWithAt).not.toBeNull();
    expect([(await open()).some(isIt), (await open(true)).some(isIt)]).toEqual([false, true]);
    await ask(rag.client, classmate, { query: 'C’est quoi une métaclasse ?' });
    expect((await open()).find(isIt)).toMatchObject({ count: 2, askerCount: 2, dealtWithAt: null });
    await rag.client.execute(mark, { id, dealtWith: false }, author);
    expect((await rag.client.execute(mark, { id: 'nope' }, author)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const page = (await rag.client.execute(gaps, { first: 1 }, author)).data.unansweredQuestions;
    const next = (await rag.client.execute(gaps, { first: 1, after: page.pageInfo.endCursor }, author)).data;
    expect(next.unansweredQuestions.edges[0].node.id).not.toBe(page.edges[0].node.id);
  });
});
