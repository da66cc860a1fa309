import { networkOf } from '@doctorpy/service-kit/caller';

/** A socket, or a response that stays open. */
export interface Closable {
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** Counts the open connections of each client network. */
export interface SocketCount {
  /** Counts a connection until it closes; false, and not counted, when its network has as many as it may. */
  admit(connection: Closable, ip: string | null): boolean;
}

/** A count of this process alone, in which a network may have `most` connections. */
export function createSocketCount(most: number): SocketCount {
  const open = new Map<string, number>();
  return {
    admit(connection, ip) {
      const network = networkOf(ip);
      const count = open.get(network) ?? 0;
      if (count >= most || connection.destroyed) return false;
      open.set(network, count + 1);
      connection.once('close', () => {
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      });
      return true;
    },
  };
}
