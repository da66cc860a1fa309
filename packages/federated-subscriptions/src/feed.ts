import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { type ClientError, StreamError, type SubscriptionErrorCode, subscriptionError } from './errors.js';
import type { PlannedEvent } from './execution.js';
import type { Planner, SubscriptionPlan } from './planning/planner.js';
import { pickVariables, resolveVariables, type Variables } from './planning/variables.js';
import type { Upstream } from './upstream/upstream.js';

/** What to do when events may have been missed: go on with the next one, or tell the client to read the state again. */
export type AfterGap = 'RESUME' | 'RESYNC';

/** Where a feed leaves its events. */
export interface FeedTarget {
  /** Takes an event that was `bytes` long on the wire; false when there is no room for it. */
  push(item: PlannedEvent, bytes: number): boolean;
  /** No more events will come, or the source ends with an error; those that came are still to be delivered before. */
  complete(error?: StreamError): void;
  /** The stream is over, and what was not delivered yet is of no use any more. */
  fail(error: StreamError): void;
}

/** The way from one upstream subscription to its target, across reconnects and reloads of the supergraph. */
export interface Feed {
  /**
   * Moves over to a new supergraph; ends with errors when the operation is no longer valid. Answers the plan by which
   * events that came before are completed from now on; null when their source is another one now.
   */
  replan(planner: Planner): Pick<PlannedEvent, 'plan' | 'variables'> | null;
  /** Ends the stream with an error of the given code. */
  fail(code: SubscriptionErrorCode): void;
  /** Stops the upstream subscription; the target is left as it is. */
  stop(): void;
}

/** What a feed is made of. */
export interface FeedDeps {
  plan: SubscriptionPlan;
  variables: Variables;
  /** As the client sent them: defaults may change with the supergraph. */
  providedVariables: Variables;
  target: FeedTarget;
  afterGap: AfterGap;
  upstreamOf: (subgraph: string) => Upstream;
  extensionsFor: (subgraph: string, payload: SubscribePayload) => Promise<object | undefined>;
  /** Errors for whoever reads the stream. */
  format: (errors: readonly unknown[]) => ClientError[];
}

/** One upstream subscription and the plan its events are completed with. */
interface Leg {
  plan: SubscriptionPlan;
  variables: Variables;
  stop: () => void;
}

/** Starts a feed: it subscribes at once, and again for as long as it takes. */
export function startFeed(deps: FeedDeps): Feed {
  const { target, afterGap, format } = deps;
  let current: Leg | null = null;
  /** After a reload: the new subscription, until its first event shows that it is alive. */
  let incoming: Leg | null = null;

  const stop = (): void => {
    const legs = [current, incoming];
    current = null;
    incoming = null;
    for (const leg of legs) leg?.stop();
  };

  const failWith = (errors: readonly unknown[]): void => {
    target.fail(new StreamError(format(errors)));
    stop();
  };
  const fail = (code: SubscriptionErrorCode): void => failWith([subscriptionError(code)]);

  const deliver = (leg: Leg, event: FormattedExecutionResult, bytes: number): void => {
    if (leg === incoming) {
      current?.stop();
      current = leg;
      incoming = null;
    }
    const hadRoom = target.push({ plan: leg.plan, variables: leg.variables, event }, bytes);
    if (!hadRoom) fail('RESYNC_REQUIRED');
  };

  /** The old subscription ended while the new one was being opened: from here on the new one alone counts. */
  const handedOver = (leg: Leg): boolean => {
    if (leg !== current || !incoming) return false;
    current = incoming;
    incoming = null;
    return true;
  };

  const open = (plan: SubscriptionPlan, variables: Variables): Leg => {
    const leg: Leg = { plan, variables, stop: () => undefined };
    // A subscription that was stopped may still report: only the legs in use are listened to.
    const isUsed = (): boolean => leg === current || leg === incoming;
    const end = (finish: () => void): void => {
      if (isUsed() && !handedOver(leg)) finish();
    };
    leg.stop = deps.upstreamOf(plan.primary.serviceName).subscribe(() => payloadOf(leg, deps), {
      next: (event, bytes) => isUsed() && deliver(leg, event, bytes),
      rejected: (errors: readonly GraphQLFormattedError[]) =>
        end(() => {
          target.complete(new StreamError(format(errors)));
          stop();
        }),
      failed: (error) => end(() => failWith([error])),
      completed: () =>
        end(() => {
          target.complete();
          stop();
        }),
      interrupted: () => isUsed() && afterGap === 'RESYNC' && fail('RESYNC_REQUIRED'),
    });
    return leg;
  };

  current = open(deps.plan, deps.variables);

  return {
    fail,
    stop,
    replan(planner) {
      if (!current) return null;
      const { document, operationName } = current.plan;
      const { plan, errors } = planner.plan(document, operationName);
      const resolved = plan && resolveVariables(plan.version.schema, plan.operation, deps.providedVariables);
      const problems = errors ?? resolved?.errors;
      if (!plan || !resolved?.variables) {
        failWith(problems ?? []);
        return null;
      }
      const planned = { plan, variables: resolved.variables };
      const latest = incoming ?? current;
      if (hasSameSource(latest, planned)) {
        Object.assign(latest, planned);
        return latest === current ? planned : null;
      }
      if (afterGap === 'RESYNC') fail('RESYNC_REQUIRED');
      else {
        const outdated = incoming;
        incoming = open(plan, resolved.variables);
        outdated?.stop();
      }
      return null;
    },
  };
}

/** What is sent upstream for a leg: asked for anew before every (re)send, so that nothing in it is stale. */
async function payloadOf(leg: Leg, deps: FeedDeps): Promise<SubscribePayload> {
  const { operation, operationName, serviceName } = leg.plan.primary;
  const payload: SubscribePayload = {
    query: operation,
    variables: sourceVariables(leg),
    ...(operationName ? { operationName } : {}),
  };
  const extensions = await deps.extensionsFor(serviceName, payload);
  return extensions ? { ...payload, extensions: { ...extensions } } : payload;
}

function hasSameSource(one: Pick<Leg, 'plan' | 'variables'>, other: Pick<Leg, 'plan' | 'variables'>): boolean {
  const [a, b] = [one.plan.primary, other.plan.primary];
  if (a.serviceName !== b.serviceName || a.operation !== b.operation) return false;
  return JSON.stringify(sourceVariables(one)) === JSON.stringify(sourceVariables(other));
}

function sourceVariables({ plan, variables }: Pick<Leg, 'plan' | 'variables'>): Variables {
  return pickVariables(variables, plan.primary.variableUsages);
}
