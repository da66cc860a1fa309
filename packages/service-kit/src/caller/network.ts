import { isIP, isIPv6 } from 'node:net';

/**
 * What limits by address count by: an IPv4 address itself, of an IPv6 address its /64 network, since that is what one
 * household or server is given (RFC 6177) and its holder may take any of its addresses. A port that a proxy has noted with
 * it does not count, or each connection would be a client of its own. `unknown` for null and for what is no address.
 */
export function networkOf(ip: string | null): string {
  const address = withoutPort(ip ?? '').split('%', 1)[0] ?? '';
  // A dual-stack socket sees IPv4 clients so.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(address)) return isIP(address) ? address : 'unknown';
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}

/** `203.0.113.7:4711`, `[2001:db8::1]:4711` and `[2001:db8::1]` without what is not the address. */
function withoutPort(text: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}

function groupsOf(part: string): string[] {
  return part.split(':').filter(Boolean);
}
