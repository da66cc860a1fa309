/** Resolves when a dependency answers; rejects with what is wrong. */
export type HealthCheck = () => Promise<unknown>;

/** A dependency and whether the service can work without it. */
export interface Dependency {
  readonly check: HealthCheck;
  /** `true`: the service is not ready without it. */
  readonly required: boolean;
}

/** State of one dependency. */
export interface DependencyState {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly required: boolean;
  readonly error?: string;
}

/** State of a service: ok, degraded (an optional dependency is down) or down. */
export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'down';
  readonly dependencies: Readonly<Record<string, DependencyState>>;
}

/** Longest a check may take before it counts as failed, in milliseconds. */
const CHECK_TIMEOUT_MS = 2000;

/** Asks every dependency at once; never throws. */
export async function reportHealth(dependencies: Readonly<Record<string, Dependency>>): Promise<HealthReport> {
  const states = await Promise.all(
    Object.entries(dependencies).map(
      async ([name, { check, required }]) => [name, await measure(check, required)] as const,
    ),
  );
  const down = states.filter(([, state]) => !state.ok);
  const status = down.some(([, state]) => state.required) ? 'down' : down.length > 0 ? 'degraded' : 'ok';
  return { status, dependencies: Object.fromEntries(states) };
}

/** How old a shared report may be, in milliseconds. */
const SHARED_FOR_MS = 250;

/**
 * A report for ports that anybody may ask: however many do, the dependencies are asked once, and again no sooner than
 * after {@link SHARED_FOR_MS}.
 */
export function shareHealth(dependencies: Readonly<Record<string, Dependency>>): () => Promise<HealthReport> {
  let shared: Promise<HealthReport> | null = null;
  let askedAt = 0;
  let answered = false;
  return () => {
    if (shared && !(answered && performance.now() - askedAt >= SHARED_FOR_MS)) return shared;
    askedAt = performance.now();
    answered = false;
    shared = reportHealth(dependencies).finally(() => {
      answered = true;
    });
    return shared;
  };
}

async function measure(check: HealthCheck, required: boolean): Promise<DependencyState> {
  const startedAt = performance.now();
  const elapsed = () => Math.round((performance.now() - startedAt) * 10) / 10;
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      check(),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
      }),
    ]);
    return { ok: true, latencyMs: elapsed(), required };
  } catch (error) {
    return { ok: false, latencyMs: elapsed(), required, error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
