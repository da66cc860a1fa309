import type { ExecutionResult } from 'graphql';

/** One result on its way to many readers: serialised once, however many there are. Its identity is that of the state. */
export interface Frame {
  readonly result: ExecutionResult;
  /** The result as JSON, in UTF-8. */
  readonly json: Buffer;
}

/** Serialises a result. */
export function createFrame(result: ExecutionResult): Frame {
  return { result, json: Buffer.from(JSON.stringify(result)) };
}

/** Puts frames into the envelope of a transport; each is made once and kept as long as its frame. */
export function createEnvelope(wrap: (json: Buffer) => Buffer): (frame: Frame) => Buffer {
  const wrapped = new WeakMap<Frame, Buffer>();
  return (frame) => {
    const known = wrapped.get(frame);
    if (known) return known;
    const bytes = wrap(frame.json);
    wrapped.set(frame, bytes);
    return bytes;
  };
}
