import type { ErrorCode, Localised } from '@doctorpy/service-kit/errors';

/** What the protocol's own errors say to somebody who does not read English; the detail follows as GraphQL words it. */
const LEADS: Partial<Record<ErrorCode, string>> = {
  GRAPHQL_PARSE_FAILED: 'Ce document n’est pas du GraphQL valide',
  GRAPHQL_VALIDATION_FAILED: 'Ce document ne correspond pas au schéma',
  OPERATION_RESOLUTION_FAILURE: 'L’opération à exécuter n’a pas été trouvée',
  BAD_REQUEST: 'Cette requête HTTP n’est pas une requête GraphQL',
  BAD_USER_INPUT: 'Certaines valeurs ne conviennent pas',
};

/** Longer than anything the library says about a schema of sensible names. */
const LONGEST_DETAIL = 300;

/**
 * A protocol error in both languages. Its detail is the library's, without suggestions (they would tell names of the
 * schema) and without values that the client sent (one of them may be a password).
 */
export function wordProtocolError(code: ErrorCode, message: string): Localised {
  const detail = withoutValues(message);
  const lead = LEADS[code];
  return { en: detail, fr: lead ? `${lead} : ${detail}` : detail };
}

function withoutValues(message: string): string {
  const masked = message
    .replace(/ ?Did you mean [\s\S]*$/, '')
    .replace(/ got invalid value [\s\S]*$/, ' got an invalid value.')
    .replace(/(cannot represent [\w\s,-]{1,80}): [\s\S]*$/, '$1.')
    .replace(/, found (?!required)[\s\S]*$/, '.')
    .replace(/^Value [\s\S]* does not exist in "(\w+)" enum[\s\S]*$/, 'The value does not exist in "$1" enum.')
    .replace(/^Enum "(\w+)" cannot represent [\s\S]*$/, 'Enum "$1" cannot represent this value.')
    .replace(/(Unexpected (?:Name|String|BlockString|Int|Float)) [\s\S]*$/, '$1.');
  return masked.length > LONGEST_DETAIL ? `${masked.slice(0, LONGEST_DETAIL)}…` : masked;
}
