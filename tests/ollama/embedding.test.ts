import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import {
  createOllamaModel,
  ollamaWeights,
  type RealOllama,
  startProcess,
  testDatabase,
  waitFor,
} from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Connection } from 'mongoose';
import { migrations } from '../../subgraphs/rag/src/migrations/index.js';
import { createModels, type Models } from '../../subgraphs/rag/src/models/index.js';
import type { Embedder } from '../../subgraphs/rag/src/services/retrieval/embedder.js';
import { lessonPassages } from '../../subgraphs/rag/test/lesson-passages.js';
import { meaningOf, type SearchByMeaning } from './search-by-meaning.js';
import { isUsersOllama, PATIENCE_MS, startRealOllama } from './support.js';

jest.setTimeout(300_000);
const itOnOurs = isUsersOllama ? it.skip : it;

let ollama: RealOllama;
let connection: Connection;
let models: Models;
let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  [ollama, database] = await Promise.all([startRealOllama(), testDatabase()]);
  const log = silentLogger();
  connection = await connectMongo({ url: database.url, database: database.database, log });
  await runMigrations(connection, migrations, log);
  models = createModels(connection);
});
afterAll(async () => {
  await connection?.close();
  await database?.drop();
  await ollama?.close();
});

let open: SearchByMeaning[];
beforeEach(async () => {
  open = [];
  await Promise.all([models.passages, models.passageVectors, models.embeddingLeases].map((each) => each.deleteMany()));
});
afterEach(() => Promise.all(open.map((search) => search.stop())));

/** The search of one process, and the texts it had embedded. */
function search(model = ollama.models.embedding): SearchByMeaning & { embedded: string[] } {
  const embedded: string[] = [];
  const counting = (embedder: Embedder): Embedder => ({
    ...embedder,
    async embed(texts, signal) {
      const vectors = await embedder.embed(texts, signal);
      embedded.push(...texts);
      return vectors;
    },
  });
  const made = meaningOf({ models, url: ollama.url, model, counting });
  open.push(made);
  return { ...made, embedded };
}

async function write(texts: readonly string[]): Promise<void> {
  await models.passages.deleteMany();
  await models.passages.insertMany(
    texts.map((text, position) => ({
      ...{ _id: `d#${position}`, documentId: 'd', title: 'Document', headings: [], text, position },
      ...{ language: 'fr', category: null, tags: [] },
    })),
  );
  await models.indexState.updateOne({ _id: 'passages' }, { $inc: { version: 1 } }, { upsert: true });
}

const vectorsStored = () => models.passageVectors.countDocuments();
const stored = (count: number) =>
  waitFor(async () => (await vectorsStored()) === count, {
    what: `${count} vectors are stored`,
    timeoutMs: PATIENCE_MS,
  });
const someLessons = async (count: number) => (await lessonPassages()).slice(0, count).map(({ text }) => text);

describe('search by meaning with a real embedding model', () => {
  it('finds a passage that shares no word with the question', async () => {
    await write([
      'A loop runs the same instructions several times.',
      'A dictionary maps each key to a value.',
      'Cats purr when they are happy.',
    ]);
    const { index } = search();
    await index.start();
    const best = await waitFor(
      async () => {
        const { hits } = await index.current().search('animals that sleep', { limit: 1, nearest: true });
        return hits[0]?.similarity == null ? null : hits[0];
      },
      { what: 'vectors are in use', timeoutMs: PATIENCE_MS },
    );
    expect(best.passage.text).toMatch(/^Cats/);
  });

  it('goes on where a process was killed, and embeds nothing twice', async () => {
    const texts = await someLessons(60);
    await write(texts);
    const doomed = await startProcess({
      script: 'tests/ollama/embedding-process.ts',
      args: [database.url, database.database, ollama.url, ollama.models.embedding],
    });
    await waitFor(async () => (await vectorsStored()) >= 16, { what: 'some are made', timeoutMs: PATIENCE_MS });
    await doomed.kill();
    const kept = await vectorsStored();
    expect(kept).toBeLessThan(texts.length);
    const { index, embedded } = search();
    await index.start();
    await stored(texts.length);
    expect(embedded).toHaveLength(texts.length - kept);
  });

  it('embeds everything anew for another model, also for one of the same name', async () => {
    const texts = await someLessons(6);
    await write(texts);
    const { index, embedded } = search();
    await index.start();
    await stored(texts.length);
    const before = await models.passageVectors.distinct('model');
    const weights = (await ollamaWeights()).embedding;
    await createOllamaModel(ollama.url, ollama.models.embedding, weights, { num_thread: 1, num_ctx: 384 });
    await waitFor(
      async () => {
        const now = await models.passageVectors.distinct('model');
        return now.length === 1 && now[0] !== before[0] && (await vectorsStored()) === texts.length;
      },
      { what: 'only vectors of the new model are left', timeoutMs: PATIENCE_MS },
    );
    expect(embedded).toHaveLength(2 * texts.length);
  });

  itOnOurs('answers by words while the server is dead, and makes the rest when it is back', async () => {
    const texts = await someLessons(40);
    await write(texts);
    const { index } = search();
    await index.start();
    await waitFor(async () => (await vectorsStored()) >= 8, { what: 'some are made', timeoutMs: PATIENCE_MS });
    await ollama.server?.kill();
    const { hits } = await index.current().search('liste', { limit: 1, nearest: true });
    expect(hits).toHaveLength(1);
    await ollama.server?.restart();
    await stored(texts.length);
  });
});
