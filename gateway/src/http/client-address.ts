import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** Where a request came from, as far as the connection and trusted proxies say. */
export interface ClientAddress {
  ip(request: IncomingMessage): string;
  protocol(request: IncomingMessage): string;
}

/** Reads what the HTTP framework reads, from the request itself. */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) {
    return { ip: ({ socket }) => socket.remoteAddress ?? '', protocol: protocolOfConnection };
  }
  const trust = proxyAddr.compile([...trustedProxies]);
  return {
    ip: (request) => proxyAddr(request, trust),
    protocol(request) {
      const forwarded = request.headers['x-forwarded-proto'];
      const { remoteAddress } = request.socket;
      if (typeof forwarded === 'string' && forwarded !== '' && remoteAddress !== undefined && trust(remoteAddress, 0)) {
        return forwarded.slice(forwarded.lastIndexOf(',') + 1).trim();
      }
      return protocolOfConnection(request);
    },
  };
}

function protocolOfConnection({ socket }: IncomingMessage): string {
  return 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
}
