import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { createErrorFormatter } from '../../src/errors.js';

const log = { debug: () => undefined, warn: () => undefined, error: () => undefined };
const format = (error: unknown) => createErrorFormatter(undefined, log)([error], 'SUBGRAPH_UNAVAILABLE')[0]?.toJSON();

describe('what a client sees of an error', () => {
  it.each([
    ['a failed request', new Error('request to http://10.0.0.7:8001/ failed'), 'SUBGRAPH_UNAVAILABLE'],
    [
      'an HTTP status',
      new GraphQLError('503: down', { extensions: { response: { url: 'http://10.0.0.7:8001/' } } }),
      'SUBGRAPH_UNAVAILABLE',
    ],
    [
      'a refused request',
      new GraphQLError('401: x', { extensions: { code: 'UNAUTHENTICATED', response: { url: 'http://10.0.0.7/' } } }),
      'UNAUTHENTICATED',
    ],
    [
      'an error without a code of its own',
      new GraphQLError('connect ECONNREFUSED 10.0.0.7', {
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'users' },
      }),
      'INTERNAL',
    ],
    ['an upstream frame without a code', { message: 'Mongo at 10.0.0.7 is down' }, 'INTERNAL'],
    [
      'a wrapped exception',
      new GraphQLError('10.0.0.7', { originalError: new Error('10.0.0.7') }),
      'SUBGRAPH_UNAVAILABLE',
    ],
  ])('names no address: %s', (_case, error, code) => {
    const formatted = format(error);

    expect(formatted?.extensions?.code).toBe(code);
    expect(JSON.stringify(formatted)).not.toMatch(/10\.0\.0\.7|users/);
  });

  it('keeps what a subgraph wrote for it, but not the stack beside it', () => {
    const error = new GraphQLError('No such quest', {
      path: ['a', 0],
      extensions: { code: 'NOT_FOUND', questId: 'q', serviceName: 'quest', stacktrace: ['at x'] },
    });

    expect(format(error)).toEqual({
      message: 'No such quest',
      path: ['a', 0],
      extensions: { code: 'NOT_FOUND', questId: 'q' },
    });
  });

  it('is a plain INTERNAL when the formatter it was given fails', () => {
    const formatter = createErrorFormatter(() => {
      throw new Error('bug');
    }, log);

    expect(formatter([new GraphQLError('x')])[0]?.toJSON().extensions).toEqual({ code: 'INTERNAL' });
  });
});
