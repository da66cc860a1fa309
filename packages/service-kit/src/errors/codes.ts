/**
 * The registry of error codes: every `extensions.code` a client can meet, with what it means.
 * docs/reference/errors.md is written from this list.
 */
export const errorCodes = {
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  OPERATION_RESOLUTION_FAILURE: 'The document holds several operations and none, or an unknown one, was named.',
  BAD_REQUEST: 'The HTTP request is not a GraphQL request.',
  PERSISTED_QUERY_NOT_FOUND: 'The hash is unknown: send the document with it once.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Persisted queries are switched off.',
  UNAUTHENTICATED: 'Sign in first, or send a valid access token.',
  FORBIDDEN: 'The caller lacks the role or permission for this field.',
  INVALID_CREDENTIALS:
    'E-mail or password is wrong; which one is not said. With the right password: the code of the second factor is.',
  MFA_REQUIRED: 'A second factor is needed: a code of it at sign-in, or one to be enabled before a role may be used.',
  EMAIL_NOT_VERIFIED: 'The e-mail address must be verified first.',
  ACCOUNT_SUSPENDED: 'The account was suspended by an administrator.',
  TOKEN_EXPIRED:
    'The token is past its lifetime, or older than a change of its account: refresh the session, or sign in again.',
  SESSION_REVOKED: 'The session was ended: sign in again.',
  BAD_USER_INPUT: 'One or more inputs are wrong; `fields` names each of them.',
  NOT_FOUND: 'There is no such object, or it is not the caller’s.',
  CONFLICT: 'The change collides with what is already there.',
  RATE_LIMITED: 'Too many requests; `retryAfterSeconds` says when to try again.',
  QUERY_TOO_COMPLEX: 'The document is deeper, longer or dearer than allowed.',
  OPERATION_NOT_ALLOWED: 'This operation may not run this way, for example a subscription over plain HTTP.',
  PAYLOAD_TOO_LARGE: 'The request body or frame is larger than allowed.',
  SUBGRAPH_UNAVAILABLE: 'The service that owns this field does not answer; the rest of the data stands.',
  SERVICE_UNAVAILABLE: 'A dependency is down: try again shortly.',
  TIMEOUT: 'The answer took too long and was given up.',
  GRADER_UNAVAILABLE: 'Code cannot be graded right now.',
  MODEL_UNAVAILABLE: 'The language model does not answer.',
  RESYNC_REQUIRED: 'The stream lost continuity: subscribe again and read the current state.',
  INTERNAL: 'A fault of ours; `requestId` finds it in the logs.',
} as const;

/** A code of the registry. */
export type ErrorCode = keyof typeof errorCodes;

/** Is this value a code of the registry? */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCodes, value);
}
