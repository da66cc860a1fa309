import { rm } from 'node:fs/promises';
import { LaunchError } from '../errors.js';
import { type Child, startChild } from '../process/child.js';
import { run } from '../process/run.js';
import type { Report } from '../report.js';
import { waitUntil } from '../wait-until.js';
import { type Backoff, keepAlive } from './keep-alive.js';
import { freshLog, lastLines, logSize, reportErrors } from './log-file.js';

/** A service as a process of its own. */
export interface ServiceDefinition {
  name: string;
  command: string;
  args: readonly string[];
  /** The whole environment of the process: nothing is inherited. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  logFile: string;
  /** Commands of the same program that must all end well before the first start. */
  seeds?: readonly SeedCommand[];
  /** A file a killed process leaves behind that would stop the next one, such as a Unix socket. */
  leftover?: string;
  /** Whether it can serve now; a throw counts as no. */
  isReady(): Promise<boolean>;
}

/** Fills a service's database before it starts. */
export interface SeedCommand {
  args: readonly string[];
  /** The whole environment of the process. */
  env: Readonly<Record<string, string>>;
}

/** A service that is started again whenever it ends. */
export interface SupervisedService {
  readonly name: string;
  /** Id of the present process. */
  readonly pid: number;
  /** SIGTERM, SIGKILL after 10 s; resolves when it has ended and will not be started again. */
  stop(): Promise<void>;
}

/**
 * Seeds and starts services side by side and resolves when all are ready. From then on each is started again, with
 * growing pauses, whenever it ends.
 * Throws `LaunchError` with the last lines of the log, all services stopped, when one does not become ready.
 */
export async function supervise(
  services: readonly ServiceDefinition[],
  options: { report: Report; readyTimeoutMs?: number; backoff?: Backoff },
): Promise<readonly SupervisedService[]> {
  const started = await Promise.allSettled(services.map((service) => superviseOne(service, options)));
  const supervised = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = started.find((result) => result.status === 'rejected');
  if (!failure) return supervised;
  await Promise.all(supervised.map((service) => service.stop()));
  throw failure.reason;
}

async function superviseOne(
  service: ServiceDefinition,
  options: { report: Report; readyTimeoutMs?: number; backoff?: Backoff },
): Promise<SupervisedService> {
  await freshLog(service.logFile);
  await Promise.all((service.seeds ?? []).map((command) => seed(service, command)));
  let child: Child | undefined;
  let logStart = 0;
  let stopping = false;

  const launch = async () => {
    if (service.leftover) await rm(service.leftover, { force: true });
    logStart = await logSize(service.logFile);
    if (stopping) return;
    const present = await startChild(service);
    child = present;
    try {
      await waitUntil(service.isReady, {
        timeoutMs: options.readyTimeoutMs ?? 90_000,
        everyMs: 50,
        what: `${service.name} is ready`,
        giveUp: () => (present.isRunning() ? undefined : new Error(`${service.name} ended before it was ready`)),
      });
    } catch (error) {
      await present.stop();
      throw error;
    }
  };
  const tail = () => lastLines(service.logFile, logStart);

  try {
    await launch();
  } catch (error) {
    throw await notReady(service, error, await tail());
  }
  const endErrors = reportErrors(service.name, service.logFile, options.report);
  const watch = keepAlive(
    {
      name: service.name,
      ended: async () => describeExit(await child?.exited),
      relaunch: launch,
      lastLines: tail,
    },
    options.report,
    options.backoff,
  );
  return {
    name: service.name,
    get pid() {
      return child?.pid ?? 0;
    },
    async stop() {
      stopping = true;
      watch.end();
      endErrors();
      await child?.stop();
    },
  };
}

const seedTimeoutMs = 5 * 60_000;

async function seed(service: ServiceDefinition, { args, env }: SeedCommand): Promise<void> {
  const { code, output } = await run(service.command, args, {
    timeoutMs: seedTimeoutMs,
    cwd: service.cwd,
    env,
    logFile: service.logFile,
  });
  if (code === 0) return;
  const lines = output ? [output] : await lastLines(service.logFile, 0);
  throw new LaunchError(
    `The data of ${service.name} could not be prepared; its log (${service.logFile}) ends with:\n    ${lines.join('\n    ')}`,
  );
}

async function notReady(service: ServiceDefinition, error: unknown, lines: readonly string[]): Promise<LaunchError> {
  const said = lines.length > 0 ? ` ends with:\n    ${lines.join('\n    ')}` : ' is empty.';
  return new LaunchError(`${service.name} did not become ready; its log (${service.logFile})${said}`, { cause: error });
}

function describeExit(exit: { code: number | null; signal: NodeJS.Signals | null } | undefined): string {
  if (exit?.signal) return exit.signal;
  return `exit code ${exit?.code ?? 'unknown'}`;
}
