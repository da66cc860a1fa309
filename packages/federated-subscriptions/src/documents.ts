import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Parses a document, or says why it cannot be (`GRAPHQL_PARSE_FAILED`). */
export type DocumentParser = (query: string) => DocumentNode | GraphQLError;

const REMEMBERED_DOCUMENTS = 1_000;
/** Characters of their texts together: a parsed document takes some fifty times as much. */
const REMEMBERED_CHARACTERS = 200_000;

/**
 * Makes a parser that gives the same document for the same text: a subscription holds on to its own as long as it lasts, and
 * a thousand equal subscribers would hold a thousand.
 */
export function createDocumentParser(maxTokens: number | undefined): DocumentParser {
  const documents = new LRUCache<string, DocumentNode>({
    max: REMEMBERED_DOCUMENTS,
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_document, query) => query.length,
  });
  return (query) => {
    const known = documents.get(query);
    if (known) return known;
    try {
      const document = parse(query, maxTokens ? { maxTokens } : {});
      documents.set(query, document);
      return document;
    } catch (error) {
      return codedError(error instanceof GraphQLError ? error.message : 'Syntax Error', 'GRAPHQL_PARSE_FAILED');
    }
  };
}

/** An error with one of GraphQL's own codes. */
export function codedError(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
