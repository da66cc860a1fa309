import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine } from '../measure/machine.js';
import { estimate, inTurns, shown } from '../measure/paired.js';
import { sdl } from './sdl.js';
import { type Crowd, gather, now } from './sockets.js';
import type { Usage } from './usage.js';

// What a live state costs the gateway for each subscriber, beside `ws` alone sending the same bytes to as many sockets.
// Both run all the time, each with its own sockets, and are measured in turns.

const { values } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '2' },
  },
});
const [subscribers, rate, rounds, seconds] = [values.subscribers, values.rate, values.rounds, values.seconds].map(
  Number,
) as [number, number, number, number];
const QUERY = 'subscription { boardChanged { at entries { rank score user { id displayName level } } } }';

const started: ChildProcess[] = [];
const subgraphs = start('subgraphs.ts');
const { urls } = await told<{ urls: Record<string, string> }>(subgraphs);
const [gateway, bare] = [start('gateway.ts', JSON.stringify({ urls, sdl })), start('bare.ts')];
const [{ port: gatewayPort }, { port: barePort }] = await Promise.all([
  told<{ port: number }>(gateway),
  told<{ port: number }>(bare),
]);

try {
  console.log(machine());
  console.log(`${subscribers} subscribers, ${rate} states a second, ${rounds} rounds of 4 × ${seconds} s`);
  const first = await gather(gatewayPort, 1, QUERY);
  // As warm as a gateway that has run for a minute.
  await reached(first, 300, publish);
  const idle = await usageOf(gateway);
  const connectedAt = now();
  const crowd = await gather(gatewayPort, subscribers, QUERY);
  // Those who come late get the state there is.
  await reached(crowd, subscribers);
  const joinMs = now() - connectedAt;
  const full = await usageOf(gateway);
  const message = crowd.last();
  const bareCrowd = await gather(barePort, subscribers, null);
  const broadcast = () => bare.send({ broadcast: message.replace(/"at":[\d.]+/, `"at":${now()}`) });

  const delays = { gateway: [] as number[], bare: [] as number[] };
  const lost = { gateway: 0, bare: 0 };
  const measure = (name: 'gateway' | 'bare', process: ChildProcess, readers: Crowd, once: () => void) => async () => {
    readers.take();
    const [before, had] = [await cpuOf(process), readers.count()];
    const states = Math.round(rate * seconds);
    for (let state = 0; state < states; state++) {
      once();
      await pause(1000 / rate);
    }
    await settled(readers);
    const deliveries = readers.count() - had;
    delays[name].push(...readers.take());
    lost[name] += states * subscribers - deliveries;
    return ((await cpuOf(process)) - before) / deliveries;
  };
  const viaGateway = measure('gateway', gateway, crowd, publish);
  const viaBare = measure('bare', bare, bareCrowd, broadcast);
  await viaGateway();
  await viaBare();
  delays.gateway.length = delays.bare.length = lost.gateway = lost.bare = 0;
  const { first: bareCost, second: gatewayCost, ratios } = await inTurns(rounds, viaBare, viaGateway);

  const bytes = Buffer.byteLength(message);
  console.log(`gateway, CPU a delivery of ${bytes} bytes: ${shown(estimate(gatewayCost), 1)} µs`);
  console.log(`bare ws, CPU a delivery of ${bytes} bytes: ${shown(estimate(bareCost), 1)} µs`);
  console.log(`ratio: ${shown(estimate(ratios), 2)}   (target: at most 1.3)`);
  for (const name of ['gateway', 'bare'] as const) {
    const sorted = delays[name].sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0);
    console.log(
      `${name}: published to received p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; skipped as outdated ${lost[name]}`,
    );
  }
  console.log(`memory for an idle subscriber: ${((full.memory - idle.memory) / subscribers / 1024).toFixed(1)} KiB`);
  console.log(`all ${subscribers} connected and up to date after ${(joinMs / 1000).toFixed(1)} s`);
} finally {
  for (const process of started) process.kill();
}

function publish(): void {
  subgraphs.send({ publish: now() });
}

function start(script: string, ...args: string[]): ChildProcess {
  const execArgv = [...process.execArgv, '--expose-gc'];
  const child = fork(new URL(script, import.meta.url), args, { execArgv });
  started.push(child);
  return child;
}

async function told<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await once(child, 'message');
  return message;
}

async function usageOf(child: ChildProcess, collect = true): Promise<Usage> {
  child.send({ usage: true, collect });
  return (await told<{ usage: Usage }>(child)).usage;
}

async function cpuOf(child: ChildProcess): Promise<number> {
  return (await usageOf(child, false)).cpu;
}

/** Waits until a crowd has received so many messages; publishes until then, if told how. */
async function reached(crowd: Crowd, count: number, publishing?: () => void): Promise<void> {
  while (crowd.count() < count) {
    publishing?.();
    await pause(10);
  }
}

/** Waits until nothing more comes. */
async function settled(crowd: Crowd): Promise<void> {
  for (let before = -1; before < crowd.count(); ) {
    before = crowd.count();
    await pause(200);
  }
}
