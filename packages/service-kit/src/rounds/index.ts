import { setTimeout as delay } from 'node:timers/promises';

/** Work that looks again and again for what waits, and at once when asked. */
export interface Rounds {
  /** Runs a round every `pollMs`, until `stop`. */
  start(): void;
  /** Aborts `stopping`, and resolves when the round in hand has ended. */
  stop(): Promise<void>;
  /** Runs a round that sees everything committed before the call; resolves at its end. Never rejects. */
  flush(): Promise<void>;
  /** Aborted by `stop`: a round that heeds it ends early. */
  readonly stopping: AbortSignal;
}

/** What rounds are made of. */
export interface RoundsOptions {
  /** One round; no two run at once. */
  round: () => Promise<unknown>;
  /** How long something waits at most when nobody calls `flush`. */
  pollMs: number;
  /** Told of the first failure of a row. */
  onFailure: (error: unknown) => void;
  /** Told of the first success after failures. */
  onRecovery: () => void;
}

/** Rounds that have not begun; `flush` works also before `start`. */
export function createRounds({ round, pollMs, onFailure, onRecovery }: RoundsOptions): Rounds {
  const stopping = new AbortController();
  let current: Promise<void> | null = null;
  let following: Promise<void> | null = null;
  let polling: Promise<void> = Promise.resolve();
  let failing = false;

  async function attempt(): Promise<void> {
    try {
      await round();
      if (failing) onRecovery();
      failing = false;
    } catch (error) {
      if (!failing) onFailure(error);
      failing = true;
    }
  }

  function flush(): Promise<void> {
    if (current === null) {
      current = attempt().finally(() => {
        current = null;
      });
      return current;
    }
    // The round under way may have looked already: only one that starts from now on sees the caller's commit.
    following ??= current.then(() => {
      following = null;
      return flush();
    });
    return following;
  }

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      await flush();
      await delay(pollMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      polling = poll();
    },
    async stop() {
      stopping.abort();
      await polling;
      await current;
    },
    flush,
    stopping: stopping.signal,
  };
}
