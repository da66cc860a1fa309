import getPort from 'get-port';

/** A TCP port of the loopback interface that nobody listens on now. */
export function freePort(): Promise<number> {
  return getPort({ host: '127.0.0.1' });
}
