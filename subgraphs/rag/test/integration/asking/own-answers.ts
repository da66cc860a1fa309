import { describe, expect, it } from '@jest/globals';
import { ask } from '../ask.js';
import { admin, classmate, learner } from '../environment.js';
import { question, rag } from './rag.js';

describe('a learner’s answers', () => {
  const one = 'query ($id: ID!) { assistantAnswer(id: $id) { id helpful } }';
  const rate = `mutation ($id: ID!, $comment: String) {
    rateAnswer(answerId: $id, helpful: true, comment: $comment) { id helpful } }`;
  const entities = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on AssistantAnswer { id } } }';
  const list = `query ($r: [_Any!]!, $first: Int!, $after: String) { _entities(representations: $r) { ... on User {
    id assistantAnswers(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id query } } } } } }`;

  it('are theirs alone: others get null, an administrator may look', async () => {
    const { id } = await ask(rag.client, learner, question);
    expect((await rag.client.execute(one, { id }, learner)).data.assistantAnswer).toEqual({ id, helpful: null });
    expect((await rag.client.execute(one, { id }, classmate)).data.assistantAnswer).toBeNull();
    expect((await rag.client.execute(one, { id }, admin)).data.assistantAnswer.id).toBe(id);
    const r = [{ __typename: 'AssistantAnswer', id }];
    expect((await rag.client.execute(entities, { r }, learner)).data._entities[0].id).toBe(id);
    expect((await rag.client.execute(entities, { r }, classmate)).data._entities).toEqual([null]);
  });

  it('can be rated by them, again and again, and by nobody else', async () => {
    const { id } = await ask(rag.client, learner, question);
    expect((await rag.client.execute(rate, { id, comment: 'Clair.' }, learner)).data.rateAnswer.helpful).toBe(true);
    expect((await rag.client.execute(rate, { id }, learner)).errors).toBeUndefined();
    expect((await rag.client.execute(rate, { id }, classmate)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const tooLong = await rag.client.execute(rate, { id, comment: 'x'.repeat(2001) }, learner);
    expect(tooLong.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are listed newest first, page by page, for themselves', async () => {
    const pupil = { ...learner, userId: 'pupil' };
    const asked = [];
    for (const query of ['c’est quoi une liste', 'c’est quoi un tuple', 'c’est quoi une boucle']) {
      asked.push((await ask(rag.client, pupil, { query })).id);
    }
    const r = [{ __typename: 'User', id: 'pupil' }];
    const first = (await rag.client.execute(list, { r, first: 2 }, pupil)).data._entities[0].assistantAnswers;
    expect(first.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual([asked[2], asked[1]]);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const after = first.pageInfo.endCursor;
    const second = (await rag.client.execute(list, { r, first: 2, after }, pupil)).data._entities[0].assistantAnswers;
    expect(second.edges.map((edge: { node: { id: string } }) => edge.node.id)).toEqual([asked[0]]);
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });

    const foreign = await rag.client.execute(list, { r, first: 2 }, classmate);
    expect(foreign.data._entities[0].assistantAnswers).toBeNull();
    expect(foreign.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const none = [{ __typename: 'User', id: 'learner-9' }];
    const empty = await rag.client.execute(list, { r: none, first: 5 }, { ...learner, userId: 'learner-9' });
    expect(empty.data._entities[0].assistantAnswers).toMatchObject({ totalCount: 0, edges: [] });
    expect((await rag.client.execute(list, { r, first: 101 }, pupil)).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });
});

describe('prompt templates', () => {
  it('are listed, and narrowed by type, language and situation', async () => {
    const query = `query ($queryType: QueryType, $language: String, $situation: PromptSituation) {
      promptTemplates(queryType: $queryType, language: $language, situation: $situation) { id version queryType level language title template } }`;
    const all = await rag.client.execute(query, {}, learner);
    const some = await rag.client.execute(query, { queryType: 'DEBUG', language: 'fr', situation: 'FREE' }, learner);
    expect(all.data.promptTemplates).toHaveLength(72);
    expect(some.data.promptTemplates.map(({ level }: { level: string }) => level).toSorted()).toEqual([
      'ADVANCED',
      'BEGINNER',
      'INTERMEDIATE',
    ]);
  });
});
