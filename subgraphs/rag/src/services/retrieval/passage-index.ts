import type { Logger } from '@doctorpy/service-kit/logging';
import type { Models } from '../../models/index.js';
import { createBm25Engine } from './bm25.js';
import type { RetrievalEngine } from './engine.js';

/**
 * Keeps this process's engine in step with the passages in Mongo. Building happens beside the engine in use, so searches
 * never wait for it.
 */
export interface PassageIndex {
  /** The newest engine that is built. */
  current(): RetrievalEngine;
  /** Builds a new engine if Mongo's passages changed since the last one; resolves when that is done. */
  refresh(): Promise<void>;
  /** Refreshes without waiting; a failure is logged and made good by the next poll. */
  nudge(): void;
  /** Loads the first engine, then polls, which heals whatever live notice was missed. */
  start(): Promise<void>;
  stop(): void;
}

/** @param deps.pollMs how long another replica's change may stay unseen when its live notice is lost @default 5000 */
export function createPassageIndex(deps: { models: Models; log: Logger; pollMs?: number }): PassageIndex {
  const { models, log, pollMs = 5000 } = deps;
  let engine = createBm25Engine([], -1);
  let building: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const index: PassageIndex = {
    current: () => engine,
    refresh() {
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
      await index.refresh();
      timer = setInterval(index.nudge, pollMs);
      timer.unref();
    },
    stop() {
      clearInterval(timer);
    },
  };
  return index;

  async function build(): Promise<void> {
    do {
      again = false;
      const state = await models.indexState.findById('passages').lean();
      const version = state?.version ?? 0;
      if (version === engine.version) continue;
      // Passages written after the version was read only mean another build at the next look.
      // Those that tell the answer of a question stay out: nobody could be shown them, and they change which words are rare.
      const records = await models.passages.find({ questionId: null }).sort({ _id: 1 }).lean();
      engine = createBm25Engine(
        records.map(({ _id, ...passage }) => ({ id: _id, ...passage })),
        version,
      );
      log.info({ version, passages: engine.size }, 'passage_index.built');
    } while (again);
  }
}
