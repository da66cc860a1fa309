import { type DocumentNode, GraphQLError, parse } from 'graphql';

/** Parses a document, or says why it cannot be (`GRAPHQL_PARSE_FAILED`). */
export function parseDocument(query: string, maxTokens: number | undefined): DocumentNode | GraphQLError {
  try {
    return parse(query, maxTokens ? { maxTokens } : {});
  } catch (error) {
    return codedError(error instanceof GraphQLError ? error.message : 'Syntax Error', 'GRAPHQL_PARSE_FAILED');
  }
}

/** An error with one of GraphQL's own codes. */
export function codedError(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
