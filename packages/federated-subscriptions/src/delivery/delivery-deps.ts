import type { ExecutionResult } from 'graphql';
import type { PlannedEvent } from '../execution.js';
import type { Feed, FeedTarget } from '../feed.js';
import type { SubscriptionLogger } from '../logger.js';
import type { SubscribeRequest } from '../options.js';
import type { SubscriptionPlan } from '../planning/planner.js';
import type { Variables } from '../planning/variables.js';

/** What delivering takes, whichever way: where events come from, who may have them, and how they are completed. */
export interface DeliveryDeps<Context extends object> {
  startFeed: (
    plan: SubscriptionPlan,
    variables: Variables,
    request: SubscribeRequest<Context>,
    target: FeedTarget,
    context: () => Context,
  ) => Feed;
  /** Rejects for a caller who may not subscribe. */
  admit: (plan: SubscriptionPlan, variables: Variables, context: Context) => Promise<void>;
  execute: (item: PlannedEvent, context: Context) => Promise<ExecutionResult>;
  log: SubscriptionLogger;
}
