import { type EventEnvelope, type EventName, liveChannel, parseEvent } from '@doctorpy/service-kit/events';
import type { Logger } from '@doctorpy/service-kit/logging';
import { RedisPubSub } from 'graphql-redis-subscriptions';
import type { Redis } from 'ioredis';

/** Told of each event, and with null of a gap: whatever was published while Redis was away has been missed. */
export type NewsListener<N extends EventName> = (event: EventEnvelope<N> | null) => void;

/** What happens on the live channels, to whoever listens in this process. */
export type News = ReturnType<typeof createNews>;

/**
 * Follows live channels on `subscriber`, a connection used for nothing else that waits and subscribes again by itself.
 * However many listen here, Redis delivers each event once.
 */
export function createNews({ subscriber, log }: { subscriber: Redis; log: Logger }) {
  // The library wants a publisher too; nothing is ever published through it.
  const pubsub = new RedisPubSub({
    subscriber,
    publisher: subscriber,
    deserializer: (text) => parseEvent(String(text)),
  });
  const gapListeners = new Set<() => void>();
  let lives = subscriber.status === 'ready' ? 1 : 0;
  subscriber.on('ready', () => {
    lives += 1;
    if (lives === 1) return;
    // Channels are subscribed to again right after "ready"; the reply to a ping comes after theirs.
    subscriber.ping().then(
      () => {
        for (const listener of gapListeners) listener();
      },
      (err: unknown) => log.warn({ err }, 'news.resubscription_unconfirmed'),
    );
  });

  return {
    /**
     * Resolves once Redis has confirmed the subscription: nothing from then on is missed silently. While Redis is away
     * it resolves at once, and the confirmation, when it comes, counts as a gap.
     */
    async listen<N extends EventName>(name: N, listener: NewsListener<N>): Promise<() => void> {
      let listening = true;
      const onGap = () => listener(null);
      const subscribing = pubsub.subscribe(liveChannel(name), (parsed: ReturnType<typeof parseEvent>) => {
        if (listening && parsed.kind === 'known' && isNamed(parsed.event, name)) listener(parsed.event);
      });
      if (subscriber.status === 'ready') await subscribing;
      else subscribing.then(() => listening && onGap()).catch((err: unknown) => log.warn({ err }, 'news.not_followed'));
      gapListeners.add(onGap);
      return () => {
        if (!listening) return;
        listening = false;
        gapListeners.delete(onGap);
        // Not before it is confirmed: the library would forget the listener but keep calling it.
        subscribing.then((id) => pubsub.unsubscribe(id)).catch(() => {});
      };
    },
  };
}

function isNamed<N extends EventName>(event: EventEnvelope, name: N): event is EventEnvelope<N> {
  return event.name === name;
}
