import { silentLogger } from '@doctorpy/service-kit/logging';
import { type SubgraphClient, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createQuotas } from '../../src/services/quotas/quotas.js';
import { ask, askMutation, readStream } from './ask.js';
import { admin, author, classmate, learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

const question = { query: 'Comment créer une liste en Python ?', queryType: 'CODE_HELP' };

describe('a question without a model at hand', () => {
  it('is answered in French with code and citations of lessons, and says that it is quoted', async () => {
    const answer = await ask(rag.client, learner, question);
    expect(answer).toMatchObject({ mode: 'EXTRACTIVE', model: null, fromCache: false, asker: { id: 'learner-1' } });
    expect(answer.text).toMatch(/^Voici ce qu’explique la leçon « Les listes »/);
    expect(answer.text).toMatch(/```python\n/);
    expect(answer.citations[0]).toMatchObject({
      title: 'Les listes',
      url: '/lessons/listes',
      document: { id: 'lesson:listes', title: 'Les listes' },
    });
  });

  it('comes from the cache the second time, as an answer of the second learner’s own', async () => {
    const query = 'Comment ajouter un élément à une liste ?';
    const first = await ask(rag.client, learner, { query });
    const second = await ask(rag.client, classmate, { query: '  comment ajouter un élément à une   liste' });
    expect(first.fromCache).toBe(false);
    expect(second).toMatchObject({ fromCache: true, text: first.text, citations: first.citations });
    expect(second.id).not.toBe(first.id);
    expect(second.asker).toEqual({ id: 'learner-2' });
    expect(second.conversationId).not.toBe(first.conversationId);
  });

  it('is not mixed up in the cache with another type or language of the same question', async () => {
    const query = 'à quoi sert elif';
    const answers = [
      await ask(rag.client, learner, { query, queryType: 'CONCEPT' }),
      await ask(rag.client, learner, { query, queryType: 'EXERCISE' }),
      await ask(rag.client, learner, { query, queryType: 'CONCEPT', language: 'en' }),
    ];
    expect(answers.map(({ fromCache }) => fromCache)).toEqual([false, false, false]);
    expect(answers[2].text).toMatch(/^Here is what the lesson/);
  });

  it('says in the caller’s language when the lessons have nothing on it, and cites nothing', async () => {
    const french = await ask(rag.client, learner, { query: 'donne moi une recette de crêpes' });
    expect(french).toMatchObject({ mode: 'NONE_FOUND', citations: [] });
    expect(french.text).toMatch(/^Je n’ai rien trouvé dans les leçons/);
    const english = await ask(rag.client, { ...learner, language: 'en' }, { query: 'crepes' });
    expect(english.text).toMatch(/^I found nothing in the lessons/);
  });

  it('is told to the other services without its text', async () => {
    const answer = await ask(rag.client, learner, { query: 'c’est quoi un tuple' });
    const event = await waitFor(
      async () => {
        const entries = await rag.redis.xrange('events:{rag}', '-', '+');
        return entries.map(([, entry]) => JSON.parse(entry[3] ?? '{}')).find((e) => e.payload.answerId === answer.id);
      },
      { what: 'RAG_QUERY_PROCESSED reaches the stream' },
    );
    expect(event).toMatchObject({ name: 'RAG_QUERY_PROCESSED', actorId: 'learner-1' });
    expect(event.payload).toEqual({
      userId: 'learner-1',
      answerId: answer.id,
      queryType: 'CONCEPT',
      mode: 'EXTRACTIVE',
      fromCache: false,
      latencyMs: answer.latencyMs,
      retrievalMs: expect.any(Number),
      generationMs: null,
      queueMs: null,
    });
  });
});

describe('a question that cannot be one', () => {
  it.each([
    ['empty', { query: '   ' }, 'EMPTY'],
    ['longer than 2,000 characters', { query: 'é'.repeat(2001) }, 'TOO_LONG'],
    ['100 kB long', { query: 'x'.repeat(100_000) }, 'TOO_LONG'],
    ['in an unknown language', { query: 'liste', language: 'de' }, 'UNKNOWN_LANGUAGE'],
    ['with an operator for a quest', { query: 'liste', questId: '{"$gt": ""}' }, 'INVALID_FORMAT'],
  ])('is refused when %s, with the field and the reason', async (_what, input, code) => {
    const { data, errors } = await rag.client.execute(askMutation, { input }, learner);
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [expect.objectContaining({ code })],
    });
  });

  it('accepts 2,000 characters outside the basic plane', async () => {
    const answer = await ask(rag.client, learner, { query: '😀'.repeat(2000) });
    expect(answer.mode).toBe('NONE_FOUND');
  });

  it('is refused without a signed-in caller', async () => {
    const { errors } = await rag.client.execute(askMutation, { input: question });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

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

describe('a streamed answer', () => {
  it('comes in blocks that make up the text, then whole', async () => {
    const { deltas, answers } = await readStream(rag.client, learner, { query: 'comment trier une liste' });
    expect(answers).toHaveLength(1);
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe(answers[0].text);
    expect(answers[0].mode).toBe('EXTRACTIVE');
  });

  it('with a key that was answered is the same answer', async () => {
    const input = { ...question, idempotencyKey: 'key-4' };
    const asked = await ask(rag.client, learner, input);
    const { deltas, answers } = await readStream(rag.client, learner, input);
    expect(answers).toEqual([asked]);
    expect(deltas.join('')).toBe(asked.text);
  });

  it('ends with a clear error for a question that cannot be one', async () => {
    await expect(readStream(rag.client, learner, { query: '' })).rejects.toThrow(/BAD_USER_INPUT|vide/);
  });
});

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

describe('a question in English', () => {
  it('is answered in English, saying that the lesson is in French, whatever the caller’s language', async () => {
    const answer = await ask(rag.client, learner, { query: 'how do I remove an element from a list?' });
    expect(answer.text).toMatch(
      /^Here is what the lesson “Les listes” explains under “Supprimer un élément d’une liste”/,
    );
    expect(answer.text).toContain('The lesson is in French');
    expect(answer.text).toContain('Output:');
    const french = await ask(
      rag.client,
      { ...learner, language: 'en' },
      { query: 'comment supprimer un élément d’une liste ?' },
    );
    expect(french.text).toMatch(/^Voici ce qu’explique/);
    const chosen = await ask(rag.client, learner, { query: 'how do I sort a list?', language: 'fr' });
    expect(chosen.text).toMatch(/^Voici ce qu’explique/);
  });
});

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
