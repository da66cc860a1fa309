import type { Worker } from 'node:worker_threads';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { testDatabase, waitFor } from '@doctorpy/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { migrations } from '../../src/migrations/index.js';
import { createModels, type Models } from '../../src/models/index.js';
import { createEmbedder } from '../../src/services/retrieval/embedder.js';
import { createEmbeddingLease } from '../../src/services/retrieval/embedding-lease.js';
import { emptyVocabulary } from '../../src/services/retrieval/glossary.js';
import { createPassageIndex, type PassageIndex } from '../../src/services/retrieval/passage-index.js';
import { createPassageVectors, type PassageVectors } from '../../src/services/retrieval/passage-vectors.js';
import { startIndexThread } from '../../src/services/retrieval/thread-engine.js';
import { createVectorStore } from '../../src/services/retrieval/vector-store.js';
import { type ScriptedEmbeddings, startScriptedEmbeddings } from './scripted-embeddings.js';

let connection: Connection;
let models: Models;
let drop: () => Promise<void>;
const log = silentLogger();
beforeAll(async () => {
  const database = await testDatabase();
  drop = database.drop;
  connection = await connectMongo({ url: database.url, database: database.database, log });
  await runMigrations(connection, migrations, log);
  models = createModels(connection);
});
afterAll(async () => {
  await connection.close();
  await drop();
});
beforeEach(async () => {
  await Promise.all([models.passages, models.passageVectors, models.embeddingLeases].map((each) => each.deleteMany()));
});

/** Replaces the passages, as indexing does: with the next version of the index. */
async function write(...texts: string[]): Promise<void> {
  await models.passages.deleteMany();
  await models.passages.insertMany(
    texts.map((text, position) => ({
      ...{ _id: `d#${position}`, documentId: 'd', title: 'Un document', headings: [], text, position },
      ...{ language: 'fr', category: null, tags: [] },
    })),
  );
  await models.indexState.updateOne({ _id: 'passages' }, { $inc: { version: 1 } }, { upsert: true });
}

const textsOf = async (index: PassageIndex, query: string) =>
  (await index.current().search(query, { limit: 5, nearest: true })).hits.map(({ passage }) => passage.text);

describe('the passage index', () => {
  let index: PassageIndex;
  let threads: Worker[];
  let isOutOfThreads: boolean;
  beforeEach(() => {
    threads = [];
    isOutOfThreads = false;
    const thread = () => {
      if (isOutOfThreads) throw new Error('no thread can be started');
      const worker = startIndexThread();
      threads.push(worker);
      return worker;
    };
    index = createPassageIndex({ models, vocabulary: emptyVocabulary, log, thread });
  });
  afterEach(() => index.stop());

  it('finds nothing before it is built', async () => {
    expect(await textsOf(index, 'liste')).toEqual([]);
  });

  it('follows the passages, and answers from what it has until the next index is built', async () => {
    await write('Une liste.');
    await index.refresh();
    const before = index.current();
    await write('Une boucle.', 'Une fonction.');
    const building = index.refresh();
    expect((await before.search('liste', { limit: 1, nearest: true })).hits).toHaveLength(1);
    await building;
    expect(index.current()).toMatchObject({ size: 2, version: before.version + 1 });
    expect(await textsOf(index, 'boucle')).toEqual(['Une boucle.']);
    // Whoever still holds the old one is answered by its successor.
    const late = await before.search('fonction', { limit: 1, nearest: true });
    expect(late.hits[0]?.passage.text).toBe('Une fonction.');
  });

  it('uses no more than two threads, however often the passages change', async () => {
    for (const text of ['Une liste.', 'Une boucle.', 'Une fonction.', 'Une classe.']) {
      await write(text);
      await index.refresh();
      expect(await textsOf(index, text)).toEqual([text]);
    }
    expect(threads.length).toBeLessThanOrEqual(2);
  });

  it('survives the death of its thread: a question asked meanwhile is answered by the next one', async () => {
    await write('Une liste.');
    await index.refresh();
    const asked = textsOf(index, 'liste');
    await threads[0]?.terminate();
    expect(await asked).toEqual(['Une liste.']);
    expect(await textsOf(index, 'liste')).toEqual(['Une liste.']);
  });

  it('says that it cannot answer, and not that it found nothing, while no thread can take the place of a dead one', async () => {
    await write('Une liste.');
    await index.refresh();
    isOutOfThreads = true;
    await threads[0]?.terminate();
    await expect(textsOf(index, 'liste')).rejects.toThrow(/no thread/);
    await expect(textsOf(index, 'liste')).rejects.toThrow(/no thread/);
    isOutOfThreads = false;
    expect(await textsOf(index, 'liste')).toEqual(['Une liste.']);
  });

  it('survives the failure of the thread that is not in use', async () => {
    for (const text of ['Une liste.', 'Une boucle.']) {
      await write(text);
      await index.refresh();
    }
    const [spare] = threads;
    const ended = new Promise((resolve) => spare?.once('exit', resolve));
    spare?.postMessage({ kind: 'passages' });
    await ended;
    await write('Une fonction.');
    await index.refresh();
    expect(await textsOf(index, 'fonction')).toEqual(['Une fonction.']);
    expect(threads).toHaveLength(3);
  });

  it('builds nothing once it is stopped', async () => {
    await write('Une liste.');
    await index.refresh();
    await index.stop();
    await write('Une boucle.');
    await index.refresh();
    expect(threads).toHaveLength(1);
  });

  it('keeps the old index when a new one cannot be built, and tries again', async () => {
    await write('Une liste.');
    await index.refresh();
    await write('Une boucle.');
    const failing = index.refresh();
    await waitFor(() => threads[1], { what: 'the second thread is started' });
    await threads[1]?.terminate();
    await expect(failing).rejects.toThrow(/thread/);
    expect(await textsOf(index, 'liste')).toEqual(['Une liste.']);
    await index.refresh();
    expect(await textsOf(index, 'boucle')).toEqual(['Une boucle.']);
  });
});

describe('the vectors of passages', () => {
  let server: ScriptedEmbeddings;
  let index: PassageIndex;
  let vectors: PassageVectors;
  let unavailable: number;
  const vectorsOf = (model: string): PassageVectors =>
    createPassageVectors({
      embedder: createEmbedder({ url: server.url, model, threads: 1 }),
      store: createVectorStore(models),
      lease: createEmbeddingLease(models, 600),
      log,
      weight: 0.3,
      retryMs: 20,
      identifyEveryMs: 20,
      onUnavailable: () => {
        unavailable += 1;
      },
    });
  const open = (model = 'letters') => {
    unavailable = 0;
    vectors = vectorsOf(model);
    index = createPassageIndex({ models, vocabulary: emptyVocabulary, log, vectors });
  };
  const embedded = () => server.answered.flat();
  const filled = (count: number, model = 'letters@first') =>
    waitFor(async () => (await models.passageVectors.countDocuments({ model })) === count, {
      what: `${count} vectors of ${model} are stored`,
    });
  const similarity = async (query: string) =>
    (await index.current().search(query, { limit: 1, nearest: true })).hits[0]?.similarity ?? null;

  beforeEach(async () => {
    server = await startScriptedEmbeddings();
    open();
  });
  afterEach(async () => {
    await Promise.all([vectors.stop(), index.stop()]);
    await server.close();
  });

  it('are made beside the index, join it, and find what shares no word with the question', async () => {
    await write('aaa bbb', 'xyz');
    await index.start();
    await waitFor(async () => (await similarity('bab aba')) !== null, { what: 'a passage is found by its vector' });
    expect(await textsOf(index, 'bab aba')).toContain('aaa bbb');
    expect(await similarity('bab aba')).toBeGreaterThan(0.1);
  });

  it('are made once: a restart makes what is missing, and a question is asked of the model once', async () => {
    await write('aaa', 'bbb');
    await index.start();
    await filled(2);
    await Promise.all([vectors.stop(), index.stop()]);
    await write('aaa', 'bbb', 'ccc');
    open();
    await index.start();
    await filled(3);
    expect(server.answered.flat().filter((text) => text.endsWith('aaa'))).toHaveLength(1);
    await waitFor(async () => (await similarity('abc')) !== null, { what: 'vectors are in use' });
    await similarity('abc');
    expect(server.answered.flat().filter((text) => text === 'abc')).toHaveLength(1);
  });

  it('are made anew for another model, and those of passages that are gone are removed', async () => {
    await write('aaa', 'bbb');
    await index.start();
    await filled(2);
    await Promise.all([vectors.stop(), index.stop()]);
    await write('aaa');
    open('other');
    await index.start();
    await filled(1, 'other@other');
    await filled(0);
  });

  it('are done without while the model is away, and made when it is there', async () => {
    server.isAway = true;
    await write('Une liste.');
    await index.start();
    expect(await textsOf(index, 'liste')).toEqual(['Une liste.']);
    await waitFor(() => unavailable > 0, { what: 'the absence is counted' });
    expect(await similarity('liste')).toBeNull();
    server.isAway = false;
    await filled(1);
    await waitFor(async () => (await similarity('liste')) !== null, { what: 'vectors are in use' });
  });

  it('are made anew when another model is pulled under the same name, and compared with nothing of the old one', async () => {
    await write('aaa', 'bbb');
    await index.start();
    await filled(2);
    await waitFor(async () => (await similarity('abc')) !== null, { what: 'vectors are in use' });
    server.digests.letters = 'second';
    await filled(2, 'letters@second');
    await filled(0, 'letters@first');
    await waitFor(async () => (await similarity('abc')) !== null, { what: 'the new vectors are in use' });
    await waitFor(() => embedded().filter((text) => text === 'abc').length === 2, {
      what: 'the question is embedded anew',
    });
  });

  it('are made by one process at a time: the others take what it made', async () => {
    let letGo = () => {};
    server.hold = new Promise((resolve) => {
      letGo = resolve;
    });
    const texts = Array.from({ length: 20 }, (_, number) => `texte ${number}`);
    await write(...texts);
    await index.start();
    await waitFor(() => models.embeddingLeases.countDocuments(), { what: 'one process is at it' });
    const others = vectorsOf('letters');
    const otherIndex = createPassageIndex({ models, vocabulary: emptyVocabulary, log, vectors: others });
    await otherIndex.start();
    letGo();
    await waitFor(
      async () => (await otherIndex.current().search('texte', { limit: 1, nearest: true })).hits[0]?.similarity != null,
      { what: 'the other process finds by meaning as well' },
    );
    const made = embedded().filter((text) => text.startsWith('Un document'));
    expect(made).toHaveLength(texts.length);
    await Promise.all([others.stop(), otherIndex.stop()]);
  });

  it('are made on by another process when the one that made them was killed', async () => {
    await write('aaa');
    await models.embeddingLeases.create({
      ...{ _id: 'letters@first', holder: 'a process that was killed' },
      expiresAt: new Date(Date.now() + 500),
    });
    await index.start();
    await filled(1);
  });

  it('of other passages are not held up by a text that the model refuses', async () => {
    server.refusedWord = 'interminable';
    await write('aaa', 'bbb', 'un texte interminable', 'ccc');
    await index.start();
    await filled(3);
    await waitFor(async () => (await similarity('abc')) !== null, { what: 'vectors are in use' });
    expect(unavailable).toBe(0);
  });
});
