import { waitUntil } from '@doctorpy/launcher';

/**
 * Waits until `condition` gives something truthy and gives that back: the tests' only way of waiting.
 * A condition that throws counts as "not yet". Default `timeoutMs`: 20 000 (below a
 * test's own limit, above what a busy machine takes); then it throws, naming `what`.
 */
export function waitFor<T>(
  condition: () => Promise<T> | T,
  options: { what: string; timeoutMs?: number; everyMs?: number },
): Promise<NonNullable<T>> {
  return waitUntil(condition, { timeoutMs: 20_000, ...options });
}
