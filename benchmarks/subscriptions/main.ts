import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { machine } from '../measure/machine.js';
import { type Estimate, estimate, inTurns, shown } from '../measure/paired.js';
import { compose } from './compose.js';
import { startHive } from './peers.js';
import { createProcesses, type Readers, told, usageOf } from './processes.js';
import { now } from './sockets.js';

// What a live state costs the gateway for each subscriber, beside something else that sends the same to as many: `ws` alone
// (`--peer bare`), one execution for each client by stock parts (`--peer stock`) or by this package (`--peer alone`), or Hive
// Gateway (`--peer hive`). Both run all the time, each with its own sockets, and are measured in turns.

const { values } = parseArgs({
  options: {
    peer: { type: 'string', default: 'bare' },
    subscribers: { type: 'string' },
    rate: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    profile: { type: 'string' },
  },
});
const isBare = values.peer === 'bare';
// Others need about a millisecond for each client: states must not pile up.
const defaults = isBare
  ? { subscribers: 2_000, rate: 5, rounds: 10, seconds: 2 }
  : { subscribers: 2_000, rate: 10, rounds: 5, seconds: 0.1 };
const given = (name: keyof typeof defaults) => Number(values[name] ?? defaults[name]);
const [subscribers, rate, rounds, seconds] = [given('subscribers'), given('rate'), given('rounds'), given('seconds')];
const QUERY = 'subscription { boardChanged { at entries { rank score user { id displayName level } } } }';
/** Whoever executes for each client: of stock parts, or this package when nobody shares. */
const ONE_EXECUTION_EACH: Readonly<Record<string, string>> = { stock: 'stock.ts', alone: 'gateway.ts' };
/** States that everything that runs has delivered before it is measured: as many as in ten minutes of a quiet evening. */
const WARM_UP = 2_000;
/** What a peer has delivered before: enough executions for its code to be compiled. */
const WARM_UP_BATCHES = isBare ? 1 : 3;
/** A crowd has what it will get when nothing has come for so long. */
const SILENCE_MS = isBare ? 1_000 : 10_000;

/** One of the two that are compared. */
interface Contender {
  readonly name: string;
  readonly readers: Readers;
  /** Processor time used so far, in microseconds. */
  cpu(): Promise<number>;
  /** Publishes one state to its readers. */
  publish(): void;
  readonly delays: number[];
  outdated: number;
}

const processes = createProcesses(values.profile ?? null);
const foreign: ChildProcess[] = [];

try {
  console.log(machine());
  console.log(`${subscribers} subscribers, ${rate} states a second, ${rounds} rounds of 4 × ${seconds} s`);
  const { urls, publish } = await startSubgraphs();
  const gateway = processes.start('gateway.ts', JSON.stringify({ urls, shared: true }));
  const { port } = await told<{ port: number }>(gateway);
  const first = await processes.gather(port, 1, QUERY);
  while ((await first.count()) < WARM_UP) {
    publish();
    await pause(3);
  }
  const idle = await usageOf(gateway);
  const readers = await processes.gather(port, subscribers, QUERY);
  // Those who come late get the state there is.
  while ((await readers.count()) < subscribers) await pause(20);
  const full = await usageOf(gateway);
  const ours: Contender = {
    name: 'gateway',
    readers,
    cpu: async () => (await usageOf(gateway, false)).cpu,
    publish,
    delays: [],
    outdated: 0,
  };
  const { last: message } = await readers.news();
  const peer = await startPeer(message);

  for (let batch = 0; batch < WARM_UP_BATCHES; batch++) await measure(peer)();
  await measure(ours)();
  for (const contender of [ours, peer]) {
    contender.delays.length = 0;
    contender.outdated = 0;
  }
  const { first: peerCost, second: ourCost, ratios } = await inTurns(rounds, measure(peer), measure(ours));

  const bytes = Buffer.byteLength(message);
  console.log(`gateway, CPU a delivery of ${bytes} bytes: ${shown(estimate(ourCost), 1)} µs`);
  console.log(`${peer.name}, CPU a delivery of ${bytes} bytes: ${shown(estimate(peerCost), 1)} µs`);
  const ratio = estimate(ratios);
  if (isBare) console.log(`ratio: ${shown(ratio, 2)}   (target: at most 1.3)`);
  else console.log(`less by a factor of ${shown(inverse(ratio), 0)}   (target: at least 40)`);
  for (const { name, delays, outdated } of [ours, peer]) {
    const sorted = delays.sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(0);
    console.log(
      `${name}: published to received p50 ${at(0.5)} ms, p99 ${at(0.99)} ms; skipped as outdated ${outdated}`,
    );
  }
  console.log(`memory for an idle subscriber: ${((full.memory - idle.memory) / subscribers / 1024).toFixed(1)} KiB`);
  console.log(`all ${subscribers} connected and up to date after ${(readers.joinMs / 1000).toFixed(1)} s`);
  console.log(machine());
} finally {
  processes.stop();
  for (const child of foreign) child.kill();
}

/** The subgraphs of one gateway, and what publishes a state there. */
async function startSubgraphs() {
  const subgraphs = processes.start('subgraphs.ts');
  const { urls } = await told<{ urls: Record<string, string> }>(subgraphs);
  return { urls, publish: () => void subgraphs.send({ publish: now() }) };
}

async function startPeer(message: string): Promise<Contender> {
  const measured = { delays: [] as number[], outdated: 0 };
  if (values.peer === 'bare') {
    const bare = processes.start('bare.ts');
    const { port } = await told<{ port: number }>(bare);
    return {
      ...measured,
      name: 'bare ws',
      readers: await processes.gather(port, subscribers, null),
      cpu: async () => (await usageOf(bare, false)).cpu,
      publish: () => void bare.send({ broadcast: message.replace(/"at":[\d.]+/, `"at":${now()}`) }),
    };
  }
  // Of its own, so that each rests while the other is measured.
  const { urls, publish } = await startSubgraphs();
  const script = values.peer && ONE_EXECUTION_EACH[values.peer];
  if (script) {
    const each = processes.start(script, JSON.stringify({ urls, shared: false }));
    const { port } = await told<{ port: number }>(each);
    const readers = await processes.gather(port, subscribers, QUERY);
    const cpu = async () => (await usageOf(each, false)).cpu;
    return { ...measured, name: `one execution for each client (${values.peer})`, readers, cpu, publish };
  }
  if (values.peer !== 'hive') throw new Error('--peer is bare, stock, alone or hive.');
  const { child, port } = await startHive(compose(urls));
  foreign.push(child);
  const readers = await processes.gather(port, subscribers, QUERY);
  return { ...measured, name: 'Hive Gateway', readers, cpu: () => cpuOfPid(child.pid ?? 0), publish };
}

/** One batch of states; what each delivery of them cost in microseconds. */
function measure(contender: Contender) {
  return async (): Promise<number> => {
    const { readers } = contender;
    const { count: had } = await readers.news();
    const before = await contender.cpu();
    const states = Math.max(1, Math.round(rate * seconds));
    for (let state = 0; state < states; state++) {
      contender.publish();
      await pause(1000 / rate);
    }
    await settled(readers, had + states * subscribers);
    const used = (await contender.cpu()) - before;
    const { count, delays } = await readers.news();
    for (const delay of delays) contender.delays.push(delay);
    contender.outdated += states * subscribers - (count - had);
    if (count === had) throw new Error(`${contender.name} has delivered nothing.`);
    return used / (count - had);
  };
}

/** Waits until all have come that are expected, or nothing more comes: some were replaced by newer ones. */
async function settled(readers: Readers, expected: number): Promise<void> {
  let [before, since] = [-1, performance.now()];
  for (;;) {
    const count = await readers.count();
    if (count >= expected) return;
    if (count !== before) [before, since] = [count, performance.now()];
    else if (performance.now() - since > SILENCE_MS) return;
    await pause(50);
  }
}

/** Of a process that is not ours to ask (Linux): user and system time in ticks of 10 ms, proc_pid_stat(5). */
async function cpuOfPid(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function inverse({ median, low, high }: Estimate): Estimate {
  return { median: 1 / median, low: 1 / high, high: 1 / low };
}
