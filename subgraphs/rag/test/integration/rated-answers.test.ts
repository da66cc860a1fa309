import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './ask.js';
import { author, learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

const rate = `mutation ($id: ID!, $helpful: Boolean!, $comment: String) {
  rateAnswer(answerId: $id, helpful: $helpful, comment: $comment) { id } }`;
const rated = `query ($helpful: Boolean! = false, $language: String, $first: Int! = 20, $after: String) {
  ratedAnswers(helpful: $helpful, language: $language, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id question text mode citations { title } helpful comment askedAt } } } }`;

describe('the answers that learners rated', () => {
  it('are read by authors, without their askers, and are gone with their conversations', async () => {
    const { client } = rag;
    const vague = await ask(client, learner, { query: 'comment créer une liste ? écrivez à lea@example.org' });
    const wrong = await ask(client, learner, { query: 'comment ajouter un élément à une liste ?' });
    const good = await ask(client, learner, { query: 'comment parcourir une liste ?' });
    const ratings = [
      { id: vague.id, helpful: false, comment: 'Pas clair, répondez au 06 12 34 56 78' },
      { id: wrong.id, helpful: false },
      { id: good.id, helpful: true },
    ];
    for (const variables of ratings) await client.execute(rate, variables, learner);
    expect((await client.execute(rated, {}, learner)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');

    await rag.connection.db?.command({ profile: 2 });
    const { data } = await client.execute(rated, { first: 1 }, author);
    await rag.connection.db?.command({ profile: 0 });
    expect(data.ratedAnswers).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    expect(data.ratedAnswers.edges[0].node).toMatchObject({ id: wrong.id, helpful: false, comment: null });
    expect(data.ratedAnswers.edges[0].node.citations).not.toEqual([]);
    const plans = await rag.connection.db
      ?.collection('system.profile')
      .find({ ns: `${rag.database}.answers`, planSummary: { $exists: true }, op: { $in: ['query', 'command'] } })
      .map(({ planSummary }) => String(planSummary))
      .toArray();
    expect(plans).toHaveLength(2);
    for (const plan of plans ?? []) expect(plan).toContain('IXSCAN { helpful: 1, _id: -1 }');

    const after = data.ratedAnswers.pageInfo.endCursor;
    const next = (await client.execute(rated, { first: 1, after }, author)).data.ratedAnswers;
    expect(next.edges[0].node).toMatchObject({
      id: vague.id,
      question: 'comment créer une liste ? écrivez à […]',
      text: vague.text,
      comment: 'Pas clair, répondez au […]',
    });
    expect(JSON.stringify([data, next])).not.toContain(learner.userId);
    const helpful = (await client.execute(rated, { helpful: true, language: 'fr' }, author)).data.ratedAnswers;
    expect(helpful.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual([good.id]);
    expect((await client.execute(rated, { helpful: true, language: 'en' }, author)).data.ratedAnswers.totalCount).toBe(
      0,
    );
    expect((await client.execute(rated, { language: 'xx' }, author)).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );

    await client.execute('mutation ($id: ID!) { deleteConversation(id: $id) }', { id: vague.conversationId }, learner);
    expect((await client.execute(rated, {}, author)).data.ratedAnswers.totalCount).toBe(1);
  });
});
