import type { StreamError } from '../errors.js';
import type { Frame } from './frame.js';
import type { Share, ShareReader } from './share.js';

/** Takes the states of one LATEST subscription. */
export interface LatestSink {
  /** The newest state. Called at any time, also before the reader is done with the one before. */
  next(frame: Frame): void;
  /** Nothing more comes: an error, or null when the source has completed. */
  end(error: StreamError | null): void;
}

/** One subscriber's place in a share. */
export interface Seat {
  /** Asks again, before the next state, whether the subscriber may have it and in which share. */
  recheck(): void;
  leave(): void;
}

/** What a seat is made of. */
export interface SeatDeps<Context extends object> {
  sink: LatestSink;
  /** The share of a subscriber that was admitted already. */
  share: Share<Context>;
  context: Context;
  /** The context in force. */
  currentContext: () => Context;
  /** Whether a subscriber may stay under a context, and then in which share. Rejects with what ends its subscription. */
  admit: (context: Context) => Promise<(present: Share<Context>) => Share<Context>>;
  /** What ended the subscription, as the client may see it. */
  refusal: (error: unknown, context: Context) => StreamError;
  /** Called once, whoever ended it. */
  onLeft: () => void;
}

/**
 * Takes a seat. Before a state is handed to a subscriber whose context was renewed it is admitted anew, and moves to
 * another share when it is no longer equal to those it shared with.
 */
export function takeSeat<Context extends object>(deps: SeatDeps<Context>): Seat {
  const { sink, currentContext } = deps;
  let { share, context } = deps;
  let got: Frame | null = null;
  let mustCheck = false;
  let isChecking = false;
  let hasMoved = false;
  let hasLeft = false;

  const left = (): boolean => {
    if (hasLeft) return false;
    hasLeft = true;
    deps.onLeft();
    return true;
  };

  const reader: ShareReader<Context> = {
    context: () => context,
    deliver(frame) {
      if (hasLeft) return;
      if (isChecking || mustCheck || currentContext() !== context) {
        void check();
        return;
      }
      if (frame === got) return;
      const isKnown = hasMoved && got?.json.equals(frame.json);
      hasMoved = false;
      got = frame;
      if (!isKnown) sink.next(frame);
    },
    end(error) {
      if (left()) sink.end(error);
    },
  };

  const check = async (): Promise<void> => {
    if (isChecking) return;
    isChecking = true;
    const latest = currentContext();
    mustCheck = false;
    try {
      const place = await deps.admit(latest);
      isChecking = false;
      if (hasLeft) return;
      const next = place(share);
      hasMoved = next !== share;
      if (hasMoved) share.leave(reader);
      context = latest;
      share = next;
      share.join(reader);
    } catch (error) {
      share.leave(reader);
      if (left()) sink.end(deps.refusal(error, latest));
    }
  };

  share.join(reader);

  return {
    recheck() {
      mustCheck = true;
    },
    leave() {
      if (!left()) return;
      share.leave(reader);
    },
  };
}
