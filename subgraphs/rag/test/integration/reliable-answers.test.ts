import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrader, createGraderClient, type Grader, type GraderClient } from '@doctorpy/grader';
import { answering, type ScriptedOllama, startScriptedOllama } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Attack, attackerHost, attacks, questKey } from '../fixtures/attacks.js';
import { ask, readStream } from './ask.js';
import { author, learner, type RagEnvironment, ragEnvironment } from './environment.js';

const model = 'scripted:1b';
const sentence = 'Pour créer une liste, écrivez ses éléments entre crochets, séparés par des virgules.';
let folder: string;
let grader: Grader;
let client: GraderClient;
/** Whom rag asks: the grader, or one that is away. */
let asked: GraderClient;
let ollama: ScriptedOllama;
let rag: RagEnvironment;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rag-answers-'));
  const socketPath = join(folder, 'grader.sock');
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  grader = await createGrader({ socketPath, log: silent, interpreters: 1, runners: 1, deadlineMs: 30_000 });
  await grader.listen();
  client = createGraderClient({ socketPath, timeoutMs: 40_000 });
  asked = client;
  ollama = await startScriptedOllama(model, answering(sentence));
  rag = await ragEnvironment(
    { OLLAMA_URL: ollama.url, OLLAMA_MODEL: model },
    { grader: { check: (code) => asked.check(code) } },
  );
}, 180_000);
afterAll(async () => {
  await rag.close();
  await ollama.close();
  await client.close();
  await grader.close();
  await rm(folder, { recursive: true, force: true });
});

/** A question of its own for each test, so that no cache answers it. */
const freshQuery = (more = '') => `comment créer une liste ${more} de ${++count} éléments`;

describe('a generated answer', () => {
  it('shows Python that Python can read: what cannot be is mended first, and the stream waits for it', async () => {
    const good = '```python\nnotes = [12, 7]\nprint(notes[0])\n```';
    const broken = '```python\nnotes = [12, 7\nprint(notes[0])\n```';
    ollama.script = (chat) =>
      answering(chat.prompt.includes('Vous corrigez') ? good : `${sentence}\n\n${broken}\n\nÀ vous !`)(chat);
    const { deltas, answers } = await readStream(rag.client, learner, { query: freshQuery(), queryType: 'CODE_HELP' });
    expect(answers[0]).toMatchObject({ mode: 'GENERATED', text: `${sentence}\n\n${good}\n\nÀ vous !` });
    expect(deltas.join('')).toBe(answers[0].text);
    ollama.script = answering(`${sentence}\n\n${broken}`);
    const { text } = await ask(rag.client, learner, { query: freshQuery(), queryType: 'CODE_HELP' });
    expect(text).toMatch(/\n```\n\n> ⚠ Python ne peut pas lire ce code tel quel \(ligne \d+\)\. \S/);
  });

  it('is given unchecked, without a word of it, while the grader is away', async () => {
    const away = createGraderClient({ socketPath: join(folder, 'nobody.sock') });
    const broken = '```python\nnotes = [12, 7\n```';
    ollama.script = answering(`${sentence}\n\n${broken}`);
    asked = away;
    try {
      const { text } = await ask(rag.client, learner, { query: freshQuery(), queryType: 'CODE_HELP' });
      expect(text).toBe(`${sentence}\n\n${broken}`);
    } finally {
      asked = client;
      await away.close();
    }
  });

  it('leads to the lesson that it cites, and nowhere else', async () => {
    ollama.script = answering(
      `${sentence} Relisez [la leçon](/lessons/listes) ou [le cours](https://${attackerHost}/).`,
    );
    const { text, citations } = await ask(rag.client, learner, { query: freshQuery(), queryType: 'CONCEPT' });
    expect(text).toBe(`${sentence} Relisez [la leçon](/lessons/listes) ou le cours.`);
    expect(citations.map(({ url }: { url: string }) => url)).toContain('/lessons/listes');
  });
});

describe('an attack that the model obeys', () => {
  const obey = ({ obeyed }: Attack) => {
    ollama.script = (chat) => {
      const [system] = chat.body.messages as { content: string }[];
      answering(...(obeyed(system?.content ?? '').match(/[\s\S]{1,40}/g) ?? []))(chat);
    };
  };
  const expectContained = ({ forbidden, name }: Attack, text: string) => {
    for (const one of forbidden) {
      const isThere = typeof one === 'string' ? text.includes(one) : one.test(text);
      expect({ name, one, isThere }).toEqual({ name, one, isThere: false });
    }
    expect(text).not.toContain(attackerHost);
  };
  // One in four: all of them are put to the same checks in the unit tests. What quest keeps is a test of its own.
  const typed = attacks
    .filter(({ where, forbidden }) => where === 'question' && !forbidden.includes(questKey))
    .filter((_attack, index) => index % 4 === 0);

  it('reaches no learner by a question', async () => {
    const before = ollama.chats.length;
    for (const attack of typed) {
      obey(attack);
      // Whatever a question was to make it say: most attacks as typed find no lesson, and never reach a model.
      const input = { query: freshQuery(), queryType: 'CONCEPT', language: attack.language };
      const { deltas, answers } = await readStream(rag.client, learner, input);
      expectContained(attack, deltas.join(''));
      expectContained(attack, answers[0].text);
    }
    expect(ollama.chats.length - before).toBe(typed.length);
  });

  it('reaches no learner by a document, nor by an earlier turn', async () => {
    const planted = attacks.filter(({ where }) => where === 'document').slice(0, 4);
    const mutation = 'mutation ($input: IndexDocumentInput!) { indexDocument(input: $input) { id status } }';
    const content = `# Créer une liste vide\n\nPour créer une liste vide, écrivez deux crochets.\n\n${planted.map(({ text }) => text).join('\n\n')}`;
    const input = { title: 'Créer une liste vide', content, language: 'fr', source: 'piège' };
    const { data } = await rag.client.execute(mutation, { input }, author);
    expect(data.indexDocument.status).toBe('READY');
    for (const attack of planted) {
      obey(attack);
      const { text } = await ask(rag.client, learner, { query: freshQuery('vide'), queryType: 'CONCEPT' });
      expectContained(attack, text);
    }
    ollama.script = answering(sentence);
    const { conversationId } = await ask(rag.client, learner, { query: freshQuery(), queryType: 'CONCEPT' });
    for (const attack of attacks.filter(({ where }) => where === 'history')) {
      obey(attack);
      const { text } = await ask(rag.client, learner, { query: freshQuery(), queryType: 'CONCEPT', conversationId });
      expectContained(attack, text);
    }
  });
});
