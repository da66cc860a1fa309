import WebSocket from 'ws';
import { type Reply, readReply } from '../start-gateway.js';
import type { RandomOperation } from './arbitrary-operation.js';

/** What may be asked to stream. */
export const streams = {
  'Server-Sent Events': 'text/event-stream',
  multipart: 'multipart/mixed;subscriptionSpec=1.0, application/json',
} as const;

/** A subscription that was let in rightly stays silent until there is something to tell: so long is listened, in milliseconds. */
const PATIENCE_MS = 400;

/**
 * What comes first of a stream: the refusal, what the stream says before it ends, or an empty answer (status 0) when it was
 * let in and is silent. It is left then.
 */
export async function overStream(
  url: string,
  { query, variables }: RandomOperation,
  accept: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const left = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers },
    body: JSON.stringify({ query, variables }),
    signal: left.signal,
  });
  if (!response.ok || !/event-stream|multipart/.test(response.headers.get('content-type') ?? '')) {
    return readReply(response);
  }
  const impatience = setTimeout(() => left.abort(), PATIENCE_MS);
  let text = '';
  try {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (/"(?:data|errors)":/.test(text)) break;
    }
  } catch (error) {
    if (!left.signal.aborted) throw error;
  } finally {
    clearTimeout(impatience);
    left.abort();
  }
  return { status: 0, headers: response.headers, text, json: eventIn(text) };
}

/**
 * What comes first for a subscription over a WebSocket of its own, or an empty answer when it was let in and is silent; a query
 * that is sent behind it must be answered in any case, unless the socket was closed.
 */
export function subscribeOverSocket(url: string, operation: RandomOperation, init: object = {}): Promise<Reply> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const send = (message: object) => socket.send(JSON.stringify(message));
  return new Promise((resolve) => {
    let impatience: NodeJS.Timeout | undefined;
    const done = (status: number, json: unknown) => {
      clearTimeout(impatience);
      socket.close();
      resolve({ status, headers: new Headers(), text: JSON.stringify(json), json });
    };
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => done(code, { reason: String(reason) }));
    socket.on('open', () => send({ type: 'connection_init', payload: init }));
    socket.on('message', (data) => {
      const { id, type, payload } = JSON.parse(String(data)) as { id?: string; type: string; payload?: unknown };
      if (type === 'connection_ack') {
        send({ id: 'wanted', type: 'subscribe', payload: { ...operation } });
        send({ id: 'behind', type: 'subscribe', payload: { query: '{ __typename }' } });
      }
      if (id === 'wanted') done(0, type === 'error' ? { errors: payload } : type === 'next' ? payload : {});
      if (id === 'behind' && type === 'complete') impatience = setTimeout(() => done(0, {}), PATIENCE_MS);
    });
  });
}

/** The first event of a stream, as the result it holds. */
function eventIn(text: string): unknown {
  const json = /^(?:data: )?(\{.*"(?:data|errors)":.*\})\r?$/m.exec(text)?.[1];
  if (json === undefined) return {};
  const event = JSON.parse(json) as { payload?: object | null; errors?: unknown };
  if (event.errors) return { errors: event.errors };
  return event.payload ?? event;
}
