import type { Language } from '@doctorpy/service-kit/caller';
import { type ErrorCode, isErrorCode } from '@doctorpy/service-kit/errors';
import type { GraphQLFormattedError } from 'graphql';
import { wordProtocolError } from '../plugins/word-protocol-errors.js';

/** Who reads an error: a caller's language and request, as every context has them. */
export interface ErrorReader {
  readonly requestId: string;
  readonly caller: { readonly language: Language };
}

/**
 * The last word on an error of a subscription, whatever transport it goes to: no value of a client's, no suggestion, and the
 * request by which the logs are searched, unless it is of a field only. A state is the same for all who share it.
 */
export function formatSubscriptionError(
  formatted: GraphQLFormattedError,
  reader: ErrorReader | null,
): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  if (formatted.extensions?.requestId !== undefined) return formatted;
  const message =
    isErrorCode(code) && wordedByLibrary.has(code)
      ? wordProtocolError(code, formatted.message)[reader?.caller.language ?? 'fr']
      : formatted.message;
  if (!reader || formatted.path) return { ...formatted, message };
  return { ...formatted, message, extensions: { ...formatted.extensions, requestId: reader.requestId } };
}

/** Codes of errors that GraphQL's own library words, with what it was sent. */
const wordedByLibrary: ReadonlySet<ErrorCode> = new Set([
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'BAD_USER_INPUT',
]);
