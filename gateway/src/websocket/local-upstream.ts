import type { Upstream, UpstreamSink } from '@doctorpy/federated-subscriptions';
import { callerSchema } from '@doctorpy/service-kit/caller';
import type { RequestContext } from '@doctorpy/service-kit/context';
import type { Logger } from '@doctorpy/service-kit/logging';
import { LocalStreamError, type LocalSubgraph, type LocalSubscription } from '@doctorpy/service-kit/subgraph';
import { z } from 'zod';

/** What `extensions` of a subscription tell a subgraph of this process, where a signed envelope would be on a socket. */
export function callExtensions({ caller, requestId, traceparent }: RequestContext): { call: Call } {
  return { call: { caller, requestId, traceparent } };
}

const callSchema = z.object({ caller: callerSchema, requestId: z.string(), traceparent: z.string().nullable() });
type Call = z.infer<typeof callSchema>;
type Payload = Awaited<ReturnType<Parameters<Upstream['subscribe']>[0]>>;

/**
 * Subscriptions of a subgraph of this process, called as functions. There is no connection to lose: a subscription ends
 * because it is left, completed or refused, or because its stream broke.
 */
export function createLocalUpstream(subgraph: LocalSubgraph, log: Logger): Upstream {
  const leavers = new Set<() => void>();
  return {
    subscribe(payload, sink) {
      const leave = follow(
        () => open(subgraph, payload),
        sink,
        log,
        () => leavers.delete(leave),
      );
      leavers.add(leave);
      return leave;
    },
    close() {
      for (const leave of [...leavers]) leave();
    },
  };
}

async function open(subgraph: LocalSubgraph, payload: () => Promise<Payload>): Promise<LocalSubscription> {
  const { query, variables, operationName, extensions } = await payload();
  return subgraph.subscribe({ query, variables, operationName, ...callSchema.parse(extensions?.call) });
}

/** Hands events to the sink until the subscription is over or left. @returns how to leave */
function follow(
  start: () => Promise<LocalSubscription>,
  sink: UpstreamSink,
  log: Logger,
  ended: () => void,
): () => void {
  let isLeft = false;
  let stream: (LocalSubscription & { kind: 'stream' }) | null = null;
  const unsubscribe = () => {
    stream?.events.return?.().catch((err: unknown) => log.warn({ err }, 'upstream.leave_failed'));
  };
  /** Tells the sink how it ended, unless nobody wants to know. */
  const end = (tell: () => void) => {
    if (isLeft) return;
    isLeft = true;
    ended();
    tell();
  };
  const run = async (): Promise<void> => {
    const opened = await start();
    if (opened.kind === 'refused') return end(() => sink.rejected(opened.errors));
    stream = opened;
    if (isLeft) return unsubscribe();
    for (;;) {
      const { done, value } = await opened.events.next();
      if (done) return end(() => sink.completed());
      if (isLeft) return;
      sink.next(value.event, value.bytes);
    }
  };
  run().catch((error: unknown) => {
    if (error instanceof LocalStreamError) end(() => sink.rejected(error.errors));
    else {
      end(() => sink.failed(error));
      unsubscribe();
    }
  });
  return () => {
    if (isLeft) return;
    isLeft = true;
    ended();
    unsubscribe();
  };
}
