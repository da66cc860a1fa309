import { describe, expect, it } from '@jest/globals';
import { formatSubscriptionError } from '../../src/websocket/format-error.js';

const lea = { requestId: 'request-of-lea', caller: { language: 'en' as const } };

describe('an error of a subscription', () => {
  it('names the request by which it is found in the logs', () => {
    const limited = { message: 'Too many.', extensions: { code: 'RATE_LIMITED' } };
    expect(formatSubscriptionError(limited, lea)).toEqual({
      message: 'Too many.',
      extensions: { code: 'RATE_LIMITED', requestId: 'request-of-lea' },
    });
    expect(formatSubscriptionError(limited, null)).toEqual(limited);
  });

  it('keeps the request that it names already', () => {
    const refused = { message: 'No.', extensions: { code: 'NOT_FOUND', requestId: 'request-of-quest' } };
    expect(formatSubscriptionError(refused, lea)).toEqual(refused);
  });

  it('is the same for all who share a state when it is of one field', () => {
    const partial = { message: 'Later.', path: ['board', 'user'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } };
    expect(formatSubscriptionError(partial, lea)).toEqual(partial);
  });

  it('suggests nothing, in the language of the caller', () => {
    const unknown = {
      message: 'Cannot query field "nam" on type "User". Did you mean "name"?',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    };
    const { message } = formatSubscriptionError(unknown, lea);
    expect(message).toContain('Cannot query field "nam"');
    expect(message).not.toContain('Did you mean');
  });
});
