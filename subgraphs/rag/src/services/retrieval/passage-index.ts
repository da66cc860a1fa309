import type { Worker } from 'node:worker_threads';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { ClientSession } from 'mongoose';
import type { Models } from '../../models/index.js';
import { emptyEngine } from './empty-engine.js';
import type { Passage, RetrievalEngine } from './engine.js';
import type { Vocabulary } from './glossary.js';
import type { PassageVectors } from './passage-vectors.js';
import { buildThreadEngine, IndexThreadLostError, startIndexThread, type ThreadEngine } from './thread-engine.js';

/**
 * Keeps this process's engine in step with the passages in Mongo. Each engine lives in a thread of its own, built beside the
 * one in use, so that searches never wait for a build; a thread that dies is replaced.
 */
export interface PassageIndex {
  /** The newest engine that is built. A search that loses its thread is put to the next one. */
  current(): RetrievalEngine;
  /** Builds a new engine if Mongo's passages changed since the last one; resolves when that is done. */
  refresh(): Promise<void>;
  /** Refreshes without waiting; a failure is logged and made good by the next poll. */
  nudge(): void;
  /** Loads the first engine, then polls, which heals whatever live notice was missed. */
  start(): Promise<void>;
  /** Ends the threads once the questions they were asked are answered. */
  stop(): Promise<void>;
}

/** What a passage index works with. */
export interface PassageIndexDeps {
  models: Models;
  vocabulary: Vocabulary;
  log: Logger;
  /** Vectors of passages and questions; left out, words alone decide. */
  vectors?: PassageVectors | null;
  /** How long another replica's change may stay unseen when its live notice is lost. @default 5000 */
  pollMs?: number;
  /** Starts the threads of indexes. */
  thread?: () => Worker;
}

/** Creates a passage index; it is empty until it is started or refreshed. */
export function createPassageIndex(deps: PassageIndexDeps): PassageIndex {
  const { models, vocabulary, log, vectors = null, pollMs = 5000, thread = startIndexThread } = deps;
  let live: ThreadEngine | null = null;
  /** The engine whose thread is gone: kept in its place, so that questions wait for the next one and are not told "nothing". */
  let lost: ThreadEngine | null = null;
  let spare: Worker | null = null;
  let vectorState = 0;
  let explanationState = 0;
  let building: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const index: PassageIndex = {
    current: () => (live ? steady(live) : emptyEngine),
    refresh() {
      // Nobody would end the thread of an index that is built now.
      if (stopped) return Promise.resolve();
      if (building) {
        // The build under way may have read Mongo before the change this call is about.
        again = true;
        return building;
      }
      building = build().finally(() => {
        building = null;
      });
      return building;
    },
    nudge() {
      index.refresh().catch((err: unknown) => log.warn({ err }, 'passage_index.refresh_failed'));
    },
    async start() {
      vectors?.onProgress(index.nudge);
      await index.refresh();
      timer = setInterval(index.nudge, pollMs);
      timer.unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await building?.catch(() => undefined);
      await Promise.all([live?.close(), spare?.terminate()]);
    },
  };
  return index;

  /** The engine as callers see it: what it promised is kept by its successor when its thread is gone. */
  function steady(engine: ThreadEngine): RetrievalEngine {
    return {
      size: engine.size,
      version: engine.version,
      async search(query, options) {
        const vector = (await vectors?.ofQuestion(query)) ?? null;
        const extras = { vector, ...(vectors && { vectorWeight: vectors.weight }) };
        try {
          return await engine.search(query, options, extras);
        } catch (error) {
          if (!(error instanceof IndexThreadLostError) || stopped) throw error;
          if (live === engine) await index.refresh();
          if (!live || live === engine) throw error;
          return live.search(query, options, extras);
        }
      },
    };
  }

  async function build(): Promise<void> {
    do {
      again = false;
      const session = await models.passages.db.startSession({ snapshot: true });
      try {
        const state = await models.indexState.findById('passages').session(session).lean();
        const version = state?.version ?? 0;
        const wantedVectors = vectors?.state() ?? 0;
        const wantedExplanations = state?.explanations ?? 0;
        const isCurrent = vectorState === wantedVectors && explanationState === wantedExplanations;
        if (live && live !== lost && live.version === version && isCurrent) continue;
        const sent: Passage[] = [];
        const next = await buildThreadEngine({
          portions: vectors ? remembered(livePassages(models, session), sent) : livePassages(models, session),
          version,
          vocabulary,
          vectors: vectors ? () => vectors.rowsOf(sent) : undefined,
          worker: takeThread(),
        });
        replace(next);
        vectorState = wantedVectors;
        explanationState = wantedExplanations;
        log.info({ version, passages: next.size, ...next.built }, 'passage_index.built');
        vectors?.fill(sent);
      } finally {
        await session.endSession();
      }
    } while (again && !stopped);
  }

  function takeThread(): Worker {
    const kept = spare;
    spare = null;
    return kept ?? watched(thread());
  }

  /** An error of a thread that nobody listens to, such as a spare one, would end the process. */
  function watched(worker: Worker): Worker {
    return worker.on('error', (err) => log.error({ err }, 'passage_index.thread_failed'));
  }

  /** Two threads take turns: one answers while the other builds. */
  function keepThread(worker: Worker | null): void {
    if (!worker) return;
    if (stopped || spare) void worker.terminate();
    else {
      spare = worker;
      worker.once('exit', () => {
        if (spare === worker) spare = null;
      });
    }
  }

  function replace(next: ThreadEngine): void {
    const before = live;
    live = next;
    if (before) void before.release().then(keepThread);
    void next.ended.then((reason) => {
      if (reason === null || live !== next) return;
      log.error({ err: reason }, 'passage_index.thread_lost');
      lost = next;
      if (!stopped) index.nudge();
    });
  }
}

/** Records copied to a thread at once: a few milliseconds of this thread's time. */
const portion = 200;

/** All passages, as one moment of the database has them. */
async function* livePassages(models: Models, session: ClientSession): AsyncIterable<readonly Passage[]> {
  let passages: Passage[] = [];
  for await (const record of models.passages
    .find()
    .session(session)
    .sort({ _id: 1 })
    .lean()
    .cursor({ batchSize: portion })) {
    const { _id, ...passage } = record;
    passages.push({ id: _id, ...passage });
    if (passages.length < portion) continue;
    yield passages;
    passages = [];
  }
  yield passages;
}

/** Keeps what vectors are made from. */
async function* remembered(
  portions: AsyncIterable<readonly Passage[]>,
  kept: Passage[],
): AsyncIterable<readonly Passage[]> {
  for await (const passages of portions) {
    kept.push(...passages);
    yield passages;
  }
}
