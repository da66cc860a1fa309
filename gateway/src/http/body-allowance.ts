import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { type Caller, roleMissing } from '@doctorpy/service-kit/caller';
import type { DomainError } from '@doctorpy/service-kit/errors';
import { bodyTooLarge } from './errors.js';

/** How long a body may be, in bytes. */
export interface BodyAllowance {
  /** Of anybody: reading JSON takes time that all others wait for, and nobody but authors has much to say. */
  readonly usual: number;
}

/**
 * Lets a body that is longer than usual in only from who may send one, before it is read.
 * @param whyNotLong asked only for a body that is, or does not say how long it is; null where it may be
 * @returns the body to be read
 * @throws DomainError that reason; a body that does not say its length fails with it once it is too long
 */
export async function allowedBody(
  body: Readable,
  headers: IncomingHttpHeaders,
  { usual }: BodyAllowance,
  whyNotLong: () => Promise<DomainError | null>,
): Promise<Readable> {
  const length = headers['content-length'];
  if (length === undefined && headers['transfer-encoding'] === undefined) return body;
  if (Number(length) <= usual) return body;
  const reason = await whyNotLong();
  if (!reason) return body;
  if (length !== undefined) throw reason;
  const limited = atMost(usual, reason);
  // A pipe does not tell that the client has left, and the rest would be waited for.
  body.once('close', () => {
    if (!body.readableEnded) limited.destroy(new Error('The client left before it had sent all.'));
  });
  return body.pipe(limited);
}

/**
 * Why somebody may not send a long body; null when they may. An author whose token has expired is told that, as with any other
 * request: a shorter body would not help, another token does.
 */
export function longBodyProblem({ caller, tokenProblem }: LongBodySender): DomainError | null {
  if (tokenProblem) return tokenProblem;
  const missing = roleMissing(caller, 'AUTHOR');
  return missing && (missing.code === 'MFA_REQUIRED' ? missing : bodyTooLarge());
}

/** What is known of a sender as it counts now. */
export interface LongBodySender {
  readonly caller: Pick<Caller, 'roles' | 'withheldRoles'>;
  readonly tokenProblem: DomainError | null;
}

function atMost(bytes: number, reason: DomainError): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > bytes) done(reason);
      else done(null, chunk);
    },
  });
}
