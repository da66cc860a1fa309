import type { ExecutionResult, FormattedExecutionResult } from 'graphql';

/** One result on its way to many readers: serialised once, however many there are. Its identity is that of the state. */
export interface Frame extends SerialisedResult {
  readonly result: ExecutionResult;
}

/** What transports need of a result. */
export interface SerialisedResult {
  /** The result as JSON, in UTF-8. */
  readonly json: Buffer;
}

/** Serialises the state of a LATEST field. */
export function createFrame(result: ExecutionResult): Frame {
  return { result, ...serialise(result) };
}

/** Serialises any result. */
export function serialise(result: ExecutionResult | FormattedExecutionResult): SerialisedResult {
  return { json: Buffer.from(JSON.stringify(result)) };
}

/** Puts results into the envelope of a transport; each is made once and kept as long as its result. */
export function createEnvelope(wrap: (json: Buffer) => Buffer): (serialised: SerialisedResult) => Buffer {
  const wrapped = new WeakMap<SerialisedResult, Buffer>();
  return (serialised) => {
    const known = wrapped.get(serialised);
    if (known) return known;
    const bytes = wrap(serialised.json);
    wrapped.set(serialised, bytes);
    return bytes;
  };
}
