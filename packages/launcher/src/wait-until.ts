import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks `condition` again and again until it gives something truthy, and gives that back.
 * A condition that throws counts as "not yet"; its last error is the cause of the failure.
 * Throws when `timeoutMs` have passed, naming `what`.
 */
export async function waitUntil<T>(
  condition: () => Promise<T> | T,
  options: { timeoutMs: number; what: string; everyMs?: number; giveUp?: () => Error | undefined },
): Promise<NonNullable<T>> {
  const deadline = Date.now() + options.timeoutMs;
  let cause: unknown;
  for (;;) {
    const refusal = options.giveUp?.();
    if (refusal) throw refusal;
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) {
      throw new Error(`${options.what}: not so after ${options.timeoutMs} ms`, { cause });
    }
    await pause(options.everyMs ?? 20);
  }
}
