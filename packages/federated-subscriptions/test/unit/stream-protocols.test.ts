import { describe, expect, it } from '@jest/globals';
import { prefersStream, protocolOf } from '../../src/http/protocols.js';

describe('what a request accepts', () => {
  it.each([
    ['text/event-stream', 'text/event-stream'],
    ['application/json, text/event-stream;q=0.5', 'text/event-stream'],
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json', 'multipart/mixed'],
    ['multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"', 'multipart/mixed'],
    // What Apollo Client sends with queries, in case a part of the answer is deferred.
    ['multipart/mixed;deferSpec=20220824,application/json', undefined],
    ['multipart/mixed;subscriptionSpec=2.0', undefined],
    ['text/event-stream;q=0', undefined],
    ['*/*', undefined],
    [undefined, undefined],
  ])('%s: %s', (accept, type) => {
    expect(protocolOf(accept)?.contentType.split(';')[0]).toBe(type);
  });

  it.each([
    ['text/event-stream', true],
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', true],
    ['application/json;q=0.9, text/event-stream', true],
    // What urql sends with queries and mutations.
    [
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      false,
    ],
    ['text/event-stream;q=0.5, application/json', false],
    ['text/event-stream;q=0, application/json', false],
    ['*/*', false],
    ['*/*, text/event-stream;q=0.5', false],
    ['text/event-stream;q=0.5, application/*', false],
    ['text/event-stream, */*;q=0.1', true],
    [undefined, false],
  ])('%s prefers a stream to JSON: %s', (accept, isStream) => {
    expect(prefersStream(accept)).toBe(isStream);
  });
});
