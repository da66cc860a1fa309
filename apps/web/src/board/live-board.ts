import { type Answer, type ConnectionState, type DoctorPyClient, LeaderboardPageDocument } from '@doctorpy/client';
import type { Choice } from '../choice.js';
import { afterBoard, afterSocket, type Link, noLink } from '../connection/link.js';
import { createStore, type Store } from '../store.js';
import { createPace } from './pace.js';
import type { Board } from './rows.js';

/** Lines of a ranking; the same for every page, so that all of them share one stream. */
export const SHOWN_LINES = 20;
/** Changes are shown at most this often, in milliseconds: a glide takes about as long. */
const PACE_MS = 500;
/** Before a subscription that was ended is opened again, in milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** What is known of the chosen leaderboard. */
export interface LiveBoardState {
  readonly choice: Choice;
  /** The newest ranking; null until it comes. */
  readonly board: Board | null;
  /** The API's code for why there is none and will be none. */
  readonly refusal: string | null;
  readonly link: Link;
}

/** A leaderboard that follows the platform through thick and thin. */
export interface LiveBoard extends Pick<Store<LiveBoardState>, 'get' | 'listen'> {
  /** Shows another leaderboard. */
  choose(choice: Choice): void;
  /** Tells whether the browser has a network; when it is back, the next attempt is made at once. */
  setNetwork(hasNetwork: boolean): void;
}

/**
 * Follows a leaderboard. Each (new) connection begins with the ranking as it stands, so nothing is missed for good.
 * @param connect makes the client, and tells it whom to tell of its connection
 */
export function createLiveBoard(
  initial: Choice,
  connect: (onConnection: (state: ConnectionState) => void) => DoctorPyClient,
): LiveBoard {
  const store = createStore<LiveBoardState>({ choice: initial, board: null, refusal: null, link: noLink });
  const update = (change: Partial<LiveBoardState>) => store.set({ ...store.get(), ...change });
  const client = connect((state) => update({ link: afterSocket(store.get().link, state) }));
  let stop = follow(initial);

  function follow(choice: Choice): () => void {
    const pace = createPace<Board>(PACE_MS, (board) => update({ board, refusal: null }));
    let isStopped = false;
    let stream: AsyncIterableIterator<Answer<{ leaderboardChanged: Board }>> | undefined;
    const run = async () => {
      for (let ended = 0; !isStopped; ended++) {
        try {
          stream = client.subscribe(LeaderboardPageDocument, { ...choice, first: SHOWN_LINES });
          for await (const { data } of stream) {
            if (isStopped) return;
            if (!data) continue;
            ended = 0;
            update({ link: afterBoard(store.get().link) });
            pace.take(data.leaderboardChanged);
          }
        } catch (error) {
          const refusal = refusalOf(error);
          if (refusal !== null && !isStopped) return update({ refusal, link: afterBoard(store.get().link) });
        }
        if (isStopped) return;
        // The stream was ended and the connection may well be open: what is shown is no longer the newest.
        const { link } = store.get();
        update({ link: { ...link, isCurrent: false, failures: link.failures + 1 } });
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** ended));
      }
    };
    void run();
    return () => {
      isStopped = true;
      pace.clear();
      void stream?.return?.();
    };
  }

  return {
    get: store.get,
    listen: store.listen,
    choose(choice) {
      const leave = stop;
      update({ choice, board: null, refusal: null, link: { ...store.get().link, isCurrent: false } });
      // In this order the connection is never without a use, and stays.
      stop = follow(choice);
      leave();
    },
    setNetwork(hasNetwork) {
      update({ link: { ...store.get().link, hasNetwork } });
      if (hasNetwork) client.retryNow();
    },
  };
}

/** Codes that mean the same tomorrow: there is no such leaderboard. */
const FINAL = ['NOT_FOUND', 'BAD_USER_INPUT'];

function refusalOf(error: unknown): string | null {
  if (!Array.isArray(error)) return null;
  const codes: unknown[] = error.map((one) => (one instanceof Object ? one.extensions?.code : null));
  return FINAL.find((code) => codes.includes(code)) ?? null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
