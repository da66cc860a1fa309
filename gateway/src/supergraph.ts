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
}

/**
 * Reads access rules, delivery modes and subgraphs from a supergraph's SDL.
 * @throws Error naming every field without an access rule
 */
export function readSupergraph(supergraphSdl: string): SupergraphFacts {
  const schema = buildSchema(supergraphSdl, { assumeValid: true });
  const modes = deliveryModes(schema);
  return {
    accessRules: readAccessRules(schema),
    delivery: (fieldName) => modes.get(fieldName) ?? 'EVERY',
    subgraphs: readSubgraphs(supergraphSdl),
  };
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
