import { type Comparable, comparable } from './comparable.js';
import type { Contestant } from './contestants.js';
import type { Case } from './topic.js';

/** What a gateway answers, and which subgraphs it needed for it. */
export interface Answered {
  readonly answer: Comparable;
  readonly asked: readonly string[];
}

/** Asks one gateway, whose subgraphs answer as the case says. */
export async function ask(
  { url, subgraphs }: Contestant,
  { query, variables, operationName, faults }: Pick<Case, 'query' | 'variables' | 'operationName' | 'faults'>,
): Promise<Answered> {
  subgraphs.misbehave(faults ?? {});
  subgraphs.takeAsked();
  const response = await post(url, { query, variables, operationName });
  return { answer: await comparable(response), asked: subgraphs.takeAsked() };
}

/** Sends an operation as a client that knows the media type of GraphQL. */
export function post(url: string, operation: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify(operation),
  });
}
