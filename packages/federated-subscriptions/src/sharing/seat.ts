import type { StreamError } from '../errors.js';
import type { SubscribeRequest } from '../options.js';
import type { Frame } from './frame.js';
import type { Share, ShareReader } from './share.js';

/** Takes the states of one LATEST subscription. */
export interface LatestSink {
  /** The newest state. Called at any time, also before the reader is done with the one before. */
  next(frame: Frame): void;
  /** Nothing more comes: an error, or null when the source has completed. */
  end(error: StreamError | null): void;
}

/** What all seats of a gateway go by. */
export interface SeatRules<Context extends object> {
  /** Whether a subscriber may stay under a context, and then in which share. Rejects with what ends its subscription. */
  readmit: (
    request: SubscribeRequest<Context>,
    context: Context,
  ) => Promise<(present: Share<Context>) => Share<Context>>;
  /** What ended the subscription, as the client may see it. */
  refusal: (error: unknown, context: Context) => StreamError;
}

/**
 * One subscriber's place in a share. Before a state is handed to a subscriber whose context was renewed it is admitted
 * anew, and moves to another share when it is no longer equal to those it shared with.
 *
 * A class, where closures would read as well: a state walks through thousands of these, and each function with variables
 * of its own is one more place in memory that no cache holds.
 */
export class Seat<Context extends object> implements ShareReader<Context> {
  private hasLeft = false;
  private isChecking = false;
  private mustCheck = false;
  private hasMoved = false;
  private got: Frame | null = null;
  private readonly sink: LatestSink;
  /** Asked before each state; null when renewals are told. */
  private readonly currentContext: (() => Context) | null;
  private admitted: Context;
  private share: Share<Context>;
  private readonly request: SubscribeRequest<Context>;
  private readonly rules: SeatRules<Context>;
  private readonly onLeft: () => void;

  /**
   * Takes a seat in the share of a subscriber that was admitted under its request's context. It gets nothing before
   * {@link sit}.
   * @param onLeft called once, whoever ended it
   */
  constructor(
    rules: SeatRules<Context>,
    request: SubscribeRequest<Context>,
    share: Share<Context>,
    sink: LatestSink,
    onLeft: () => void,
  ) {
    const { context, currentContext = null, onRenewal } = request;
    this.rules = rules;
    this.request = request;
    this.admitted = context;
    this.share = share;
    this.sink = sink;
    this.currentContext = onRenewal ? null : currentContext;
    const stopListening = onRenewal?.(() => this.recheck());
    this.onLeft = () => {
      stopListening?.();
      onLeft();
    };
    // Renewed while it was admitted, and so before anybody listened.
    this.mustCheck = currentContext !== null && currentContext() !== context;
  }

  /** Begins to read. */
  sit(): void {
    try {
      this.share.join(this);
    } catch (error) {
      this.expel(error, this.admitted);
    }
  }

  /** Asks again, before the next state, whether the subscriber may have it and in which share. */
  recheck(): void {
    this.mustCheck = true;
  }

  leave(): void {
    if (this.left()) this.share.leave(this);
  }

  context(): Context {
    return this.admitted;
  }

  deliver(frame: Frame): void {
    if (this.hasLeft) return;
    if (this.isChecking || this.mustCheck || (this.currentContext && this.currentContext() !== this.admitted)) {
      void this.check();
      return;
    }
    const { got } = this;
    if (frame === got) return;
    this.got = frame;
    if (this.hasMoved) {
      this.hasMoved = false;
      if (got?.json.equals(frame.json)) return;
    }
    this.sink.next(frame);
  }

  end(error: StreamError | null): void {
    if (this.left()) this.sink.end(error);
  }

  private left(): boolean {
    if (this.hasLeft) return false;
    this.hasLeft = true;
    this.onLeft();
    return true;
  }

  private async check(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    const { rules, request } = this;
    const latest = request.currentContext?.() ?? request.context;
    this.mustCheck = false;
    try {
      const place = await rules.readmit(request, latest);
      this.isChecking = false;
      if (this.hasLeft) return;
      const next = place(this.share);
      this.hasMoved = next !== this.share;
      if (this.hasMoved) this.share.leave(this);
      this.admitted = latest;
      this.share = next;
      next.join(this);
    } catch (error) {
      this.expel(error, latest);
    }
  }

  private expel(error: unknown, context: Context): void {
    this.share.leave(this);
    if (this.left()) this.sink.end(this.rules.refusal(error, context));
  }
}
