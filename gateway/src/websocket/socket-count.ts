import type { Duplex } from 'node:stream';
import { networkOf } from '@doctorpy/service-kit/caller';

/** Counts the open sockets of each client network. */
export interface SocketCount {
  /** Counts a socket until it closes; false, and not counted, when its network has as many as it may. */
  admit(socket: Duplex, ip: string | null): boolean;
}

/** A count of this process alone, in which a network may have `most` sockets. */
export function createSocketCount(most: number): SocketCount {
  const open = new Map<string, number>();
  return {
    admit(socket, ip) {
      const network = networkOf(ip);
      const count = open.get(network) ?? 0;
      if (count >= most || socket.destroyed) return false;
      open.set(network, count + 1);
      socket.once('close', () => {
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      });
      return true;
    },
  };
}
