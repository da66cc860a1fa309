import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.js';
import { SerializedData } from '../execution/serialized-data.js';
import type { MediaTypes } from './media-types.js';
import type { HttpOperation } from './read-operation.js';

/** Answers an operation that came by POST and was admitted. */
export type AnswerOperation = (
  request: FastifyRequest,
  reply: FastifyReply,
  operation: HttpOperation,
) => Promise<string>;

/** What answering needs. */
export interface AnswerOperationOptions {
  readonly apollo: ApolloServer<GatewayContext>;
  /** Apollo Server's own way, which reads the request once more. */
  readonly byApollo: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  readonly mediaTypes: MediaTypes;
  readonly contextOf: (request: FastifyRequest) => Promise<GatewayContext>;
}

/**
 * What was read and checked already is not read again: the operation goes straight into Apollo Server's pipeline, with all
 * plugins. The first request with an `Accept` header goes through its HTTP front, and what that answered with is
 * remembered, so that the choice of a media type remains Apollo Server's.
 */
export function createAnswerOperation(options: AnswerOperationOptions): AnswerOperation {
  const { apollo, byApollo, contextOf, mediaTypes } = options;
  return async (request, reply, { query, operationName, variables, extensions }) => {
    const { accept } = request.headers;
    const contentType = mediaTypes.find(accept);
    if (contentType === undefined) {
      const text = await byApollo(request, reply);
      if (reply.statusCode === 200) mediaTypes.learn(accept, reply.getHeader('content-type'));
      return String(text);
    }
    const context = await contextOf(request);
    // What an operation has cost is counted in the data.
    const contextValue = context.costToReport ? context : { ...context, takesText: true as const };
    const { http, body } = await apollo.executeOperation(
      {
        ...(query !== null && { query }),
        ...(operationName !== null && { operationName }),
        ...(variables !== null && { variables: { ...variables } }),
        ...(extensions !== null && { extensions: { ...extensions } }),
        http: { method: 'POST', headers: new HeaderMap(), search: '', body: null },
      },
      { contextValue },
    );
    if (body.kind !== 'single') throw new Error('An answer in parts, which no subgraph gives.');
    for (const [name, value] of http.headers) void reply.header(name, value);
    if (!http.headers.has('content-type')) void reply.header('content-type', contentType);
    void reply.code(http.status ?? 200);
    const { data, errors, extensions: added } = body.singleResult;
    if (data instanceof SerializedData && !errors && !added) return `{"data":${data.text}}\n`;
    return `${JSON.stringify({ errors, data, extensions: added })}\n`;
  };
}
