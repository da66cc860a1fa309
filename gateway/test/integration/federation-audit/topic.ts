import type { Fault } from './test-subgraphs.js';

/** Situations of one kind, over subgraphs made for them. */
export interface Topic {
  readonly title: string;
  /** Called once for each gateway, so that neither sees what the other has changed. */
  readonly subgraphs: () => readonly SubgraphSource[];
  readonly cases: readonly Case[];
}

/** A subgraph without what all have in common: links to the specifications, and access rules. */
export interface SubgraphSource {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers?: object;
}

/** One operation that both gateways are asked. */
export interface Case {
  /** What must be got right, to be read after the title of the topic. */
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** The subgraphs that the stock gateway needs for it: the proof that the case is about what it says. */
  readonly asks: readonly string[];
  /** Codes of the errors that our clients are told, sorted. @default none */
  readonly errors?: readonly string[];
  /** What subgraphs answer instead, by name. */
  readonly faults?: Readonly<Record<string, Fault>>;
  /** The one of the differences that is between the errors of this case: then data alone are compared. */
  readonly differs?: 5 | 8;
}
