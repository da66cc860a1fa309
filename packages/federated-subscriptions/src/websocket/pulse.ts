import type { Duplex } from 'node:stream';

/** What tells of a peer at the other end of a wire. Streams that are no sockets tell nothing. */
export type PulsedWire = Pick<Duplex, 'writableLength'> & {
  readonly bytesRead?: number;
  readonly bytesWritten?: number;
};

/**
 * Makes what tells whether a peer has given a sign of life since it was asked before: it sent something, whatever it was, or
 * took some of what was waiting for it. A ping waits in the same queue: on a slow line it comes after all that was sent
 * before, and so does its answer.
 */
export function createPulse(wire: PulsedWire): () => boolean {
  let heard = wire.bytesRead ?? 0;
  /** How much had been taken when something was waiting; null when nothing was. */
  let taken: number | null = null;
  return () => {
    const [heardBefore, takenBefore] = [heard, taken];
    const takenNow = (wire.bytesWritten ?? 0) - wire.writableLength;
    heard = wire.bytesRead ?? 0;
    taken = wire.writableLength > 0 ? takenNow : null;
    return heard > heardBefore || (takenBefore !== null && takenNow > takenBefore);
  };
}
