import { Agent, request } from 'node:http';
import WebSocket from 'ws';

/** Which part of the platform a query of the load needs. */
export type Part = 'auth' | 'quest' | 'rag';

/** One query of the load, and what came of it. */
export interface Sample {
  readonly part: Part;
  /** On the clock of `performance.now()`. */
  readonly sentAt: number;
  readonly ms: number;
  /** `ok`, the code of the first error, or `lost` without a GraphQL answer. */
  readonly outcome: string;
}

/** People who watch the leaderboard and ask things, steadily and whatever becomes of the platform. */
export interface Load {
  /** Queries that were answered or lost so far, in the order of that. */
  readonly samples: readonly Sample[];
  /** Queries that wait for an answer now. */
  waiting(): number;
  /** Sockets that are open and subscribed now. */
  watching(): number;
  /** Sockets that were closed on us so far. */
  readonly closed: readonly { at: number; code: number }[];
  /** When each socket was last sent a ranking; 0 for never. */
  lastHeard(): readonly number[];
  /** Ends it; queries under way are waited for. */
  stop(): Promise<void>;
}

/** One query for each part: it asks a single subgraph, and anybody who is signed in may ask it. */
export const queries: Readonly<Record<Part, string>> = {
  auth: '{ me { id displayName } }',
  quest: '{ categories { id title } }',
  rag: '{ promptTemplates { id } }',
};

const SUBSCRIPTION = 'subscription { leaderboardChanged(first: 3) { totalPlayers entries { score } } }';
/** A client that was cut off calls again after a pause of its own; this is a short one, in milliseconds. */
const RECONNECT_MS = 100;
/** A client does not wait longer: an answer that comes later is lost, in milliseconds. */
const PATIENCE_MS = 60_000;

/**
 * Opens `sockets` subscriptions to the leaderboard, each of which reconnects when it is cut off, and sends each query
 * of {@link queries} `perSecond` times a second, whether or not the one before was answered.
 */
export function startLoad(options: { url: string; accessToken: string; sockets: number; perSecond: number }): Load {
  const { url, accessToken, perSecond } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const samples: Sample[] = [];
  const closed: { at: number; code: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const watchers = Array.from({ length: options.sockets }, () => watch(url, closed));
  const send = (part: Part) => {
    const sentAt = performance.now();
    const sample = ask(agent, url, accessToken, queries[part]).then((outcome) => {
      samples.push({ part, sentAt, ms: performance.now() - sentAt, outcome });
      underWay.delete(sample);
    });
    underWay.add(sample);
  };
  const timer = setInterval(() => {
    for (const part of ['auth', 'quest', 'rag'] as const) send(part);
  }, 1000 / perSecond);
  return {
    samples,
    closed,
    waiting: () => underWay.size,
    watching: () => watchers.filter(({ isWatching }) => isWatching()).length,
    lastHeard: () => watchers.map(({ heardAt }) => heardAt()),
    async stop() {
      clearInterval(timer);
      for (const watcher of watchers) watcher.stop();
      await Promise.all(underWay);
      agent.destroy();
    },
  };
}

function watch(url: string, closed: { at: number; code: number }[]) {
  let socket: WebSocket | null = null;
  let isWatching = false;
  let isStopped = false;
  let heard = 0;
  let timer: NodeJS.Timeout | undefined;
  const connect = () => {
    const opened = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    socket = opened;
    let wasOpen = false;
    const send = (message: object) => opened.send(JSON.stringify(message));
    opened.on('open', () => {
      wasOpen = true;
      send({ type: 'connection_init' });
    });
    opened.on('error', () => undefined);
    opened.on('message', (data) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } });
      if (type === 'ping') send({ type: 'pong' });
      if (type === 'next') {
        heard = performance.now();
        isWatching = true;
      }
      // The subscription was ended and the socket was not: a client subscribes again.
      if (type === 'error' || type === 'complete') opened.close(4000);
    });
    opened.on('close', (code) => {
      isWatching = false;
      if (isStopped) return;
      if (wasOpen) closed.push({ at: performance.now(), code });
      timer = setTimeout(connect, RECONNECT_MS);
    });
  };
  connect();
  return {
    isWatching: () => isWatching,
    heardAt: () => heard,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      socket?.terminate();
    },
  };
}

/** What came of one query. */
function ask(agent: Agent, url: string, accessToken: string, query: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };
    const sent = request(url, { method: 'POST', agent, headers, timeout: PATIENCE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve(outcomeOf(text)));
      response.once('error', () => resolve('lost'));
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => resolve('lost'));
    sent.end(JSON.stringify({ query }));
  });
}

function outcomeOf(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? 'ok';
  } catch {
    return 'lost';
  }
}
