import { Agent } from 'node:http';
import { startTestSupergraph, type TestSupergraph, waitFor } from '@doctorpy/testkit';
import { machine } from '../measure/machine.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { post } from '../measure/post.js';

/**
 * `npm run bench:tokens` (after `npm run build`): what verifying access tokens costs the gateway, as CPU time of its
 * process per request: time is what others on the machine make of it. One gateway answers the same public query in
 * alternating batches that differ in one header: an access token (the same one, as a learner's client sends it, or one
 * never seen before) against none, and against one of the same size that the gateway does not look at. Prints the median
 * of the paired ratios with its 95 % interval. The first number of the command line is that of the rounds.
 */
const ROUNDS = Number(process.argv[2] ?? 60);
const REQUESTS = 150;
const AT_ONCE = 8;
const QUERY = JSON.stringify({
  query: '{ quest(id: "python_variables_101") { id title difficulty category { id } } }',
});

type RequestHeaders = Readonly<Record<string, string>>;

/** Few connections that stay open: the client shares the machine with the gateway. */
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const platform = await startTestSupergraph({
  tokens: 'fixed-key',
  environment: { GATEWAY_RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' },
});
try {
  await measure(platform);
} finally {
  agent.destroy();
  await platform.stop();
}
process.exit();

async function measure({ url, opsPorts, signToken }: TestSupergraph): Promise<void> {
  const token = (user: number) =>
    `Bearer ${signToken({ sub: `learner-${user}`, sid: `session-${user}`, av: 1, roles: ['LEARNER'] })}`;
  const one = token(0);
  let users = 0;
  const unseen = () => {
    users += 1;
    return token(users);
  };
  const metrics = `http://127.0.0.1:${opsPorts.gateway}/metrics`;
  /** Signed before the measurement begins: signing is auth's work. */
  const batch = (headers: () => RequestHeaders) => async () => {
    const requests = Array.from({ length: REQUESTS }, headers);
    const before = await cpuSeconds(metrics);
    await sendAll(url, requests);
    return (((await cpuSeconds(metrics)) - before) * 1e6) / REQUESTS;
  };
  const nothing = batch(() => ({}));
  const ignored = batch(() => ({ 'x-ignored-one': one }));
  const same = batch(() => ({ authorization: one }));
  const fresh = batch(() => ({ authorization: unseen() }));

  await waitFor(async () => (await ask(url, { authorization: one })) === null, { what: 'a good answer' });
  for (let round = 0; round < 10; round += 1) await inTurns(1, nothing, same);
  console.log(machine());
  console.log(`${ROUNDS} rounds of 4 × ${REQUESTS} requests, ${AT_ONCE} at once; CPU of the gateway per request`);
  const comparisons = [
    ['the same token, against none', nothing, same],
    ['the same token, against one that is not looked at', ignored, same],
    ['the same token twice: what chance does', same, same],
    ['a new token every time, against none', nothing, fresh],
  ] as const;
  for (const [name, first, second] of comparisons) {
    const costs = await inTurns(ROUNDS, first, second);
    const [off, on] = [estimate(costs.first), estimate(costs.second)];
    console.log(
      `${name}: ratio ${shown(estimate(costs.ratios))}; ${off.median.toFixed(0)} and ${on.median.toFixed(0)} µs`,
    );
  }
  console.log(machine());
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
  const text = await post(url, QUERY, { agent, headers: own });
  return text.includes('python_variables_101') && !text.includes('"errors"') ? null : text;
}

async function cpuSeconds(metrics: string): Promise<number> {
  const text = await (await fetch(metrics)).text();
  const value = /^process_cpu_seconds_total(?:\{[^}]*\})? ([\d.e+-]+)/m.exec(text)?.[1];
  if (!value) throw new Error('The gateway does not say how much CPU time it used.');
  return Number(value);
}
