import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { bodyTooLarge } from './errors.js';

/** How long a body may be, in bytes. */
export interface BodyAllowance {
  /** Of anybody: reading JSON takes time that all others wait for, and nobody but authors has much to say. */
  readonly usual: number;
}

/**
 * Lets a body that is longer than usual in only from who may send one, before it is read.
 * @param mayBeLong asked only for a body that is, or does not say how long it is
 * @returns the body to be read
 * @throws DomainError PAYLOAD_TOO_LARGE; a body that does not say its length fails with it once it is too long
 */
export async function allowedBody(
  body: Readable,
  headers: IncomingHttpHeaders,
  { usual }: BodyAllowance,
  mayBeLong: () => Promise<boolean>,
): Promise<Readable> {
  const length = headers['content-length'];
  if (length === undefined && headers['transfer-encoding'] === undefined) return body;
  if (Number(length) <= usual || (await mayBeLong())) return body;
  if (length !== undefined) throw bodyTooLarge();
  const limited = atMost(usual);
  // A pipe does not tell that the client has left, and the rest would be waited for.
  body.once('close', () => {
    if (!body.readableEnded) limited.destroy(new Error('The client left before it had sent all.'));
  });
  return body.pipe(limited);
}

function atMost(bytes: number): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > bytes) done(bodyTooLarge());
      else done(null, chunk);
    },
  });
}
