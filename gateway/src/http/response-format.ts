/** The media type of the GraphQL-over-HTTP specification, whose HTTP status tells whether the operation ran. */
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** The media type and HTTP status of a refusal. */
export interface ResponseFormat {
  readonly contentType: string;
  readonly status: number;
}

/**
 * How a refused but well-formed GraphQL request is answered. `application/json`, when a client asks for just that, means
 * by the specification that every such answer has 200, since intermediaries may answer with any other status too.
 */
export function refusalFormat(accept: string | undefined, status: number): ResponseFormat {
  const types = (accept ?? '').toLowerCase();
  if (types.includes(GRAPHQL_RESPONSE)) return { contentType: `${GRAPHQL_RESPONSE}; charset=utf-8`, status };
  const plain = types.includes('application/json');
  return { contentType: 'application/json; charset=utf-8', status: plain ? 200 : status };
}
