/** Takes values as fast as they come and hands them on no faster than an eye follows. */
export interface Pace<Value> {
  /** Hands the value on, now or when the time has come; only the newest one is kept meanwhile. */
  take(value: Value): void;
  /** Forgets what waits. */
  clear(): void;
}

/** @param everyMs the least time between two values that are handed on */
export function createPace<Value>(everyMs: number, handOn: (value: Value) => void): Pace<Value> {
  let waiting: { value: Value } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = () => {
    timer = undefined;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(release, everyMs);
    handOn(value);
  };
  return {
    take(value) {
      waiting = { value };
      if (timer === undefined) release();
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
    },
  };
}
