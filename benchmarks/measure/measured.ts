import { machine } from './machine.js';

/**
 * A whole measurement: starts what is measured, measures it, and stops it whatever came of it. Says first and last on what
 * machine, and how busy it was. Ends the process.
 */
export async function measured<T extends { stop(): Promise<void> }>(
  start: () => Promise<T>,
  measure: (started: T) => Promise<void>,
): Promise<never> {
  console.log(machine());
  const started = await start();
  try {
    await measure(started);
  } finally {
    await started.stop();
  }
  console.log(machine());
  process.exit();
}
