import type { ApolloServerPlugin } from '@apollo/server';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Metrics } from '@doctorpy/service-kit/metrics';
import { OperationTypeNode } from 'graphql';
import type { GatewayContext } from '../context.js';
import type { ObserveOperation } from './observe-operation.js';
import { accessProblem, type RulesOfDocument } from './operation-access.js';
import { actualCost } from './operation-cost.js';
import { presentGatewayError } from './present-errors.js';
import { refusal } from './refusal.js';

/** Refuses operations the caller's roles do not allow, on every path that executes through Apollo Server. */
export function enforceRoles(rulesOf: RulesOfDocument): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, schema, contextValue }) {
          // Without an operation of that name nothing will run; what the document selects is checked all the same.
          const kind = operation?.operation ?? OperationTypeNode.QUERY;
          const problem = accessProblem(rulesOf(document, schema), kind, contextValue);
          if (problem) throw refusal(problem);
        },
      };
    },
  };
}

/** Tells how to subscribe to those who ask for a subscription as for an ordinary answer. */
export function redirectSubscriptions(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation !== 'subscription') return;
          throw refusal(subscriptionNeedsStream());
        },
      };
    },
  };
}

/** What becomes of a subscription whose client does not take a stream. */
export function subscriptionNeedsStream(): DomainError {
  return new DomainError('OPERATION_NOT_ALLOWED', {
    fr: 'Une souscription répond par un flux : à la même adresse, par WebSocket (protocole graphql-transport-ws), ou par POST avec Accept: text/event-stream ou multipart/mixed;subscriptionSpec=1.0.',
    en: 'A subscription answers with a stream: at the same address, over WebSocket (protocol graphql-transport-ws), or by POST with Accept: text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
  });
}

/** Words errors for the caller, says which language was spoken and that nothing is to be stored, and measures. */
export function answerClients(
  metrics: Pick<Metrics, 'errors'>,
  observe: ObserveOperation,
): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart({ contextValue: { startedAt = performance.now() } }) {
      return {
        async willSendResponse({ response, errors, contextValue, operation, operationName }) {
          const { headers } = response.http;
          headers.set('content-language', contextValue.caller.language);
          if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
          headers.set('vary', [headers.get('vary'), 'Accept-Language', 'Authorization'].filter(Boolean).join(', '));
          if (contextValue.costToReport && response.body.kind === 'single') {
            const { singleResult } = response.body;
            const cost = { ...contextValue.costToReport, actual: actualCost(singleResult.data) };
            singleResult.extensions = { ...singleResult.extensions, cost };
          }
          let outcome = 'ok';
          if (response.body.kind === 'single' && errors && errors.length > 0) {
            const presented = errors.map((error) => presentGatewayError(error, contextValue));
            response.body.singleResult.errors = presented;
            for (const { extensions } of presented) metrics.errors.inc({ code: String(extensions?.code) });
            outcome = String(presented[0]?.extensions?.code);
          }
          const elapsedMs = performance.now() - startedAt;
          const { caller, log } = contextValue;
          observe({ operation: operation?.operation, operationName, outcome, userId: caller.userId, elapsedMs, log });
        },
      };
    },
  };
}

/** A client chooses the name, and a document may be as long as a body: the beginning is enough. */
export function nameForLogs(operationName: string | null | undefined): string | null {
  return operationName?.slice(0, LONGEST_LOGGED_NAME) ?? null;
}

const LONGEST_LOGGED_NAME = 100;
