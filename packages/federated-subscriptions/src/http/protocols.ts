import { createEnvelope, type SerialisedResult } from '../sharing/frame.js';

/** How results travel in the body of one HTTP response. */
export interface StreamProtocol {
  readonly contentType: string;
  /** Sent with the headers. */
  readonly opening: Buffer;
  /** Says that the stream is alive. */
  readonly heartbeat: Buffer;
  readonly frame: (result: SerialisedResult) => Buffer;
  /** The stream is over because of these errors (JSON), although the operation was running. */
  readonly failure: (errors: string) => Buffer;
  readonly completion: Buffer;
}

/** The protocol in which a request takes a stream, by its `Accept` header; null when it takes none. */
export function protocolOf(accept: string | undefined): StreamProtocol | null {
  return acceptedBy(accept).find((taken) => taken !== JSON_ANSWER) ?? null;
}

/** Whether a request would rather have a stream than an ordinary answer: many clients name both with everything they send. */
export function prefersStream(accept: string | undefined): boolean {
  const [best] = acceptedBy(accept);
  return best !== undefined && best !== JSON_ANSWER;
}

/** Any ordinary answer. */
const JSON_ANSWER = 'json';
const JSON_TYPES = new Set([
  'application/json',
  'application/graphql-response+json',
  'application/graphql+json',
  // Who takes anything has not asked for a stream.
  'application/*',
  '*/*',
]);

/** What a header accepts of what can be sent, the best first (RFC 9110 §12.5.1); equals as they were written. */
function acceptedBy(accept = ''): (StreamProtocol | typeof JSON_ANSWER)[] {
  return accept
    .toLowerCase()
    .split(',')
    .flatMap((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''));
      const taken = offered(type, parameters);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      const quality = weight === undefined ? 1 : Number(weight);
      return taken && quality > 0 ? [{ taken, quality }] : [];
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ taken }) => taken);
}

function offered(type: string, parameters: readonly string[]): StreamProtocol | typeof JSON_ANSWER | null {
  if (type === 'text/event-stream') return eventStream;
  if (type === 'multipart/mixed' && parameters.includes('subscriptionspec=1.0')) return multipart;
  return JSON_TYPES.has(type) ? JSON_ANSWER : null;
}

/** graphql-sse, distinct connections mode: https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md */
const eventStream: StreamProtocol = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: Buffer.from(':\n\n'),
  heartbeat: Buffer.from(':\n\n'),
  frame: createEnvelope((json) => Buffer.concat([Buffer.from('event: next\ndata: '), json, Buffer.from('\n\n')])),
  failure: (errors) => Buffer.from(`event: next\ndata: {"errors":${errors}}\n\nevent: complete\ndata: \n\n`),
  completion: Buffer.from('event: complete\ndata: \n\n'),
};

const part = (json: string): string => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;
const [beforePayload = '', afterPayload = ''] = part('{"payload":#}').split('#');

/**
 * Apollo's multipart subscriptions: https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol.
 * The boundary that ends a part is sent with it: without it clients cannot tell that the part is whole.
 */
const multipart: StreamProtocol = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: Buffer.from('\r\n--graphql'),
  heartbeat: Buffer.from(part('{}')),
  frame: createEnvelope((json) => Buffer.concat([Buffer.from(beforePayload), json, Buffer.from(afterPayload)])),
  failure: (errors) => Buffer.from(`${part(`{"payload":null,"errors":${errors}}`)}--\r\n`),
  completion: Buffer.from('--\r\n'),
};
