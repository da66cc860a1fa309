import type { ApolloGateway, GraphQLDataSource } from '@apollo/gateway';
import { createFederatedSubscriptions, type FederatedSubscriptions } from '@doctorpy/federated-subscriptions';
import { anonymous } from '@doctorpy/service-kit/caller';
import type { Logger } from '@doctorpy/service-kit/logging';
import { type ServiceKeys, signRequest, subscriptionBody } from '@doctorpy/service-kit/trust';
import { GraphQLError, OperationTypeNode, type ValidationRule } from 'graphql';
import { v7 as uuid } from 'uuid';
import type { GatewayContext } from '../context.js';
import { nameForLogs } from '../plugins/apollo-plugins.js';
import { accessProblem, rulesOf } from '../plugins/operation-access.js';
import { presentGatewayError } from '../plugins/present-errors.js';
import type { SupergraphFacts } from '../supergraph.js';

/** What federated subscriptions need to know about DoctorPy. */
export interface SubscriptionsOptions {
  readonly gateway: ApolloGateway;
  readonly dataSources: ReadonlyMap<string, GraphQLDataSource>;
  readonly urlOf: (subgraph: string) => URL;
  readonly keys: ServiceKeys;
  readonly supergraph: SupergraphFacts;
  readonly validationRules: readonly ValidationRule[];
  readonly log: Logger;
}

/** Joins the generic package to DoctorPy's trust, access and delivery rules. Call before the gateway loads. */
export function createSubscriptions(options: SubscriptionsOptions): FederatedSubscriptions<GatewayContext> {
  const { keys, supergraph, urlOf } = options;
  const sign = (
    subgraph: string,
    method: string,
    body: string,
    context: Pick<GatewayContext, 'caller' | 'requestId'>,
  ) => signRequest(keys, { pair: `gateway>${subgraph}`, method, path: urlOf(subgraph).pathname, body }, context);
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
    subscribeExtensions: (subgraph, payload, context) => ({
      signed: sign(subgraph, 'SUBSCRIBE', subscriptionBody(payload), context),
      ...(context.traceparent && { traceparent: context.traceparent }),
    }),
    delivery: supergraph.delivery,
    validationRules: options.validationRules,
    beforeSubscribe: (document, operationName, _variables, context) => {
      const schema = subscriptions.schema();
      const problem =
        schema &&
        accessProblem(rulesOf(document, schema, supergraph.accessRules), OperationTypeNode.SUBSCRIPTION, context);
      context.log.info(
        { operationName: nameForLogs(operationName), userId: context.caller.userId, refused: problem?.code },
        'subscription.requested',
      );
      if (!problem) return;
      const { message, extensions } = presentGatewayError(problem, context);
      throw new GraphQLError(message, { extensions: extensions ?? {} });
    },
    logger: options.log,
  });
  return subscriptions;
}
