import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { StreamError, SubscriptionErrorCode } from '../errors.js';
import type { PlannedEvent } from '../execution.js';
import type { Feed, FeedTarget } from '../feed.js';
import type { Planner } from '../planning/planner.js';
import { type BackoffOptions, backoffDelay } from '../upstream/backoff.js';
import { createFrame, type Frame } from './frame.js';

/** Who reads a share. */
export interface ShareReader<Context extends object> {
  /** The context it was admitted under. */
  context(): Context;
  /** The newest state; it may come again. */
  deliver(frame: Frame): void;
  /** Nothing more comes: an error, or null when the source has completed. */
  end(error: StreamError | null): void;
}

/** One upstream subscription, one completion and one serialisation of each state, for all readers. */
export interface Share<Context extends object> {
  /** Lets a reader in, and gives it the current state at once if there is one. */
  join(reader: ShareReader<Context>): void;
  /** Lets a reader go; the last one stops the upstream subscription. */
  leave(reader: ShareReader<Context>): void;
  /** Moves over to a new supergraph, under which the current state is completed again. */
  replan(planner: Planner): void;
  /** Ends all readers with an error of the given code. */
  fail(code: SubscriptionErrorCode): void;
}

/** What a share is made of. */
export interface ShareDeps<Context extends object> {
  /** Runs every completion instead of the context of one of the readers. */
  runAs: Context | undefined;
  startFeed: (target: FeedTarget, context: () => Context) => Feed;
  execute: (item: PlannedEvent, context: Context) => Promise<ExecutionResult>;
  /** Waits before a state that could only be completed in part is completed again. */
  backoff: BackoffOptions;
  /** Called once, when it has ended or nobody reads it any more. */
  onOver: () => void;
}

/** After so long, in milliseconds, others have their turn: pings, new sockets, requests. */
const TURN_MS = 10;
/** The clock is looked at after so many readers. */
const READERS_IN_A_ROW = 50;

/** A state with one of these errors may be whole a moment later, without an event that says so. */
const PASSING_CODES = new Set<unknown>(['SUBGRAPH_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'TIMEOUT']);

/**
 * Starts a share. Events that come while one is being completed or handed out replace each other. A state that equals
 * the one before is no news: after a reconnection the source says again what everybody knows.
 */
export function startShare<Context extends object>(deps: ShareDeps<Context>): Share<Context> {
  const readers = new Set<ShareReader<Context>>();
  let current: { item: PlannedEvent; frame: Frame } | null = null;
  let pending: PlannedEvent | null = null;
  /** What is being completed. */
  let inHand: PlannedEvent | null = null;
  let context: Context | undefined = deps.runAs;
  let isBusy = false;
  /** The source has nothing more to say. */
  let ending: { error: StreamError | null } | null = null;
  let isOver = false;
  let attempt = 0;
  let retry: NodeJS.Timeout | undefined;

  const over = (): boolean => {
    if (isOver) return false;
    isOver = true;
    clearTimeout(retry);
    feed?.stop();
    deps.onOver();
    return true;
  };

  const end = (error: StreamError | null): void => {
    if (!over()) return;
    for (const reader of [...readers]) reader.end(error);
    readers.clear();
  };

  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    while (pending && !isOver) {
      const item = pending;
      pending = null;
      inHand = item;
      clearTimeout(retry);
      const frame = createFrame(await deps.execute(item, runContext()));
      if (isOver) return;
      retryIfPartial(item, frame);
      const isNews = !current?.frame.json.equals(frame.json);
      // An equal state keeps its frame, by which readers know what they have.
      current = { item, frame: isNews || !current ? frame : current.frame };
      inHand = null;
      // Also an equal one: who was renewed meanwhile may have a right to another.
      await handOut(current.frame);
    }
    isBusy = false;
    if (ending) end(ending.error);
  };

  const handOut = async (frame: Frame): Promise<void> => {
    let count = 0;
    let turnBegan = performance.now();
    for (const reader of readers) {
      reader.deliver(frame);
      if (++count % READERS_IN_A_ROW === 0 && performance.now() - turnBegan > TURN_MS) {
        await nextTurn();
        turnBegan = performance.now();
      }
      if (isOver) return;
    }
  };

  const retryIfPartial = (item: PlannedEvent, { result }: Frame): void => {
    const isPartial = !item.event.errors && result.errors?.some(({ extensions }) => PASSING_CODES.has(extensions.code));
    if (!isPartial) {
      attempt = 0;
      return;
    }
    retry = setTimeout(() => again(item), backoffDelay(attempt++, deps.backoff)).unref();
  };

  const again = (item: PlannedEvent): void => {
    pending ??= item;
    void work();
  };

  /** Readers of one share have equal rights, so that any of them will do; one who has left will not. */
  const runContext = (): Context => {
    const [reader] = readers;
    context = deps.runAs ?? reader?.context() ?? context;
    if (!context) throw new Error('A share has had no reader yet');
    return context;
  };

  const target: FeedTarget = {
    push(item) {
      pending = item;
      void work();
      return true;
    },
    complete(error) {
      ending = { error: error ?? null };
      if (!isBusy) end(ending.error);
    },
    fail: end,
  };

  let feed: Feed | null = null;

  return {
    join(reader) {
      readers.add(reader);
      feed ??= deps.startFeed(target, runContext);
      if (current) reader.deliver(current.frame);
    },
    leave(reader) {
      if (readers.delete(reader) && readers.size === 0) over();
    },
    replan(planner) {
      const planned = feed?.replan(planner);
      const newest = pending ?? inHand ?? current?.item;
      if (!planned || !newest) return;
      pending = { ...newest, ...planned };
      void work();
    },
    fail: (code) => feed?.fail(code),
  };
}
