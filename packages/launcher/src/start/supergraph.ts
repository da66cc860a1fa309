import { join } from 'node:path';
import type { Report } from '../report.js';
import { type ServiceDefinition, supervise } from '../supervision/supervise.js';
import { requireFreePorts } from './busy-ports.js';
import type { Secrets } from './secrets.js';
import { platformProcesses } from './services.js';
import type { NetworkService, Settings } from './settings.js';
import { socketFolder } from './socket-folder.js';

/** What a supergraph runs on. */
export interface SupergraphOptions {
  settings: Settings;
  secrets: Secrets;
  mongoUrl: string;
  redisUrl: string;
  /** Receives `logs/`, `mail/` and the grader's socket. */
  folder: string;
  report: Report;
  /** Database names other than the services' own, for test runs. */
  databaseNames?: Partial<Record<NetworkService, string>>;
}

/** The services of the platform, running. */
export interface Supergraph {
  /** Where clients send operations: `http://…/graphql`. */
  readonly url: string;
  /** What was started, and how. */
  readonly processes: readonly ServiceDefinition[];
  /** The present processes by name, for measuring and for fault tests. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the gateway first, then what it calls; resolves when all have ended. */
  stop(): Promise<void>;
}

/**
 * Starts the grader, the subgraphs (each seeded first) and the gateway as processes of their own, or all but the grader as
 * one, and resolves when all are ready. They are started again when they crash.
 * Throws `LaunchError`, everything stopped, when a port is busy or a service does not become ready.
 */
export async function startSupergraph(options: SupergraphOptions): Promise<Supergraph> {
  const { settings, report } = options;
  await requireFreePorts(settings);
  const sockets = await socketFolder(join(options.folder, 'run'), graderSocketName);
  const stages = platformProcesses({
    settings,
    secrets: options.secrets,
    mongoUrl: options.mongoUrl,
    redisUrl: options.redisUrl,
    logFolder: join(options.folder, 'logs'),
    graderSocket: join(sockets, graderSocketName),
    mailFolder: join(options.folder, mailFolderName),
    ...(options.databaseNames ? { databaseNames: options.databaseNames } : {}),
  });
  const processes = [...stages].reverse().flat();
  const services = await supervise(processes, { report });
  return {
    url: `http://${clientHost(settings.host)}:${settings.ports.gateway}/graphql`,
    processes,
    pids: () => Object.fromEntries(services.map(({ name, pid }) => [name, pid])),
    async stop() {
      for (const stage of stages) {
        const names = stage.map(({ name }) => name);
        await Promise.all(services.filter(({ name }) => names.includes(name)).map((service) => service.stop()));
      }
    },
  };
}

const graderSocketName = 'grader.sock';
/** Where mails land in development, in the installation's folder. */
export const mailFolderName = 'mail';

/** An address one can type into a browser: a service that listens everywhere is met at localhost. */
function clientHost(host: string): string {
  return ['0.0.0.0', '::', '127.0.0.1'].includes(host) ? 'localhost' : host;
}
