import { randomUUID } from 'node:crypto';
import { type Schema, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlannerConfig } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

/** All that planning and execution need of one supergraph; a reload makes a new one. */
export interface SchemaVersion {
  /** Of this process; no two versions have the same. */
  readonly id: string;
  /** The API schema clients see. */
  readonly schema: GraphQLSchema;
  /** The same schema in the form the query planner works on. */
  readonly federatedSchema: Schema;
  /** With every subgraph's types, to resolve entities by. */
  readonly supergraphSchema: GraphQLSchema;
  readonly planner: QueryPlanner;
}

/** What `gateway.onSchemaLoadOrUpdate` reports. */
export interface SchemaContext {
  apiSchema: GraphQLSchema;
  coreSupergraphSdl: string;
}

/** Prepares a supergraph for planning. The gateway has validated it by then; it is not validated again. */
export function buildSchemaVersion(context: SchemaContext, config: QueryPlannerConfig = {}): SchemaVersion {
  const supergraph = Supergraph.build(context.coreSupergraphSdl, { validateSupergraph: false });
  return {
    id: randomUUID(),
    schema: context.apiSchema,
    federatedSchema: supergraph.apiSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    planner: new QueryPlanner(supergraph, config),
  };
}
