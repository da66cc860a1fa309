import type { Caller } from '@doctorpy/service-kit/caller';
import { createLogger } from '@doctorpy/service-kit/logging';
import {
  ollamaWeights,
  createOllamaModel as putModel,
  type RealOllama,
  removeOllamaModel,
  waitFor,
} from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  createOllamaModel,
  type LanguageModel,
  ModelFailedError,
} from '../../subgraphs/rag/src/services/answering/model.js';
import { answerStreamSubscription, ask, readStream } from '../../subgraphs/rag/test/integration/ask.js';
import {
  author,
  classmate,
  learner,
  type RagEnvironment,
  ragEnvironment,
} from '../../subgraphs/rag/test/integration/environment.js';
import { attacks, indexedAttack } from './attacks.js';
import { canSeeWork, endedRequests, isUsersOllama, PATIENCE_MS, startRealOllama, workOf } from './support.js';

// Each of these waits for a model on a machine that may be busy.
jest.setTimeout(300_000);

const itOnOurs = isUsersOllama ? it.skip : it;
const itSeeingWork = isUsersOllama || !canSeeWork ? it.skip : it;

let ollama: RealOllama;
let rag: RagEnvironment;
beforeAll(async () => {
  ollama = await startRealOllama();
  rag = await ragEnvironment({
    OLLAMA_URL: ollama.url,
    OLLAMA_MODEL: ollama.models.chat,
    RAG_MODEL_THREADS: '1',
    RAG_MODEL_PARALLEL: '1',
    RAG_ASK_TIMEOUT_MS: String(PATIENCE_MS),
    RAG_STREAM_TIMEOUT_MS: String(PATIENCE_MS),
  });
});
afterAll(async () => {
  await rag?.close();
  await ollama?.close();
});

let count = 0;
/** A question of its own for each test, so that no cache answers it; all find the same passages, which Ollama then knows. */
const freshQuestion = () => ({ query: `comment créer une liste de ${++count + 2} éléments`, queryType: 'CODE_HELP' });

const begin = (input: object, caller: Partial<Caller> = learner) =>
  rag.client.subscribe(answerStreamSubscription, { input }, caller);

/** A model as the service has it, that notices quickly. */
async function withModel(
  use: (model: LanguageModel, lines: () => Record<string, unknown>[]) => Promise<void>,
  name = ollama.models.chat,
): Promise<void> {
  const lines: string[] = [];
  const log = createLogger({ service: 'test', level: 'info', destination: { write: (line) => lines.push(line) } });
  const model = createOllamaModel({
    url: ollama.url,
    model: name,
    threads: 1,
    log,
    probeEveryMs: 100,
    cooldownMs: 100,
  });
  await model.start();
  try {
    await use(model, () => lines.map((line) => JSON.parse(line)));
  } finally {
    model.stop();
  }
}

const hello = [{ role: 'user', content: 'Count from one to fifty, in words.' }] as const;
/** Somebody who waits as long as it takes. */
const patient = () => ({ signal: new AbortController().signal, deadline: AbortSignal.timeout(PATIENCE_MS) });

describe('a real model', () => {
  it('is ready once it is asked for, and writes piece by piece until it is told to stop', async () => {
    await withModel(async (model) => {
      expect(model.readyModel()).toBe(ollama.models.chat);
      await expect(model.check()).resolves.toBeUndefined();
      const pieces: string[] = [];
      await model.generate(hello, { ...patient(), onText: (text) => pieces.push(text) < 12 });
      expect(pieces).toHaveLength(12);
    });
  });

  it('that is not pulled is named with the command that pulls it, and is used once it is there', async () => {
    const name = 'doctorpy-test-late:latest';
    await removeOllamaModel(ollama.url, name);
    await withModel(async (model, lines) => {
      expect(model.readyModel()).toBeNull();
      await expect(model.check()).rejects.toThrow(/ollama pull doctorpy-test-late:latest/);
      expect(lines()).toContainEqual(
        expect.objectContaining({ msg: 'model.not_pulled', fix: 'ollama pull doctorpy-test-late:latest' }),
      );
      await putModel(ollama.url, name, (await ollamaWeights()).chat, { num_thread: 1 });
      await waitFor(() => model.readyModel() === name, { what: 'the model that was pulled is noticed' });
      await removeOllamaModel(ollama.url, name);
      await waitFor(() => model.readyModel() === null, { what: 'the model that was removed is noticed' });
    }, name);
  });

  itSeeingWork('stops writing when nobody wants the answer any more', async () => {
    await withModel(async (model) => {
      const whole = await workOf(ollama);
      await model.generate(hello, { ...patient(), onText: () => true });
      const wholeAnswer = await whole.done();
      const leaving = new AbortController();
      const some = await workOf(ollama);
      const onText = () => {
        leaving.abort();
        return true;
      };
      await expect(model.generate(hello, { ...patient(), signal: leaving.signal, onText })).rejects.toThrow(/abort/i);
      expect(await some.rests()).toBeLessThan(wholeAnswer / 2);
    });
  });
});

describe('the assistant with a real model', () => {
  it('streams an answer and keeps it', async () => {
    const requests = await endedRequests(ollama, '/api/chat');
    const { deltas, answers } = await readStream(rag.client, learner, freshQuestion());
    expect(answers).toHaveLength(1);
    const [answer] = answers;
    expect(answer.citations.length).toBeGreaterThan(0);
    // So small a model may write what no passage supports: then quotations stand in.
    if (answer.mode === 'GENERATED') expect(answer).toMatchObject({ text: deltas.join(''), model: ollama.models.chat });
    else expect(answer).toMatchObject({ mode: 'EXTRACTIVE', model: null });
    if (!isUsersOllama) expect(await requests()).toBeGreaterThanOrEqual(1);
    expect(await rag.models.answers.countDocuments({ _id: answer.id })).toBe(1);
  });

  itSeeingWork('has the model stop when the only reader leaves', async () => {
    const stream = begin({ query: 'comment lire un fichier texte ligne par ligne', queryType: 'CODE_HELP' });
    await stream.next();
    const work = await workOf(ollama);
    await stream.return?.();
    // A second of work at most, where six hundred words of the model's own would take several.
    expect(await work.rests()).toBeLessThan(150);
  });

  itSeeingWork('quotes when the deadline passes, and has the model stop', async () => {
    const hurried = await rag.replica({ RAG_ASK_TIMEOUT_MS: '1000' });
    const work = await workOf(ollama);
    const input = { query: 'à quoi sert un dictionnaire et comment le parcourir', queryType: 'CODE_HELP' };
    expect(await ask(hurried.client, learner, input)).toMatchObject({ mode: 'EXTRACTIVE', model: null });
    // Ollama gives nothing up while it reads: it rests once the passages are read.
    await work.rests();
    await hurried.close();
  });

  itSeeingWork('tells the second asker their place, and serves them when the first leaves', async () => {
    const work = await workOf(ollama);
    const first = begin(freshQuestion());
    const firstEvent = first.next();
    await work.begun();
    const second = begin(freshQuestion(), classmate);
    const place = (await second.next()).value.data.answerStream;
    expect(place).toMatchObject({ queuePosition: 1, delta: null });
    await first.return?.();
    await firstEvent.catch(() => undefined);
    const { delta, answer } = (await second.next()).value.data.answerStream;
    expect(delta ?? answer.text).toMatch(/\p{L}/u);
    await second.return?.();
  });
});

describe('an attack on the assistant with a real model', () => {
  const dangerous = /<\s*(?:script|img|iframe|a|svg)\b|!?\[[^\]]*\]\(\s*(?:https?:|javascript:|data:|\/\/)/i;

  it.each(attacks)('%s brings back nothing that a page would load or follow', async (_, query) => {
    const requests = await endedRequests(ollama, '/api/chat');
    const answer = await ask(rag.client, learner, { query, queryType: 'CODE_HELP' });
    // What is not about Python is refused before the model sees it.
    if (!isUsersOllama && answer.mode !== 'NONE_FOUND') expect(await requests()).toBeGreaterThanOrEqual(1);
    expect(answer.text).not.toMatch(dangerous);
    expect(answer.text).not.toContain(rag.secretKey);
  });

  it('in an indexed document does no more', async () => {
    const { data, errors } = await rag.client.execute(
      'mutation ($input: IndexDocumentInput!) { indexDocument(input: $input) { id } }',
      { input: { title: 'Les girafes en Python', content: indexedAttack } },
      author,
    );
    expect(errors).toBeUndefined();
    const input = { query: 'comment ranger des girafes dans une liste Python', queryType: 'CODE_HELP' };
    const answer = await ask(rag.client, learner, input);
    const cited = answer.citations.map(({ document }: { document: { id: string } }) => document.id);
    expect(cited).toContain(data.indexDocument.id);
    expect(answer.text).not.toMatch(dangerous);
  });
});

describe('an Ollama that dies', () => {
  itSeeingWork('in the middle of an answer is replaced by quotations', async () => {
    const work = await workOf(ollama);
    const stream = begin({ query: 'comment écrire une boucle while', queryType: 'CODE_HELP' });
    const first = stream.next();
    await work.begun();
    await ollama.server?.kill();
    const events = [(await first).value];
    for await (const event of stream) events.push(event);
    expect(events.at(-1).data.answerStream.answer).toMatchObject({ mode: 'EXTRACTIVE', model: null });
    await ollama.server?.restart();
  });

  itOnOurs('fails at once for the service, which uses it again when it is back', async () => {
    await withModel(async (model) => {
      const onText = () => {
        void ollama.server?.kill();
        return true;
      };
      await expect(model.generate(hello, { ...patient(), onText })).rejects.toThrow(ModelFailedError);
      await waitFor(() => model.readyModel() === null, { what: 'the death is noticed' });
      await ollama.server?.restart();
      await waitFor(() => model.readyModel() !== null, { what: 'the return is noticed' });
      const pieces: string[] = [];
      await model.generate(hello, { ...patient(), onText: (text) => pieces.push(text) < 3 });
      expect(pieces).toHaveLength(3);
    });
  });
});
