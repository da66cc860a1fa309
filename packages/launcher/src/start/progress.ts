import type { Report } from '../report.js';

/** Longest a step may be silent, in milliseconds. */
const patienceMs = 2_000;

/** Runs a step; says what is being done once it takes longer than two seconds, and again every ten. */
export async function withProgress<T>(what: string, report: Report, step: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    report(`${what} …`);
    every = setInterval(() => report(`${what} … ${seconds()} s`), 10_000);
  }, patienceMs);
  try {
    return await step();
  } finally {
    clearTimeout(first);
    clearInterval(every);
  }
}
