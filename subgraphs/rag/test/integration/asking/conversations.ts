import { describe, expect, it } from '@jest/globals';
import { ask, askMutation } from '../ask.js';
import { classmate, learner } from '../environment.js';
import { question, rag } from './rag.js';

describe('a conversation', () => {
  it('goes on under its id, and a vague follow-up is understood with the question before', async () => {
    const first = await ask(rag.client, learner, { query: 'comment parcourir un dictionnaire' });
    const conversationId = first.conversationId;
    const next = await ask(rag.client, learner, { query: 'et encore ?', conversationId });
    expect(next.conversationId).toBe(conversationId);
    expect(next.mode).toBe('EXTRACTIVE');
  });

  it('does not lend its answers to the same vague words in another one', async () => {
    const dictionaries = await ask(rag.client, learner, { query: 'comment parcourir un dictionnaire' });
    const tuples = await ask(rag.client, classmate, { query: 'c’est quoi un tuple' });
    const vague = { query: 'et avec ça ?' };
    const one = await ask(rag.client, learner, { ...vague, conversationId: dictionaries.conversationId });
    const other = await ask(rag.client, classmate, { ...vague, conversationId: tuples.conversationId });
    expect(other.fromCache).toBe(false);
    expect(other.text).not.toBe(one.text);
    expect((await ask(rag.client, learner, vague)).mode).toBe('NONE_FOUND');
  });

  it('completes a question from those before, and refuses one about something else without losing its subject', async () => {
    const { conversationId } = await ask(rag.client, learner, { query: 'comment créer une liste' });
    const follow = (query: string) => ask(rag.client, learner, { query, conversationId });
    const removed = await follow('et pour en supprimer un ?');
    expect(removed.citations[0]).toMatchObject({ title: 'Les listes', heading: 'Supprimer un élément d’une liste' });
    for (const strange of ['et la météo ?', 'et en Java ?', 'merci !', 'et la recette de la quiche ?']) {
      expect([strange, (await follow(strange)).mode]).toEqual([strange, 'NONE_FOUND']);
    }
    expect((await follow('merci !')).text).toMatch(/^Je réponds aux questions sur Python/);
    const more = await follow('un autre exemple ?');
    expect(more.text).not.toBe(removed.text);
    expect(more.citations.map(({ title }: { title: string }) => title)).toContain('Les listes');
    expect((await ask(rag.client, learner, { query: 'un autre exemple ?' })).mode).toBe('NONE_FOUND');
  });

  it('is listed by its first question, read by its id, and deleted for good by its owner alone', async () => {
    const pupil = { ...learner, userId: 'pupil-2' };
    const other = await ask(rag.client, pupil, { query: 'c’est quoi un tuple' });
    const { conversationId } = await ask(rag.client, pupil, { query: 'c’est quoi une variable' });
    await ask(rag.client, pupil, { query: 'pourquoi ?', conversationId });
    const list = `query ($r: [_Any!]!, $first: Int!, $id: ID, $after: String) { _entities(representations: $r) { ... on User {
      assistantConversations(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { id title answerCount startedAt lastAskedAt } } }
      assistantAnswers(conversationId: $id) { totalCount edges { node { query } } } } } }`;
    const r = [{ __typename: 'User', id: pupil.userId }];
    const read = async (variables: object, caller: object = pupil) =>
      rag.client.execute(list, { r, first: 1, id: conversationId, ...variables }, caller);
    const first = (await read({})).data._entities[0];
    expect(first.assistantConversations).toMatchObject({
      totalCount: 2,
      pageInfo: { hasNextPage: true },
      edges: [{ node: { id: conversationId, title: 'c’est quoi une variable', answerCount: 2 } }],
    });
    expect(first.assistantAnswers.edges.map(({ node }: { node: { query: string } }) => node.query)).toEqual([
      'pourquoi ?',
      'c’est quoi une variable',
    ]);
    const after = first.assistantConversations.pageInfo.endCursor;
    expect((await read({ after })).data._entities[0].assistantConversations.edges).toMatchObject([
      { node: { id: other.conversationId, answerCount: 1 } },
    ]);
    expect((await read({}, classmate)).data._entities[0].assistantConversations).toBeNull();

    const remove = async (caller: object) =>
      (await rag.client.execute('mutation ($id: ID!) { deleteConversation(id: $id) }', { id: conversationId }, caller))
        .data.deleteConversation;
    expect([await remove(classmate), await remove(pupil), await remove(pupil)]).toEqual([false, true, false]);
    const again = await rag.client.execute(askMutation, { input: { query: 'pourquoi ?', conversationId } }, pupil);
    expect(again.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await read({})).data._entities[0].assistantConversations.totalCount).toBe(1);
  });

  it('that is deleted while a question is answered in it stays deleted', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { conversationId } = await ask(rag.client, learner, { query: 'c’est quoi une boucle for' });
      const [asked] = await Promise.all([
        rag.client.execute(askMutation, { input: { query: 'et while ?', conversationId } }, learner),
        rag.client.execute('mutation ($id: ID!) { deleteConversation(id: $id) }', { id: conversationId }, learner),
      ]);
      expect(asked.errors?.[0]?.extensions.code ?? 'NOT_FOUND').toBe('NOT_FOUND');
      expect(await rag.models.answers.countDocuments({ conversationId })).toBe(0);
    }
  });

  it('of somebody else does not exist', async () => {
    const { conversationId } = await ask(rag.client, learner, question);
    const { errors } = await rag.client.execute(askMutation, { input: { ...question, conversationId } }, classmate);
    expect(errors?.[0]).toMatchObject({
      message: 'Cette conversation n’existe pas.',
      extensions: { code: 'NOT_FOUND' },
    });
  });
});
