import { availableParallelism } from 'node:os';
import { startTestSupergraph, type TestSupergraph, waitFor } from '@doctorpy/testkit';

/**
 * `npm run bench:tokens` (after `npm run build`): what verifying access tokens costs the gateway, as CPU time of its
 * process per request. The same public query is sent with a token of the same size that the gateway does not look at,
 * with one token (as a learner's client does), and with tokens never seen before. They take turns, each round in
 * another order, so that a noisy machine disturbs all alike. Prints the medians and their ratios to the first.
 */
const ROUNDS = 18;
const REQUESTS = 400;
const AT_ONCE = 8;
const QUERY = JSON.stringify({
  query: '{ quest(id: "python_variables_101") { id title difficulty category { id } } }',
});

const platform = await startTestSupergraph({
  tokens: 'fixed-key',
  environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' },
});
try {
  await measure(platform);
} finally {
  await platform.stop();
}
process.exit();

async function measure({ url, opsPorts, signToken }: TestSupergraph): Promise<void> {
  const token = (user: number) =>
    `Bearer ${signToken({ sub: `learner-${user}`, sid: `session-${user}`, av: 1, roles: ['LEARNER'] })}`;
  const one = token(0);
  let users = 0;
  const newToken = () => {
    users += 1;
    return token(users);
  };
  // Signed before the clock runs: signing is auth's work.
  const cases: Record<string, () => RequestHeaders[]> = {
    'auth off': () => Array.from({ length: REQUESTS }, () => ({ 'x-ignored-one': one })),
    'one token': () => Array.from({ length: REQUESTS }, () => ({ authorization: one })),
    'new tokens': () => Array.from({ length: REQUESTS }, () => ({ authorization: newToken() })),
  };
  const results = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
  const metrics = `http://127.0.0.1:${opsPorts.gateway}/metrics`;
  await waitFor(async () => (await ask(url, { authorization: one })) === null, { what: 'a good answer' });
  // Round 0 warms up and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, prepare] of rotated(Object.entries(cases), round)) {
      const requests = prepare();
      const before = await cpuSeconds(metrics);
      await sendAll(url, requests);
      const micros = ((await cpuSeconds(metrics)) - before) * 1e6;
      if (round > 0) results.get(name)?.push(micros / REQUESTS);
    }
  }
  report(results);
}

type RequestHeaders = Readonly<Record<string, string>>;

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** Sends the requests, {@link AT_ONCE} at a time. @throws Error at the first answer with errors */
async function sendAll(url: string, requests: RequestHeaders[]): Promise<void> {
  const worker = async () => {
    for (let headers = requests.pop(); headers; headers = requests.pop()) {
      const problem = await ask(url, headers);
      if (problem) throw new Error(`A request failed: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** What was wrong with the answer, whatever its status; null when it is complete. */
async function ask(url: string, own: RequestHeaders): Promise<string | null> {
  const headers = { 'content-type': 'application/json', ...own };
  const response = await fetch(url, { method: 'POST', headers, body: QUERY });
  const text = await response.text();
  return response.ok && text.includes('python_variables_101') && !text.includes('"errors"') ? null : text;
}

async function cpuSeconds(metrics: string): Promise<number> {
  const text = await (await fetch(metrics)).text();
  const value = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m.exec(text)?.[1];
  if (!value) throw new Error('The gateway does not say how much CPU time it used.');
  return Number(value);
}

function report(results: ReadonlyMap<string, readonly number[]>): void {
  const base = median(results.get('auth off') ?? []);
  console.log(
    `${ROUNDS} rounds of ${REQUESTS} requests, ${AT_ONCE} at once; Node ${process.version}, ${availableParallelism()} CPUs`,
  );
  for (const [name, values] of results) {
    const own = median(values);
    const spread = [...values].sort((a, b) => a - b).map((value) => value.toFixed(0));
    console.log(
      `${name}: ${own.toFixed(0)} µs CPU per request, ratio ${(own / base).toFixed(3)} (${spread.at(0)}–${spread.at(-1)})`,
    );
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
