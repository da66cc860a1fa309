import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import { createFederatedSubscriptions, type FederatedSubscriptions } from '@doctorpy/federated-subscriptions';
import { anonymous, networkOf } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import type { LocalSubgraph } from '@doctorpy/service-kit/subgraph';
import { type ServiceKeys, signRequest, subscriptionBody } from '@doctorpy/service-kit/trust';
import { type DocumentNode, type GraphQLSchema, OperationTypeNode, type ValidationRule } from 'graphql';
import { v7 as uuid } from 'uuid';
import type { GatewayContext } from '../context.js';
import { nameForLogs } from '../plugins/apollo-plugins.js';
import { accessProblem, type OperationRules, rulesOf } from '../plugins/operation-access.js';
import type { GuardedOperation, OperationGuard } from '../plugins/operation-guard.js';
import { asGraphQLError } from '../plugins/present-errors.js';
import type { SupergraphFacts } from '../supergraph.js';
import { formatSubscriptionError } from './format-error.js';
import { callExtensions, createLocalUpstream } from './local-upstream.js';
import { subscriptionMessage } from './messages.js';
import { sharingOf } from './sharing.js';

/** What federated subscriptions need to know about DoctorPy. */
export interface SubscriptionsOptions {
  readonly gateway: ApolloGateway;
  readonly dataSources: ReadonlyMap<string, GraphQLDataSource>;
  readonly urlOf: (subgraph: string) => URL;
  readonly keys: ServiceKeys;
  /** Subgraphs of this process, by name. */
  readonly colocated: ReadonlyMap<string, LocalSubgraph>;
  readonly supergraph: SupergraphFacts;
  readonly validationRules: readonly ValidationRule[];
  /** How many one user may have open at this gateway; anonymous callers are counted by their address. */
  readonly maxPerUser: number;
  /** How many of them may differ: equal ones that share a stream of states cost as much as one. */
  readonly maxDifferentPerUser: number;
  /** How many everybody together may have open. */
  readonly maxInAll: number;
  readonly guard: Pick<OperationGuard, 'check'>;
  /** Called before an event of a subgraph is handed on. */
  readonly beforeEvent: () => void;
  readonly log: Logger;
}

/** Joins the generic package to DoctorPy's trust, access and delivery rules. Call before the gateway loads. */
export function createSubscriptions(options: SubscriptionsOptions): FederatedSubscriptions<GatewayContext> {
  const { keys, supergraph, urlOf, colocated } = options;
  const sign = (
    subgraph: string,
    method: string,
    body: string,
    context: Pick<GatewayContext, 'caller' | 'requestId'>,
  ) => signRequest(keys, { pair: `gateway>${subgraph}`, method, path: urlOf(subgraph).pathname, body }, context);
  // Equal documents come here as one object, whoever sent them. Another supergraph has other rules.
  const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, OperationRules>>();
  const rulesBehind = (document: DocumentNode): OperationRules | null => {
    const schema = subscriptions.schema();
    if (!schema) return null;
    const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, OperationRules>();
    known.set(schema, ofSchema);
    const rules = ofSchema.get(document) ?? rulesOf(document, schema, supergraph.accessRules);
    ofSchema.set(document, rules);
    return rules;
  };
  const subscriptions: FederatedSubscriptions<GatewayContext> = createFederatedSubscriptions<GatewayContext>({
    gateway: options.gateway,
    dataSources: () => options.dataSources,
    upstreamUrl: (subgraph) => {
      const url = new URL(urlOf(subgraph));
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
      return url;
    },
    upstreamConnectionParams: (subgraph) => ({
      signed: sign(subgraph, 'CONNECT', '', { caller: anonymous, requestId: uuid() }),
    }),
    upstreamOf: (subgraph) => {
      const local = colocated.get(subgraph);
      return local ? createLocalUpstream(local, options.log) : null;
    },
    subscribeExtensions: (subgraph, payload, context) =>
      colocated.has(subgraph)
        ? callExtensions(context)
        : {
            signed: sign(subgraph, 'SUBSCRIBE', subscriptionBody(payload), context),
            ...(context.traceparent && { traceparent: context.traceparent }),
          },
    beforeEvent: options.beforeEvent,
    delivery: supergraph.delivery,
    validationRules: options.validationRules,
    beforeSubscribe: (document, operationName, variables, context) => {
      const rules = rulesBehind(document);
      const problem =
        costProblem(options.guard, { document, operationName, variables }, context) ??
        (rules && accessProblem(rules, OperationTypeNode.SUBSCRIPTION, context));
      context.log.info(
        { operationName: nameForLogs(operationName), userId: context.caller.userId, refused: problem?.code },
        'subscription.requested',
      );
      if (problem) throw asGraphQLError(problem, context);
    },
    sharing: (document, _operationName, context) => {
      const rules = rulesBehind(document);
      return rules && sharingOf(rules, context);
    },
    callerOf: ({ caller }) => caller.userId ?? `network ${networkOf(caller.ip)}`,
    limits: {
      perCaller: options.maxPerUser,
      differentPerCaller: options.maxDifferentPerUser,
      total: options.maxInAll,
    },
    messages: subscriptionMessage,
    formatError: (formatted, _error, context) => formatSubscriptionError(formatted, context),
    logger: options.log,
  });
  return subscriptions;
}

/** What the guard has against a subscription that it has not let in already. */
function costProblem(
  guard: Pick<OperationGuard, 'check'>,
  operation: Omit<GuardedOperation, 'caller'>,
  context: GatewayContext,
): DomainError | null {
  if (context.admitted) return null;
  try {
    guard.check({ ...operation, caller: context.caller });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
