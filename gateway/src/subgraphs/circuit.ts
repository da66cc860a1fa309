import { SubgraphFault } from './fault.js';

/** Whether a subgraph is asked at all. */
export interface Circuit {
  /**
   * Asks to send one request.
   * @throws SubgraphFault `circuit_open` when it may not be sent
   */
  enter(): Entry;
  succeeded(entry: Entry): void;
  failed(entry: Entry, fault: unknown): void;
}

/** Where the circuit stood when a request was sent. */
export interface Entry {
  readonly openings: number;
  readonly isTrial: boolean;
}

/** `open` refuses everything, `tried` everything but the one request that is under way. */
export type CircuitState = 'closed' | 'open' | 'tried';

/** Failures in a row, without any answer between them, after which a subgraph is left alone for a while. */
const FAILURES_IN_A_ROW = 5;
/** The first pause until it is tried again, which doubles up to the longest, in milliseconds; by chance up to a fifth shorter. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
const SPREAD = 0.2;

/** A closed one. `changed` hears of each change. */
export function createCircuit(changed: (state: CircuitState) => void): Circuit {
  let state: CircuitState = 'closed';
  let failures = 0;
  let openings = 0;
  /** Openings since it was last closed. */
  let inARow = 0;
  let triedFrom = 0;
  /** The same for all that is sent until the circuit opens again. */
  let ordinary: Entry = { openings, isTrial: false };

  const become = (next: CircuitState) => {
    state = next;
    changed(next);
  };
  const open = () => {
    openings += 1;
    ordinary = { openings, isTrial: false };
    failures = 0;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** inARow);
    triedFrom = performance.now() + pause * (1 - SPREAD * Math.random());
    inARow += 1;
    become('open');
  };

  return {
    enter() {
      if (state === 'closed') return ordinary;
      if (state === 'tried' || performance.now() < triedFrom) {
        throw new SubgraphFault('circuit_open', 'The subgraph failed too often just now.');
      }
      become('tried');
      return { openings, isTrial: true };
    },
    succeeded({ isTrial }) {
      failures = 0;
      if (!isTrial) return;
      inARow = 0;
      become('closed');
    },
    failed({ openings: before, isTrial }, fault) {
      // What was sent before the circuit opened tells nothing new.
      if (before !== openings) return;
      if (isTrial) return open();
      // A client that leaves says nothing about the subgraph, unless it took the only trial with it.
      if (fault instanceof SubgraphFault && fault.kind === 'client_left') return;
      failures += 1;
      if (failures >= FAILURES_IN_A_ROW) open();
    },
  };
}
