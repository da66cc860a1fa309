import { createSigner, type ServiceKeys } from '@doctorpy/service-kit/trust';
import type { SubgraphLink } from './link.js';
import { createTransport, type TransportOptions } from './transport.js';

/** What a link over the network needs. */
export interface SignedLinkOptions extends TransportOptions {
  /** The subgraph's name, for the key of its pair. */
  readonly name: string;
  readonly keys: ServiceKeys;
}

/**
 * A subgraph over HTTP. Each attempt is signed anew, with the caller it is made for: a signature does not hold for long,
 * and a nonce is good once.
 */
export function createSignedLink({ name, keys, ...options }: SignedLinkOptions): SubgraphLink {
  const transport = createTransport(options);
  const sign = createSigner(keys, { pair: `gateway>${name}`, method: 'POST', path: options.url.pathname });
  return {
    send({ body, caller, requestId, traceparent, deadline, passThrough }) {
      const signed = sign(body, { caller, requestId });
      const headers = traceparent ? { ...signed, traceparent } : signed;
      return transport.send({ body, headers, deadline, passThrough });
    },
    close: () => transport.close(),
  };
}
