/**
 * Why a request to a subgraph has no answer:
 * `timeout` past its deadline · `unreachable` no connection, or one that broke · `refused` our signature is not accepted ·
 * `malformed` something else than GraphQL, or too much of it · `overloaded` too many requests are under way already ·
 * `circuit_open` it failed too often just now and was not asked · `client_left` nobody waits for the answer.
 */
export type FaultKind =
  | 'timeout'
  | 'unreachable'
  | 'refused'
  | 'malformed'
  | 'overloaded'
  | 'circuit_open'
  | 'client_left';

/** A request to a subgraph that has no answer. The message is for logs, never for clients. */
export class SubgraphFault extends Error {
  override readonly name = 'SubgraphFault';
  readonly kind: FaultKind;
  /** Whether the subgraph is well all the same: it answered, at greater length than is taken. */
  readonly isAnswered: boolean;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions & { readonly isAnswered?: boolean }) {
    super(message, options);
    this.kind = kind;
    this.isAnswered = options?.isAnswered ?? false;
  }
}
