import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@doctorpy/service-kit/logging';
import { createRevocationWriter, parseRevocation, type Revocation } from '@doctorpy/service-kit/revocation';
import type { Redis } from 'ioredis';
import type { Models } from '../../models/index.js';

/** Keeps the index in Redis equal to the record in MongoDB. */
export interface RevocationIndex {
  /** Builds the index and keeps it until `stop`; resolves after the first attempt, whether or not Redis answered. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Puts what was committed into the index now. Never rejects: what fails is logged and tried again within a second. */
  publish(): Promise<void>;
}

/** How often the index is looked at: a lost one must be whole again well within the gateways' 5 seconds. */
const CHECK_MS = 1000;
/** Records marked at once. */
const BATCH = 500;

/**
 * The index of one database's revocations. Any number of replicas may keep it. It is rebuilt when this process starts,
 * after every reconnection (a Redis that failed over or restarted may have lost its last writes) and when it is gone.
 */
export function createRevocationIndex(deps: {
  models: Pick<Models, 'revocations'>;
  redis: Redis;
  retentionSeconds: number;
  now: () => Date;
  log: Logger;
}): RevocationIndex {
  const { redis, now, log, retentionSeconds } = deps;
  const { revocations } = deps.models;
  const writer = createRevocationWriter(redis, retentionSeconds);
  const stopping = new AbortController();
  let isSuspect = true;
  let isFailing = false;
  let working: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  let checking: Promise<void> = Promise.resolve();

  async function update(): Promise<void> {
    try {
      if (isSuspect || !(await writer.isWhole())) await rebuild();
      else await addPending();
      if (isFailing) log.info({}, 'revocation_index.recovered');
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'revocation_index.failed');
      isFailing = true;
    }
  }

  async function rebuild(): Promise<void> {
    // First, so that a reconnection during the work asks for another round.
    isSuspect = false;
    try {
      const records = await revocations.find({ expiresAt: { $gt: now() } }, { _id: 1 }).lean();
      const ids = records.map(({ _id }) => _id);
      await writer.rebuild(entriesOf(ids));
      await markIndexed(ids);
      log.info({ revocations: ids.length }, 'revocation_index.rebuilt');
    } catch (error) {
      isSuspect = true;
      throw error;
    }
  }

  async function addPending(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pending = await revocations.find({ indexed: false }, { _id: 1 }).limit(BATCH).lean();
      if (pending.length === 0) return;
      const ids = pending.map(({ _id }) => _id);
      await writer.add(entriesOf(ids));
      await markIndexed(ids);
    }
  }

  async function markIndexed(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += BATCH) {
      const batch = ids.slice(start, start + BATCH);
      await revocations.updateMany({ _id: { $in: batch }, indexed: false }, { $set: { indexed: true } });
    }
  }

  /** One round at a time; callers during a round share the next one, which sees what they committed. */
  function publish(): Promise<void> {
    waiting ??= working.then(() => {
      waiting = null;
      working = update();
      return working;
    });
    return waiting;
  }

  async function check(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(CHECK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) await publish();
    }
  }

  function onReady(): void {
    isSuspect = true;
    void publish();
  }

  return {
    publish,
    async start() {
      redis.on('ready', onReady);
      await publish();
      checking = check();
    },
    async stop() {
      redis.off('ready', onReady);
      stopping.abort();
      await checking;
      await waiting;
      await working;
    },
  };
}

function entriesOf(ids: readonly string[]): Revocation[] {
  return ids.flatMap((id) => parseRevocation(id) ?? []);
}
