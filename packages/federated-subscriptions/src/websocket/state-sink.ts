import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { StreamError } from '../errors.js';
import type { Frame } from '../sharing/frame.js';
import type { Connection } from './connection.js';
import type { ReleasableSink } from './push-states.js';
import { type StateFrames, wireId } from './state-frames.js';

/**
 * Writes the states of one subscription to its socket. Beyond `slowReaderBytes` in the socket's queue only the newest
 * state is kept, until the queue has gone.
 *
 * A class for the reason that seats are one: what sending a state takes lies in one place. Frames go past `ws` to the
 * stream it writes to itself; it has no other queue as long as nothing is compressed.
 */
export class StateSink implements ReleasableSink {
  private isWaiting = false;
  private isOver = false;
  private newest: Frame | null = null;
  private readonly socket: WebSocket;
  private readonly wire: Duplex;
  /** Whether the wire is done with what it no longer counts as waiting. */
  private readonly copies: boolean;
  private readonly id: string;
  private readonly frames: StateFrames;
  private readonly slowReaderBytes: number;
  private readonly onEnd: (error: StreamError | null) => void;

  /** @param onEnd called when the subscription has ended, unless it was let go of before */
  constructor(
    { socket, wire, copies }: Pick<Connection<object>, 'socket' | 'wire' | 'copies'>,
    frames: StateFrames,
    id: string,
    slowReaderBytes: number,
    onEnd: (error: StreamError | null) => void,
  ) {
    this.socket = socket;
    this.wire = wire;
    this.copies = copies;
    this.frames = frames;
    this.id = wireId(id);
    this.slowReaderBytes = slowReaderBytes;
    this.onEnd = onEnd;
  }

  next(frame: Frame): void {
    if (this.isWaiting) this.newest = frame;
    else this.send(frame);
  }

  end(error: StreamError | null): void {
    if (this.isOver) return;
    if (this.newest && !error) this.send(this.newest);
    this.isOver = true;
    this.onEnd(error);
  }

  release(): void {
    this.isOver = true;
  }

  private send(frame: Frame): void {
    // After its close frame a socket may send nothing more.
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const { wire, frames } = this;
    const bytes = frames.take(this.id, frame);
    if (wire.writableLength + bytes.length <= this.slowReaderBytes) wire.write(bytes);
    else {
      this.isWaiting = true;
      wire.write(bytes, () => this.flushed());
    }
    if (!this.copies || wire.writableLength > 0) frames.keep();
  }

  private flushed(): void {
    this.isWaiting = false;
    const frame = this.newest;
    this.newest = null;
    if (frame && !this.isOver) this.send(frame);
  }
}
