import { DomainError } from '@doctorpy/service-kit/errors';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/**
 * Was it the answer that was wrong, rather than the provider out of reach or this platform unknown to it? RFC 6749 §5.2:
 * of the token endpoint's errors, `invalid_grant` alone is about the code.
 */
export function isRefusal(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant';
  if (error instanceof DomainError || error instanceof AuthorizationResponseError) return true;
  return error instanceof ClientError && error.code !== undefined && !unreachable.has(error.code);
}

/** Why, for the log: never the answer itself, which holds codes and tokens. */
export function reasonOf(error: unknown): string {
  if (error instanceof ResponseBodyError) return error.error;
  if (error instanceof ClientError) {
    const { cause } = error;
    const detail = cause instanceof Error ? cause.message : '';
    return [error.code, error.message, detail].filter(Boolean).join(': ');
  }
  return error instanceof Error ? error.message : 'unknown';
}

/** What openid-client says when no usable answer came at all. */
const unreachable: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);
