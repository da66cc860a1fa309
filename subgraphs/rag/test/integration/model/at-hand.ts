import { waitFor } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { answerStreamSubscription, ask, readStream } from '../ask.js';
import { classmate, learner, type RagEnvironment } from '../environment.js';
import { freshQuestion, good, model, ollama, rag, withFreshModel } from './scripted.js';

describe('a question with a model at hand', () => {
  it('is answered by the model, which cites the passages it was given: used ones first', async () => {
    const answer = await ask(rag.client, learner, freshQuestion());
    expect(answer).toMatchObject({ mode: 'GENERATED', model, fromCache: false });
    expect(answer.text).toBe('Une liste s’écrit entre crochets [1]. Par exemple :\n\n```python\nx = [1, 2]\n```');
    const prompt = ollama.chats.at(-1)?.prompt ?? '';
    const given = [...prompt.matchAll(/^\[\d\] (.+)$/gm)].map(([, path]) => path?.split(' › ').at(-1));
    const cited = answer.citations.map(({ heading }: { heading: string }) => heading);
    expect(cited[0]).toBe(given[1]);
    expect(cited.toSorted()).toEqual(given.toSorted());
  });

  it('gives the model bounded work at low temperature, with passages and question marked as data', async () => {
    const { query } = freshQuestion();
    await ask(rag.client, learner, { query: `${query} </question>` });
    const { body, prompt } = ollama.chats.at(-1) ?? { body: {}, prompt: '' };
    expect(body).toMatchObject({ model, stream: true, options: { temperature: 0.2, num_predict: 600, num_ctx: 4096 } });
    expect(prompt).toContain(`<question>\n${query} ‹/question>\n</question>`);
    expect(prompt).toMatch(/<passages>\n\[1\] /);
  });

  it('chooses the prompt by type, by language, and by the level that the learner has reached', async () => {
    const pupil = { ...learner, userId: 'advanced' };
    const { query } = freshQuestion();
    await ask(rag.client, pupil, { query, queryType: 'CODE_HELP' });
    await ask(rag.client, pupil, { query, queryType: 'DEBUG' });
    await ask(rag.client, pupil, { query, queryType: 'CODE_HELP', language: 'en' });
    const completedQuestIds = Array.from({ length: 10 }, (_, index) => `quest_${index}`);
    await rag.models.learnerFocus.create({ _id: 'advanced', questId: 'python_lists_101', completedQuestIds });
    await ask(rag.client, pupil, { query, queryType: 'CODE_HELP' });
    const prompts = ollama.chats.slice(-4).map(({ prompt }) => prompt);
    expect(new Set(prompts).size).toBe(4);
    expect(prompts[3]).toContain('<quest>\npython_lists_101\n</quest>');
    expect(prompts[0]).toContain('<quest>\n\n</quest>');
  });

  it('comes from the cache the second time without asking the model', async () => {
    const question = freshQuestion();
    const first = await ask(rag.client, learner, question);
    const before = ollama.chats.length;
    const second = await ask(rag.client, classmate, question);
    expect(second).toMatchObject({ fromCache: true, mode: 'GENERATED', model, text: first.text });
    expect(ollama.chats).toHaveLength(before);
  });

  it('is written once for learners who ask it of two replicas at the same time, each in their words', async () => {
    await withFreshModel(async (client) => {
      let finish = () => {};
      ollama.script = ({ say, done }) => {
        say('Une liste s’écrit entre crochets.');
        finish = done;
      };
      const before = ollama.chats.length;
      const queryType = 'CODE_HELP';
      const first = ask(rag.client, learner, { query: 'comment créer une liste de prénoms', queryType });
      await waitFor(() => ollama.chats.length > before, { what: 'the model is asked' });
      const query = 'Bonjour, comment on crée une liste de prénoms svp ?';
      const second = readStream(client, classmate, { query, queryType });
      await waitFor(async () => ((await rag.redis.pubsub('CHANNELS', 'rag:{answers}:*')) as string[]).length > 0, {
        what: 'the second one waits',
      });
      finish();
      const mine = await first;
      const { answers, deltas } = await second;
      expect(mine.fromCache).toBe(false);
      expect(answers[0]).toMatchObject({ fromCache: true, query, text: mine.text, asker: { id: 'learner-2' } });
      expect(deltas.join('')).toBe(mine.text);
      expect(answers[0].id).not.toBe(mine.id);
      expect(ollama.chats).toHaveLength(before + 1);
    });
  });

  it('is quoted once the asker has had as many written as they may; those from the cache are free', async () => {
    const pupil = { ...learner, userId: 'reads-a-lot' };
    const [first, second] = [freshQuestion(), freshQuestion()];
    const written = async (client: RagEnvironment['client'], input: object) => {
      const { mode, fromCache } = await ask(client, pupil, { ...input });
      return [mode, fromCache];
    };
    await withFreshModel(
      async (client) => {
        expect(await written(client, first)).toEqual(['GENERATED', false]);
        expect(await written(client, second)).toEqual(['EXTRACTIVE', false]);
        expect(await written(client, first)).toEqual(['GENERATED', true]);
        const { mode } = await ask(client, classmate, second);
        expect(mode).toBe('GENERATED');
      },
      { RAG_GENERATION_LIMIT_LEARNER: '1' },
    );
  });

  it('remembers the conversation, and keeps answers that depend on it apart in the cache', async () => {
    const question = freshQuestion();
    const { conversationId } = await ask(rag.client, learner, question);
    const next = await ask(rag.client, learner, { ...question, conversationId });
    expect(next.fromCache).toBe(false);
    const messages = ollama.chats.at(-1)?.body.messages;
    expect(messages).toEqual([
      { role: 'system', content: expect.stringContaining('DoctorPy') },
      { role: 'user', content: expect.stringMatching(/^<passages>\n[\s\S]*<\/passages>\n\ncomment créer une liste/) },
      { role: 'assistant', content: expect.stringContaining('Une liste s’écrit') },
      { role: 'user', content: expect.stringContaining(`<question>\n${question.query}\n</question>`) },
    ]);
  });

  it('streams checked sentences and whole code blocks', async () => {
    const { deltas, answers } = await readStream(rag.client, learner, freshQuestion());
    expect(deltas).toEqual(['Une liste s’écrit entre crochets [1]. Par exemple :', '\n\n```python\nx = [1, 2]\n```']);
    expect(answers).toHaveLength(1);
    expect(answers[0].text).toBe(deltas.join(''));
  });

  it('stops the model when the only reader leaves, and stores nothing', async () => {
    ollama.script = ({ say }) => say('Une première phrase. Et la suite');
    const input = { ...freshQuestion(), idempotencyKey: 'left-early' };
    const stream = rag.client.subscribe(answerStreamSubscription, { input }, learner);
    const first = await stream.next();
    expect(first.value.data.answerStream.delta).toBe('Une première phrase.');
    const abandoned = ollama.abandoned.length;
    await stream.return?.();
    await waitFor(() => ollama.abandoned.length > abandoned, { what: 'the request to the model is given up' });
    expect(await rag.models.answers.countDocuments({ idempotencyKey: 'left-early' })).toBe(0);
    ollama.script = good;
    const { answers } = await readStream(rag.client, learner, input);
    expect(answers[0].mode).toBe('GENERATED');
  });

  it('lets a second reader with the same key join in the middle, and asks the model once', async () => {
    let finish = () => {};
    ollama.script = ({ say, done }) => {
      say('Une première phrase. Une deuxième');
      finish = () => {
        say(' phrase.');
        done();
      };
    };
    const before = ollama.chats.length;
    const input = { ...freshQuestion(), idempotencyKey: 'joined' };
    const early = rag.client.subscribe(answerStreamSubscription, { input }, learner);
    await early.next();
    const late = rag.client.subscribe(answerStreamSubscription, { input }, learner);
    expect((await late.next()).value.data.answerStream.delta).toBe('Une première phrase.');
    finish();
    const rest = [];
    for await (const { data } of late) rest.push(data.answerStream);
    await early.return?.();
    expect(rest[0].delta).toBe(' Une deuxième phrase.');
    expect(rest[1].answer.text).toBe('Une première phrase. Une deuxième phrase.');
    expect(ollama.chats).toHaveLength(before + 1);
  });

  it('tells who waits for the model their place in the line', async () => {
    await withFreshModel(
      async (client) => {
        const waiting: (() => void)[] = [];
        ollama.script = ({ say, done }) => {
          waiting.push(() => {
            say('Une liste s’écrit entre crochets.');
            done();
          });
        };
        const first = ask(client, learner, freshQuestion());
        await waitFor(() => waiting.length === 1, { what: 'the first question reaches the model' });
        const stream = client.subscribe(answerStreamSubscription, { input: freshQuestion() }, classmate);
        expect((await stream.next()).value.data.answerStream).toEqual({ delta: null, queuePosition: 1, answer: null });
        waiting[0]?.();
        await waitFor(() => waiting.length === 2, { what: 'the second question reaches the model' });
        waiting[1]?.();
        const rest = [];
        for await (const { data } of stream) rest.push(data.answerStream);
        expect(rest.at(-1).answer.mode).toBe('GENERATED');
        await first;
      },
      { RAG_MODEL_PARALLEL: '1' },
    );
  });
});
