/** How long to wait before a subgraph is called again, in milliseconds. */
export interface BackoffOptions {
  /** Around the first wait; each further one doubles. @default 100 */
  baseMs?: number;
  /** No wait is longer. @default 5000 */
  maxMs?: number;
}

/**
 * The wait before attempt number `attempt` (from 0): exponential, capped, and spread over its upper half by chance so
 * that many gateways do not call a restarted subgraph in the same instant.
 */
export function backoffDelay(
  attempt: number,
  options: BackoffOptions = {},
  random: () => number = Math.random,
): number {
  const { baseMs = 100, maxMs = 5_000 } = options;
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 30));
  return ceiling * (0.5 + random() / 2);
}
