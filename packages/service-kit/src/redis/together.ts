import type { Redis } from 'ioredis';

/** Sends all commands that `send` gives on this connection, before it returns, in one packet: they come back in one as well. */
export function sendTogether<T>({ stream }: Redis, send: () => T): T {
  // There is none before the first connection.
  stream?.cork();
  try {
    return send();
  } finally {
    stream?.uncork();
  }
}
