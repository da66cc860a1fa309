/** The longest wait setTimeout takes; a longer one would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Calls back at a point in time (milliseconds since 1970), however far away. Answers a function that cancels it. */
export function callAt(time: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const remaining = time - Date.now();
    timer =
      remaining > MAX_TIMEOUT_MS ? setTimeout(wait, MAX_TIMEOUT_MS) : setTimeout(callback, Math.max(0, remaining));
    timer.unref();
  };
  wait();
  return () => clearTimeout(timer);
}
