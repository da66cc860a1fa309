import { existsSync } from 'node:fs';
import { readOptions, type SimulationOptions, USAGE } from './options.js';
import { simulate } from './simulate.js';

// As `npm start` does, so that both mean the same platform.
const dotenv = new URL('../../.env', import.meta.url);
if (existsSync(dotenv)) process.loadEnvFile(dotenv);

/** `npm run simulate`: learners who play, so that the live leaderboard has something to show. */
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let options: SimulationOptions | null;
  try {
    options = readOptions(args, process.env);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return 2;
  }
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  const { url, learners, rate, seconds } = options;
  if (!(await answers(url))) {
    console.error(`Nothing answers at ${url}: start the platform with npm start, or name it with --url.`);
    return 1;
  }
  const stop = new AbortController();
  const timer = seconds === null ? undefined : setTimeout(() => stop.abort(), seconds * 1000);
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());

  console.log(
    `${learners} learners come and give up to ${rate} answers a second. Ctrl-C stops them; what they did stays.`,
  );
  console.log(`Watch them at ${new URL('leaderboard', url)}`);
  const { accounts, tally, done } = simulate(options, stop.signal);
  console.log(accounts);
  const progress = setInterval(() => {
    for (const line of tally.lines()) console.log(line);
  }, 5_000);
  try {
    await done;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    clearInterval(progress);
    clearTimeout(timer);
    const { count, last } = tally.refusals();
    console.log(tally.sum());
    console.log(accounts);
    if (count > 0) console.log(`${count} requests were refused, the last one with ${last}`);
  }
  return 0;
}

/** Whether there is a GraphQL API. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
      signal: AbortSignal.timeout(10_000),
    });
    return response.headers.get('content-type')?.includes('json') === true;
  } catch {
    return false;
  }
}
