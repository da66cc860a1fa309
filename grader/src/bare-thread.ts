import { Worker } from 'node:worker_threads';

/** What a guest's thread runs, what it is given, and how much of the host's memory it may take for young objects. */
export interface BareThreadOptions {
  script: URL;
  workerData: unknown;
  maxYoungGenerationSizeMb: number;
}

/** Starts a thread for a guest: with no environment, no arguments and no input, and with memory limits of its own. */
export function startBareThread({ script, workerData, maxYoungGenerationSizeMb }: BareThreadOptions): Worker {
  return new Worker(script, {
    workerData,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb, stackSizeMb: 4 },
  });
}
