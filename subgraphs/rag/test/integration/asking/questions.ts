import { waitFor } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { ask, askMutation, readStream } from '../ask.js';
import { classmate, learner } from '../environment.js';
import { question, rag } from './rag.js';

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
