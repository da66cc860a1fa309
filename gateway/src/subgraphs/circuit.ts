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

/** `open` refuses everything, `tried` lets one request through from time to time, until one tells how the subgraph is. */
export type CircuitState = 'closed' | 'open' | 'tried';

/** Failures in a row, without any answer between them, after which a subgraph is left alone for a while. */
const FAILURES_IN_A_ROW = 5;
/** The first pause until it is tried again, which doubles up to the longest, in milliseconds; by chance up to a fifth shorter. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
const SPREAD = 0.2;
/**
 * For so long, in milliseconds, all others wait for what the request that tries it will tell. It may be one that takes its
 * time, as a question to a model does, and must not keep everybody away from a subgraph that is well.
 */
const LONGEST_TRIAL_MS = 5000;

/**
 * A closed one. `changed` hears of each change.
 * @param now in milliseconds, on a clock that only goes forward
 */
export function createCircuit(changed: (state: CircuitState) => void, now = () => performance.now()): Circuit {
  let state: CircuitState = 'closed';
  let trialWaitedForUntil = Number.NEGATIVE_INFINITY;
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
    triedFrom = now() + pause * (1 - SPREAD * Math.random());
    inARow += 1;
    become('open');
  };

  const succeeded = ({ isTrial }: Entry) => {
    failures = 0;
    if (!isTrial) return;
    trialWaitedForUntil = Number.NEGATIVE_INFINITY;
    inARow = 0;
    become('closed');
  };

  return {
    enter() {
      if (state === 'closed') return ordinary;
      const moment = now();
      if (moment < trialWaitedForUntil || moment < triedFrom) {
        throw new SubgraphFault('circuit_open', 'The subgraph failed too often just now.');
      }
      trialWaitedForUntil = moment + LONGEST_TRIAL_MS;
      if (state === 'open') become('tried');
      return { openings, isTrial: true };
    },
    succeeded,
    failed(entry, fault) {
      // What was sent before the circuit opened tells nothing new.
      if (entry.openings !== openings) return;
      if (fault instanceof SubgraphFault && fault.isAnswered) return succeeded(entry);
      if (entry.isTrial) trialWaitedForUntil = Number.NEGATIVE_INFINITY;
      // A client that leaves says nothing about the subgraph: whoever comes next may try it.
      if (fault instanceof SubgraphFault && fault.kind === 'client_left') return;
      // Unless another one has found out meanwhile that it is well.
      if (entry.isTrial && state !== 'closed') return open();
      failures += 1;
      if (failures >= FAILURES_IN_A_ROW) open();
    },
  };
}
