import { createHash } from 'node:crypto';
import type { Delivery } from '@doctorpy/federated-subscriptions';
import { type AccessRule, readAccessRules } from '@doctorpy/service-kit/access';
import { buildSchema, type DirectiveNode, type GraphQLSchema, Kind, parse } from 'graphql';

/** What the gateway reads from the composed supergraph besides what the query planner does. */
export interface SupergraphFacts {
  /** Access rule by schema coordinate. */
  readonly accessRules: ReadonlyMap<string, AccessRule>;
  /** How a subscription field is delivered. */
  readonly delivery: (fieldName: string) => Delivery;
  /** Subgraph name (as data sources are called) → the address composed in. */
  readonly subgraphs: ReadonlyMap<string, string>;
  /** Its types and fields. */
  readonly schema: () => GraphQLSchema;
  /** The SHA-256 of its SDL. */
  readonly version: () => string;
}

/**
 * Reads access rules, delivery modes and subgraphs from a supergraph's SDL.
 * @throws Error naming every field without an access rule
 */
export function readSupergraph(supergraphSdl: string): SupergraphFacts {
  const schema = buildSchema(supergraphSdl, { assumeValid: true });
  const modes = deliveryModes(schema);
  const version = createHash('sha256').update(supergraphSdl).digest('base64url');
  return {
    accessRules: readAccessRules(schema),
    delivery: (fieldName) => modes.get(fieldName) ?? 'EVERY',
    subgraphs: readSubgraphs(supergraphSdl),
    schema: () => schema,
    version: () => version,
  };
}

/** The facts of the supergraph in force: one object for as long as the gateway runs, whose contents are replaced. */
export interface LiveSupergraph {
  readonly facts: SupergraphFacts;
  /**
   * Puts the facts of another supergraph in place of the present ones.
   * @returns what brings these back
   * @throws Error, and changes nothing, when a field has no access rule
   */
  replace(supergraphSdl: string): () => void;
}

/** @throws Error naming every field without an access rule */
export function createLiveSupergraph(supergraphSdl: string): LiveSupergraph {
  let current = readSupergraph(supergraphSdl);
  const accessRules = new Map(current.accessRules);
  const subgraphs = new Map(current.subgraphs);
  const use = (facts: SupergraphFacts) => {
    current = facts;
    refill(accessRules, facts.accessRules);
    refill(subgraphs, facts.subgraphs);
  };
  return {
    facts: {
      accessRules,
      subgraphs,
      delivery: (fieldName) => current.delivery(fieldName),
      schema: () => current.schema(),
      version: () => current.version(),
    },
    replace(sdl) {
      const before = current;
      use(readSupergraph(sdl));
      return () => use(before);
    },
  };
}

function refill<K, V>(map: Map<K, V>, entries: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

function deliveryModes(schema: GraphQLSchema): Map<string, Delivery> {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return new Map(
    fields.map(({ name, astNode }) => {
      const directive = astNode?.directives?.find((candidate) => candidate.name.value === 'delivery');
      return [name, directive && textArgument(directive, 'mode') === 'LATEST' ? 'LATEST' : 'EVERY'];
    }),
  );
}

function readSubgraphs(supergraphSdl: string): Map<string, string> {
  const graphs = new Map<string, string>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
    for (const directive of definition.values?.flatMap((value) => value.directives ?? []) ?? []) {
      const name = textArgument(directive, 'name');
      if (name) graphs.set(name, textArgument(directive, 'url') ?? '');
    }
  }
  return graphs;
}

function textArgument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
