import { availableParallelism, cpus, loadavg } from 'node:os';

/** One line for the head of a result: when, which Node, which machine, and how busy it is with other things. */
export function machine(): string {
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${date} UTC, Node ${process.version}, ${availableParallelism()} CPUs (${model}), load ${load}`;
}
