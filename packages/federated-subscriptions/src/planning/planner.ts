import { operationFromDocument } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
  print,
  specifiedRules,
  stripIgnoredCharacters,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { rootFieldName, unconditionalRootRule } from './root-selection.js';
import type { SchemaVersion } from './schema-version.js';

/** The name under which an event itself is "fetched"; no subgraph can be called so. */
export const EVENT_SOURCE = '\u0000event';

/** How one subscription operation is served by one supergraph. */
export interface SubscriptionPlan {
  readonly version: SchemaVersion;
  /** The operation, however it was written: equal for equal operations, within one version. */
  readonly key: string;
  readonly document: DocumentNode;
  /** The operation's own name, whether the client had to say it or not. */
  readonly operationName: string | undefined;
  readonly operation: OperationDefinitionNode;
  /** The subscription field, not its alias. */
  readonly fieldName: string;
  /** What is subscribed to, and in which subgraph. */
  readonly primary: FetchNode;
  /** What runs for each event: the event merged in under {@link EVENT_SOURCE}, then the rest from other subgraphs. */
  readonly perEvent: QueryPlan;
  readonly operationContext: ReturnType<typeof buildOperationContext>;
}

/** A plan, or the reasons why the operation has none. */
export type Planned = { plan: SubscriptionPlan; errors?: never } | { plan?: never; errors: readonly GraphQLError[] };

/** Validates and plans subscriptions against one version of the supergraph. */
export interface Planner {
  readonly version: SchemaVersion;
  plan(document: DocumentNode, operationName?: string | null): Planned;
  /**
   * What tells an operation from others that have yet to be planned, which takes milliseconds in which nothing else runs; null where
   * `plan` has nothing left to do but to remember.
   */
  unplanned(document: DocumentNode, operationName?: string | null): string | null;
}

/** Plans remembered per supergraph, so that a thousand equal subscribers are planned once. */
const REMEMBERED_PLANS = 1_000;
/** Characters of their documents together: plans grow with them. */
const REMEMBERED_CHARACTERS = 400_000;

/** Makes a planner. `validationRules` come on top of GraphQL's own and run before anything is planned. */
export function createPlanner(version: SchemaVersion, validationRules: readonly ValidationRule[]): Planner {
  const rules = [...specifiedRules, ...validationRules];
  const plans = new LRUCache<string, SubscriptionPlan>({
    max: REMEMBERED_PLANS,
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_plan, key) => key.length,
  });
  return {
    version,
    unplanned(document, operationName) {
      const key = keyOf(document, operationName);
      return plans.has(key) ? null : key;
    },
    plan(document, operationName) {
      const key = keyOf(document, operationName);
      const known = plans.get(key);
      if (known) return { plan: known };
      const planned = planSubscription(version, rules, document, operationName ?? undefined, key);
      if (planned.plan) plans.set(key, planned.plan);
      return planned;
    },
  };
}

/** By document: equal subscribers bring the same one, again and again. */
const texts = new WeakMap<DocumentNode, string>();

function keyOf(document: DocumentNode, operationName: string | null | undefined): string {
  const text = texts.get(document) ?? stripIgnoredCharacters(print(document));
  texts.set(document, text);
  return `${operationName ?? ''}\n${text}`;
}

function planSubscription(
  version: SchemaVersion,
  rules: readonly ValidationRule[],
  document: DocumentNode,
  operationName: string | undefined,
  key: string,
): Planned {
  const problems = problemsOf(version, rules, document);
  if (problems.length > 0) return { errors: problems.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== 'subscription') {
    const message = operation ? 'Not a subscription operation' : 'Unable to identify the operation';
    return { errors: [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })] };
  }
  const name = operation.name?.value;
  const federated = operationFromDocument(version.federatedSchema, document, name ? { operationName: name } : {});
  const { node } = version.planner.buildQueryPlan(federated);
  if (node?.kind !== 'Subscription') throw new Error('The query planner made no subscription of a subscription');
  const operationContext = buildOperationContext({
    schema: version.schema,
    operationDocument: document,
    ...(name ? { operationName: name } : {}),
  });
  return {
    plan: {
      version,
      key,
      document,
      operationName: name,
      operation,
      fieldName: rootFieldName(operation.selectionSet, (name) => operationContext.fragments[name]?.selectionSet),
      primary: node.primary,
      perEvent: eventPlan(node.primary, node.rest),
      operationContext,
    },
  };
}

/** The root goes first: GraphQL's own rules throw on a condition there that depends on a variable. */
function problemsOf(
  { schema }: SchemaVersion,
  rules: readonly ValidationRule[],
  document: DocumentNode,
): readonly GraphQLError[] {
  const rootProblems = validate(schema, document, [unconditionalRootRule]);
  return rootProblems.length > 0 ? rootProblems : validate(schema, document, rules);
}

/** The gateway's executor refuses subscription nodes, so the event poses as an ordinary fetch that comes first. */
function eventPlan(primary: FetchNode, rest: PlanNode | undefined): QueryPlan {
  const event: FetchNode = { ...primary, serviceName: EVENT_SOURCE };
  return { kind: 'QueryPlan', node: rest ? { kind: 'Sequence', nodes: [event, rest] } : event };
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  if (error.extensions.code) return error;
  return new GraphQLError(error.message, { nodes: error.nodes ?? null, extensions: { ...error.extensions, code } });
}
