import { AnswerStreamDocument } from '@doctorpy/client';
import type { RealOllama } from '@doctorpy/testkit';
import { waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { dataOf, type Platform, startPlatform } from '../e2e/support/platform.js';
import { canSeeWork, isUsersOllama, PATIENCE_MS, startRealOllama, workOf } from './support.js';

jest.setTimeout(300_000);
const itSeeingWork = isUsersOllama || !canSeeWork ? it.skip : it;

let ollama: RealOllama;
let platform: Platform;
beforeAll(async () => {
  ollama = await startRealOllama();
  platform = await startPlatform({
    environment: { OLLAMA_URL: ollama.url, OLLAMA_MODEL: ollama.models.chat, RAG_MODEL_THREADS: '1' },
  });
});
afterAll(async () => {
  await platform?.stop();
  await ollama?.close();
});

const ragHealth = async () => {
  const response = await fetch(`http://127.0.0.1:${platform.opsPorts.rag}/health`);
  return (await response.json()) as { dependencies: Record<string, { ok: boolean; error?: string }> };
};

it('streams an answer of a real model through the gateway', async () => {
  expect((await ragHealth()).dependencies.model).toMatchObject({ ok: true });
  const lea = await platform.learner('Léa');
  const input = { query: 'comment créer une liste' };
  const texts: string[] = [];
  let mode: string | null = null;
  for await (const result of lea.client.subscribe(AnswerStreamDocument, { input })) {
    const { delta, answer } = dataOf(result).answerStream;
    if (delta) texts.push(delta);
    if (answer) mode = answer.mode;
  }
  expect(texts.join('')).toMatch(/\p{L}/u);
  expect(['GENERATED', 'EXTRACTIVE']).toContain(mode);
});

itSeeingWork('has the model stop when a learner closes the page', async () => {
  const tom = await platform.learner('Tom');
  const input = { query: 'comment créer une liste de trois éléments' };
  const stream = tom.client.subscribe(AnswerStreamDocument, { input });
  await stream.next();
  const work = await workOf(ollama);
  await stream.return?.();
  // A second of work at most, where the six hundred words that it may write would take several.
  expect(await work.rests()).toBeLessThan(150);
});

itSeeingWork('tells operators when the server is away, and when it is back', async () => {
  await ollama.server?.kill();
  const isReady = (ok: boolean) => async () => (await ragHealth()).dependencies.model?.ok === ok;
  await waitFor(isReady(false), { what: 'the health report says so', timeoutMs: PATIENCE_MS });
  await ollama.server?.restart();
  await waitFor(isReady(true), { what: 'the health report says so', timeoutMs: PATIENCE_MS });
});
