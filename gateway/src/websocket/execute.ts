import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { SocketOperation } from '@doctorpy/federated-subscriptions';
import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.js';

/** Runs a query or mutation that came over a live connection, as if it had come by POST. */
export async function executeThroughApollo(
  apollo: ApolloServer<GatewayContext>,
  { query, operationName, variables, extensions }: SocketOperation,
  contextValue: GatewayContext,
): Promise<FormattedExecutionResult> {
  const { body } = await apollo.executeOperation(
    {
      query,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
      extensions: extensions ?? undefined,
      http: { method: 'POST', headers: new HeaderMap(), search: '', body: null },
    },
    { contextValue },
  );
  if (body.kind === 'single') return body.singleResult;
  return body.initialResult;
}
