import { join } from 'node:path';
import type { Report } from '../report.js';
import { type SupervisedService, supervise } from '../supervision/supervise.js';
import { requireFreePorts } from './busy-ports.js';
import type { Secrets } from './secrets.js';
import { platformServices } from './services.js';
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
  /** The present processes by service, for measuring and for fault tests. */
  pids(): Readonly<Record<string, number>>;
  /** Ends the gateway first, then what it calls; resolves when all have ended. */
  stop(): Promise<void>;
}

/**
 * Starts the grader, the subgraphs (each seeded first) and the gateway as processes of their own, and resolves when
 * all are ready. They are started again when they crash.
 * Throws `LaunchError`, everything stopped, when a port is busy or a service does not become ready.
 */
export async function startSupergraph(options: SupergraphOptions): Promise<Supergraph> {
  const { settings, report } = options;
  await requireFreePorts(settings);
  const sockets = await socketFolder(join(options.folder, 'run'), graderSocketName);
  const { grader, subgraphs, gateway } = platformServices({
    settings,
    secrets: options.secrets,
    mongoUrl: options.mongoUrl,
    redisUrl: options.redisUrl,
    logFolder: join(options.folder, 'logs'),
    graderSocket: join(sockets, graderSocketName),
    mailFolder: join(options.folder, mailFolderName),
    ...(options.databaseNames ? { databaseNames: options.databaseNames } : {}),
  });
  const services = await supervise([grader, ...subgraphs, gateway], { report });
  const stopAll = (chosen: readonly SupervisedService[]) => Promise.all(chosen.map((service) => service.stop()));
  return {
    url: `http://${clientHost(settings.host)}:${settings.ports.gateway}/graphql`,
    pids: () => Object.fromEntries(services.map(({ name, pid }) => [name, pid])),
    async stop() {
      await stopAll(services.filter(({ name }) => name === 'gateway'));
      await stopAll(services.filter(({ name }) => name !== 'gateway'));
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
