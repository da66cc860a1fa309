/** What a process has used so far. */
export interface Usage {
  /** Processor time, user and system, in microseconds. */
  readonly cpu: number;
  /** Resident memory after a garbage collection, in bytes. */
  readonly memory: number;
}

/** Answers each `{ usage: true }` of the parent process, and ends with it. The process must run with `--expose-gc`. */
export function answerUsage(): void {
  process.on('disconnect', () => process.exit());
  process.on('message', ({ usage, collect }: { usage?: boolean; collect?: boolean }) => {
    if (!usage) return;
    if (collect) globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    process.send?.({ usage: { cpu: user + system, memory: process.memoryUsage().rss } });
  });
}
