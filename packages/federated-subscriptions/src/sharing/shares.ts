import type { DeliveryDeps } from '../delivery/delivery-deps.js';
import { type StreamError, type SubscriptionErrorCode, subscriptionError } from '../errors.js';
import type { Sharing, SubscribeRequest } from '../options.js';
import type { Planner, SubscriptionPlan } from '../planning/planner.js';
import { resolveVariables, type Variables } from '../planning/variables.js';
import type { BackoffOptions } from '../upstream/backoff.js';
import { type LatestSink, Seat, type SeatRules } from './seat.js';
import { type Share, startShare } from './share.js';
import { shareKey } from './share-key.js';

/** The open subscriptions of LATEST fields. */
export interface Shares<Context extends object> {
  /** Gives a subscriber that was admitted its place; answers how to leave it. `onLeft` is called once. */
  seat(
    plan: SubscriptionPlan,
    variables: Variables,
    request: SubscribeRequest<Context>,
    sink: LatestSink,
    onLeft: () => void,
  ): () => void;
  /** Moves over to a new supergraph, under which every subscriber is admitted anew before its next state. */
  replan(planner: Planner): void;
  /** Ends all with an error of the given code. */
  fail(code: SubscriptionErrorCode): void;
  /** How many subscribers there are. */
  size(): number;
  /** How many shares they have between them. */
  shares(): number;
}

/** What they are made of. */
export interface SharesDeps<Context extends object> extends DeliveryDeps<Context> {
  planner: () => Planner | null;
  sharing: (plan: SubscriptionPlan, context: Context) => Sharing<Context> | null;
  refusal: (error: unknown, context: Context) => StreamError;
  backoff: BackoffOptions;
}

/** Where a subscriber belongs that was admitted anew, given where it is. */
type Readmission<Context extends object> = (present: Share<Context>) => Share<Context>;

/** By what a share is found again under another supergraph. */
interface Place<Context extends object> {
  readonly plan: SubscriptionPlan;
  readonly request: SubscribeRequest<Context>;
  readonly scope: string | null;
  key: string | null;
}

/** Makes the book of shares. */
export function createShares<Context extends object>(deps: SharesDeps<Context>): Shares<Context> {
  const open = new Map<Share<Context>, Place<Context>>();
  const byKey = new Map<string, Share<Context>>();
  const seats = new Set<Seat<Context>>();

  /** The share for a subscriber: one that is open already, or a new one, which its first reader starts. */
  const shareFor = (
    plan: SubscriptionPlan,
    variables: Variables,
    request: SubscribeRequest<Context>,
    context: Context,
    present?: Share<Context>,
  ): Share<Context> => {
    const sharing = deps.sharing(plan, context);
    // Whoever shares with nobody stays alone where it is.
    if (!sharing && present && open.get(present)?.scope === null) return present;
    const key = sharing && shareKey(plan, variables, sharing.scope);
    const known = key === null ? undefined : byKey.get(key);
    if (known) return known;
    const share: Share<Context> = startShare<Context>({
      runAs: sharing?.runAs,
      startFeed: (target, contextOf) => deps.startFeed(plan, variables, request, target, contextOf),
      execute: deps.execute,
      backoff: deps.backoff,
      onOver() {
        const key = open.get(share)?.key ?? null;
        open.delete(share);
        if (key !== null && byKey.get(key) === share) byKey.delete(key);
      },
    });
    open.set(share, { plan, request, scope: sharing?.scope ?? null, key });
    if (key !== null) byKey.set(key, share);
    return share;
  };

  /** Plans anew: the supergraph may be another one than when the subscriber came. */
  const readmit = async (request: SubscribeRequest<Context>, context: Context): Promise<Readmission<Context>> => {
    const planner = deps.planner();
    if (!planner) throw subscriptionError('SERVICE_UNAVAILABLE');
    const { plan, errors } = planner.plan(request.document, request.operationName);
    if (!plan) throw errors[0];
    const resolved = resolveVariables(plan.version.schema, plan.operation, request.variables ?? {});
    if (resolved.errors) throw resolved.errors[0];
    await deps.admit(plan, resolved.variables, context);
    if (deps.planner() !== planner) return readmit(request, context);
    return (present) => shareFor(plan, resolved.variables, request, context, present);
  };

  const rules: SeatRules<Context> = { readmit, refusal: deps.refusal };

  return {
    seat(plan, variables, request, sink, onLeft) {
      const { signal, context } = request;
      const share = shareFor(plan, variables, request, context);
      const leave = (): void => seat.leave();
      const seat = new Seat(rules, request, share, sink, () => {
        seats.delete(seat);
        signal?.removeEventListener('abort', leave);
        onLeft();
      });
      seats.add(seat);
      signal?.addEventListener('abort', leave, { once: true });
      seat.sit();
      return leave;
    },
    replan(planner) {
      byKey.clear();
      for (const [share, place] of open) {
        place.key = keyUnder(planner, place);
        if (place.key !== null && !byKey.has(place.key)) byKey.set(place.key, share);
      }
      for (const seat of seats) seat.recheck();
      for (const share of [...open.keys()]) {
        try {
          share.replan(planner);
        } catch (error) {
          deps.log.error({ err: error }, 'subscription.replan_failed');
          share.fail('RESYNC_REQUIRED');
        }
      }
    },
    fail(code) {
      for (const share of [...open.keys()]) share.fail(code);
    },
    size: () => seats.size,
    shares: () => open.size,
  };
}

function keyUnder<Context extends object>(planner: Planner, { plan, request, scope }: Place<Context>): string | null {
  if (scope === null) return null;
  const { plan: planned } = planner.plan(plan.document, plan.operationName);
  if (!planned) return null;
  const { variables } = resolveVariables(planned.version.schema, planned.operation, request.variables ?? {});
  return variables ? shareKey(planned, variables, scope) : null;
}
