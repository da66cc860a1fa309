import { setMaxListeners } from 'node:events';
import { createClient } from '@doctorpy/client';
import WebSocket from 'ws';
import { createAccounts } from './accounts.js';
import { openAnswerBook } from './answer-book.js';
import { drawTemperament, play } from './learner.js';
import type { SimulationOptions } from './options.js';
import { createTally, type Tally } from './tally.js';
import { createTurns } from './turns.js';

/** Registrations a second at most: each costs the platform about a tenth of a second of one processor. */
const REGISTRATIONS_PER_SECOND = 4;
/** Thinking takes no less than this on average, in milliseconds: a person does not answer faster. */
const SHORTEST_THOUGHT_MS = 1_500;

/** A simulation that runs. */
export interface Simulation {
  /** Which accounts are its own, in words: they outlive it, and whoever wants them gone has to find them. */
  readonly accounts: string;
  readonly tally: Tally;
  /** Resolves when everybody has played enough, or the signal ended it; rejects when the platform is lost. */
  readonly done: Promise<void>;
}

/**
 * Learners register one after the other, the first ones playing already, and play quests through the public API.
 * @param signal ends it, in the middle of whatever they do
 */
export function simulate(options: SimulationOptions, signal: AbortSignal): Simulation {
  const { url, learners, rate, once } = options;
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  // One listener for everybody who waits.
  setMaxListeners(0, over);
  const tally = createTally();
  const book = openAnswerBook();
  const accounts = createAccounts();
  const deps = {
    client: (accessToken: () => string | null) => createClient({ url, accessToken, webSocketImpl: WebSocket }),
    book,
    turns: createTurns(rate, over),
    registrations: createTurns(REGISTRATIONS_PER_SECOND, over),
    oneByOne: createQueue(),
    tally,
    // So that all of them together come near the rate.
    thinkingMs: () => Math.max(SHORTEST_THOUGHT_MS, (1000 * tally.playing()) / rate),
    signal: over,
  };
  const somebody = async (index: number) => {
    const temperament = drawTemperament();
    await play(accounts.of(index), once ? { ...temperament, appetite: 1 } : temperament, deps);
  };
  const everybody = Array.from({ length: learners }, (_, index) =>
    somebody(index).catch((error: unknown) => {
      if (over.aborted) return;
      lost.abort(error);
    }),
  );
  return {
    accounts: accounts.description,
    tally,
    done: Promise.all(everybody).then(() => {
      if (lost.signal.aborted) throw lost.signal.reason;
    }),
  };
}

/** Runs tasks in the order in which they come, each after the one before has ended, well or badly. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = last.then(task, task);
    last = result;
    return result;
  };
}
