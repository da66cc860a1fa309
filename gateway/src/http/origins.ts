import type { GatewayEnv } from '../env.js';

/** Where Apollo Sandbox's own scripts run. */
const SANDBOX_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

/**
 * Which web pages may call the API, over HTTP and WebSocket: the gateway's own origin, the configured ones, and outside
 * production the Sandbox and any page of this very machine.
 */
export function createOriginCheck(
  env: Pick<GatewayEnv, 'CORS_ORIGINS' | 'PUBLIC_URL' | 'GATEWAY_EXPLORER' | 'NODE_ENV' | 'GATEWAY_PORT'>,
): (origin: string) => boolean {
  const allowed = new Set([
    ...env.CORS_ORIGINS,
    ...(env.PUBLIC_URL ? [new URL(env.PUBLIC_URL).origin] : []),
    ...(env.GATEWAY_EXPLORER ? SANDBOX_ORIGINS : []),
  ]);
  const development = env.NODE_ENV !== 'production';
  return (origin) => allowed.has(origin) || (development && isLocal(origin));
}

function isLocal(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol } = new URL(origin);
  return /^https?:$/.test(protocol) && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
