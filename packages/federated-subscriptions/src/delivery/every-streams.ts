import type { ExecutionResult } from 'graphql';
import type { SubscriptionErrorCode } from '../errors.js';
import type { PlannedEvent } from '../execution.js';
import type { Feed } from '../feed.js';
import type { ResultStream, SubscribeRequest } from '../options.js';
import type { Planner, SubscriptionPlan } from '../planning/planner.js';
import type { Variables } from '../planning/variables.js';
import type { DeliveryDeps } from './delivery-deps.js';
import { createMailbox, type MailboxCapacity } from './mailbox.js';
import { createResultIterator } from './result-iterator.js';

/** The open subscriptions of EVERY fields: each has an upstream subscription and completions of its own. */
export interface EveryStreams<Context extends object> {
  /** Starts one that was admitted. `onEnd` is called once, whoever ends it. */
  start(
    plan: SubscriptionPlan,
    variables: Variables,
    request: SubscribeRequest<Context>,
    onEnd: () => void,
  ): ResultStream;
  replan(planner: Planner): void;
  /** Ends all with an error of the given code. */
  fail(code: SubscriptionErrorCode): void;
  size(): number;
}

/** What they are made of. */
export interface EveryStreamsDeps<Context extends object> extends DeliveryDeps<Context> {
  capacity: MailboxCapacity;
}

/** Makes the book of them. Nothing is completed before its reader asks, in order. */
export function createEveryStreams<Context extends object>(deps: EveryStreamsDeps<Context>): EveryStreams<Context> {
  const feeds = new Set<Feed>();
  return {
    start(plan, variables, request, onEnd) {
      const { signal, currentContext = () => request.context } = request;
      let admitted = request.context;
      let admittedUnder = plan.version;
      const mailbox = createMailbox<PlannedEvent>('EVERY', deps.capacity);
      const feed = deps.startFeed(plan, variables, request, mailbox, currentContext);
      feeds.add(feed);
      const complete = async (item: PlannedEvent): Promise<ExecutionResult> => {
        const context = currentContext();
        if (context !== admitted || item.plan.version !== admittedUnder) {
          await deps.admit(item.plan, item.variables, context);
          admitted = context;
          admittedUnder = item.plan.version;
        }
        return deps.execute(item, context);
      };
      const abort = (): void => void results.return?.();
      const results = createResultIterator(mailbox, complete, () => {
        feeds.delete(feed);
        feed.stop();
        signal?.removeEventListener('abort', abort);
        onEnd();
      });
      signal?.addEventListener('abort', abort, { once: true });
      return results;
    },
    replan(planner) {
      for (const feed of [...feeds]) {
        try {
          feed.replan(planner);
        } catch (error) {
          deps.log.error({ err: error }, 'subscription.replan_failed');
          feed.fail('RESYNC_REQUIRED');
        }
      }
    },
    fail(code) {
      for (const feed of [...feeds]) feed.fail(code);
    },
    size: () => feeds.size,
  };
}
