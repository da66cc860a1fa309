import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGeneration, type Progress } from '../../../src/services/answering/generation.js';
import { createKnownLinks } from '../../../src/services/answering/known-links.js';
import { createOllamaModel } from '../../../src/services/answering/model.js';
import { createTurnstile } from '../../../src/services/answering/turnstile.js';
import { writeAnswer } from '../../../src/services/answering/writing.js';
import { createGlossary, emptyVocabulary } from '../../../src/services/retrieval/glossary.js';
import { passages, stream } from './checking.js';

const sentence = 'Pour créer une liste, écrivez ses éléments entre crochets.';

const found = { score: 1, coverage: 1, together: 1, similarity: null, matches: [] };

/** Says a text in small pieces, and why it ended. */
let server: Server;
let said = { text: '', reason: 'stop' };
let asked: Record<string, unknown> = {};
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked = JSON.parse(body);
    const line = (content: string, end: object) =>
      response.write(`${JSON.stringify({ message: { role: 'assistant', content }, done: false, ...end })}\n`);
    for (let at = 0; at < said.text.length; at += 4) line(said.text.slice(at, at + 4), {});
    line('', { done: true, done_reason: said.reason });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** The answer that a learner gets when a model says this, and what they were told of it meanwhile. */
async function answerOf(text: string, reason = 'stop') {
  said = { text, reason };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const generation = createGeneration({
    model: createOllamaModel({ url, model: 'scripted', threads: null, log: silentLogger() }),
    turnstile: createTurnstile({ atOnce: 1, waiting: 5 }),
    glossary: createGlossary(emptyVocabulary.entries),
  });
  const told: Progress[] = [];
  const answer = await writeAnswer(
    generation,
    {
      template: { template: '' } as Parameters<typeof writeAnswer>[1]['template'],
      ready: 'scripted',
      prompt: { messages: [], passages: passages.map((passage, rank) => ({ ...found, passage, rank })) },
      citations: [],
      links: createKnownLinks({ pages: [], publicUrl: null }),
    },
    { query: 'Comment créer une liste ?', language: 'fr' } as Parameters<typeof writeAnswer>[2],
    {
      userId: 'zoe',
      patienceMs: 60_000,
      signal: new AbortController().signal,
      log: silentLogger(),
      tell: (progress) => told.push(progress),
      mayShow: async () => true,
    },
  );
  const streamed = told.map((progress) => (progress.kind === 'delta' ? progress.text : '')).join('');
  return { text: answer?.text ?? null, streamed };
}

describe('an answer of the greatest length', () => {
  it('ends with a whole sentence and says that there is more', async () => {
    const { text, streamed } = await answerOf(`${sentence}\n\nPour ajouter un élément à la fin, utili`, 'length');
    expect(text).toBe(
      `${sentence}\n\nJe m’arrête ici, faute de place : demandez-moi la suite en nommant le point qui vous intéresse.`,
    );
    expect(streamed).toBe(text);
    expect((await answerOf(`${sentence}\n\nRegardez :\n\n\`\`\`python\nx = [1,`, 'length')).text).not.toContain('x =');
  });

  it('is told from one that merely lacks a full stop', async () => {
    expect((await answerOf(sentence.slice(0, -1))).text).toBe(sentence.slice(0, -1));
  });
});

describe('a model that repeats itself', () => {
  it('is stopped before it bores, and not in the middle of a word', async () => {
    const { text, streamed } = await answerOf(`${`${sentence} `.repeat(20)}`);
    expect(text).toBe(`${sentence} ${sentence}`);
    expect(streamed).toBe(text);
    expect(stream(`${sentence}\n`.repeat(5)).text).toBe(`${sentence}\n${sentence}`);
  });
});

describe('a model that thinks aloud', () => {
  it('is asked not to, and what it thinks is not its answer', async () => {
    expect(
      (await answerOf(`\n<think>\nL’élève veut une liste. Pour créer une liste…\n</think>\n\n${sentence}`)).text,
    ).toBe(sentence);
    expect(asked.think).toBe(false);
    expect((await answerOf(`<think>${sentence} ${sentence.replace('liste', 'petite liste')}`)).text).toBeNull();
  });

  it('may speak of the mark later on', async () => {
    const about = `${sentence} La liste \`["<think>"]\` a un élément.`;
    expect((await answerOf(about)).text).toBe(about);
  });
});
