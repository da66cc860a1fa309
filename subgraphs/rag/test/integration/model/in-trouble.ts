import { createLogger, silentLogger } from '@doctorpy/service-kit/logging';
import { answering, startScriptedOllama, waitFor } from '@doctorpy/testkit';
import { describe, expect, it } from '@jest/globals';
import { createOllamaModel } from '../../../src/services/answering/model.js';
import { answerStreamSubscription, ask, readStream } from '../ask.js';
import { learner } from '../environment.js';
import { freshQuestion, good, ollama, rag, withFreshModel } from './scripted.js';

describe('a model in trouble', () => {
  it.each([
    ['fails', ({ fail }: { fail(status: number): void }) => fail(500)],
    [
      'breaks off in the middle',
      ({ say, breakOff }: { say(t: string): void; breakOff(): void }) => {
        say('Une liste s’écrit entre crochets. Puis');
        breakOff();
      },
    ],
    ['says nothing', answering('')],
    ['says nothing but signs', answering('…', ' !!! [1]')],
  ])('that %s is replaced by quotations, for the stream as well', async (_what, script) => {
    await withFreshModel(async (client) => {
      ollama.script = script;
      const { answers } = await readStream(client, learner, freshQuestion());
      expect(answers[0]).toMatchObject({ mode: 'EXTRACTIVE', model: null });
      expect(answers[0].text).toMatch(/^Voici ce qu’explique la leçon « Les listes »/);
    });
  });

  it('that fails is left alone for the next questions, and costs the asker nothing', async () => {
    await withFreshModel(
      async (client) => {
        ollama.script = ({ fail }) => fail(500);
        const before = ollama.chats.length;
        const pupil = { ...learner, userId: 'was-failed' };
        const query = `mutation ($input: AskInput!) { ask(input: $input) { mode askQuota { generatedRemaining } } }`;
        const failed = { mode: 'EXTRACTIVE', askQuota: { generatedRemaining: 1 } };
        expect((await client.execute(query, { input: freshQuestion() }, pupil)).data.ask).toEqual(failed);
        ollama.script = good;
        expect((await client.execute(query, { input: freshQuestion() }, pupil)).data.ask).toEqual(failed);
        expect(ollama.chats).toHaveLength(before + 1);
      },
      { RAG_GENERATION_LIMIT_LEARNER: '1' },
    );
  });

  it('that is too slow for one impatient question is given up, and put the next one all the same', async () => {
    await withFreshModel(
      async (client) => {
        ollama.script = () => {};
        const before = ollama.chats.length;
        expect((await ask(client, learner, freshQuestion())).mode).toBe('EXTRACTIVE');
        ollama.script = good;
        expect((await ask(client, learner, freshQuestion())).mode).toBe('GENERATED');
        expect(ollama.chats).toHaveLength(before + 2);
      },
      { RAG_ASK_TIMEOUT_MS: '1000' },
    );
  });

  it('that has no place in its line costs those who are sent away nothing', async () => {
    await withFreshModel(
      async (client) => {
        let finish = () => {};
        ollama.script = ({ say, done }) => {
          finish = () => {
            say('Une liste s’écrit entre crochets.');
            done();
          };
        };
        const before = ollama.chats.length;
        const first = ask(client, { ...learner, userId: 'came-first' }, freshQuestion());
        await waitFor(() => ollama.chats.length > before, { what: 'the first question reaches the model' });
        const waiting = client.subscribe(
          answerStreamSubscription,
          { input: freshQuestion() },
          { ...learner, userId: 'waits' },
        );
        expect((await waiting.next()).value.data.answerStream.queuePosition).toBe(1);
        const query = `mutation ($input: AskInput!) { ask(input: $input) { mode askQuota { generatedRemaining } } }`;
        const late = { ...learner, userId: 'came-late' };
        const { data } = await client.execute(query, { input: freshQuestion() }, late);
        expect(data.ask).toEqual({ mode: 'EXTRACTIVE', askQuota: { generatedRemaining: 5 } });
        await waiting.return?.();
        finish();
        await first;
      },
      { RAG_MODEL_PARALLEL: '1', RAG_MODEL_QUEUE: '1', RAG_GENERATION_LIMIT_LEARNER: '5' },
    );
  });

  it('that repeats itself is stopped', async () => {
    ollama.script = ({ say }) => {
      for (let times = 0; times < 20; times++) say('Une liste est une liste de listes.\n');
    };
    const answer = await ask(rag.client, learner, freshQuestion());
    expect(answer.mode).toBe('GENERATED');
    expect(answer.text.match(/Une liste est/g)?.length).toBeLessThanOrEqual(20);
    await waitFor(() => ollama.abandoned.includes(ollama.chats.at(-1) as never), { what: 'the request is given up' });
  });

  it('that was never pulled is not asked', async () => {
    const before = ollama.chats.length;
    const answer = await withFreshModel((client) => ask(client, learner, freshQuestion()), { OLLAMA_MODEL: 'other' });
    expect(answer.mode).toBe('EXTRACTIVE');
    expect(ollama.chats).toHaveLength(before);
  });

  it('that was never pulled is named in the log with the command that pulls it', async () => {
    const lines: string[] = [];
    const log = createLogger({ service: 'test', level: 'info', destination: { write: (line) => lines.push(line) } });
    const absent = createOllamaModel({ url: ollama.url, model: 'other:7b', threads: null, log });
    await absent.start();
    absent.stop();
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ msg: 'model.not_pulled', model: 'other:7b', fix: 'ollama pull other:7b' }),
    ]);
    await expect(absent.check()).rejects.toThrow(/other:7b is missing/);
  });

  it('that appears later is used from then on', async () => {
    const late = await startScriptedOllama('late:1b', good);
    late.models = [];
    const log = silentLogger();
    const lateModel = createOllamaModel({ url: late.url, model: 'late:1b', threads: null, log, probeEveryMs: 20 });
    await lateModel.start();
    expect(lateModel.readyModel()).toBeNull();
    late.models = ['late:1b'];
    await waitFor(() => lateModel.readyModel() === 'late:1b', { what: 'the pulled model is noticed' });
    lateModel.stop();
    await late.close();
  });

  it('does not leave its quoted stand-in in the cache of generated answers', async () => {
    const question = freshQuestion();
    const quoted = await withFreshModel((client) => {
      ollama.script = ({ fail }) => fail(500);
      return ask(client, learner, question);
    });
    expect(quoted.mode).toBe('EXTRACTIVE');
    ollama.script = good;
    const generated = await ask(rag.client, learner, question);
    expect(generated).toMatchObject({ mode: 'GENERATED', fromCache: false });
  });
});
