/// <reference path="./negotiator.d.ts" />
import Negotiator from 'negotiator';

/** The media types of answers. The second one's HTTP status tells whether the operation ran. */
const JSON_TYPE = 'application/json; charset=utf-8';
const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';

/** The media type and HTTP status of a refusal. */
export interface ResponseFormat {
  readonly contentType: string;
  readonly status: number;
}

/**
 * Whether an answer in one piece can be read by who sent this `Accept` header. The choice is Apollo Server's, which makes
 * it when the operation has run: for a mutation that is too late.
 */
export function acceptsAnswers(accept: string | undefined): boolean {
  return mediaTypeFor(accept) !== undefined;
}

/**
 * How a refused but well-formed GraphQL request is answered. `application/json`, when a client asks for just that, means
 * by the specification that every such answer has 200, since intermediaries may answer with any other status too.
 */
export function refusalFormat(accept: string | undefined, status: number): ResponseFormat {
  const contentType = mediaTypeFor(accept) ?? JSON_TYPE;
  if (contentType === GRAPHQL_RESPONSE) return { contentType, status };
  const plain = (accept ?? '').toLowerCase().includes('application/json');
  return { contentType, status: plain ? 200 : status };
}

/** As Apollo Server chooses: JSON where the header leaves it open. */
function mediaTypeFor(accept: string | undefined): string | undefined {
  if (!accept) return JSON_TYPE;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, GRAPHQL_RESPONSE]);
}
