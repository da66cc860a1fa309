/**
 * A start that cannot go on, told in one sentence that says what to do.
 * Whoever runs the launcher prints `message` alone: no stack, exit code 1.
 */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

/** The text of anything thrown, for putting inside another sentence. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
