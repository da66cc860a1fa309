import { request } from 'node:http';
import { join } from 'node:path';
import { deriveServiceKey, type ServicePair } from '@doctorpy/service-kit/trust';
import { repositoryRoot } from '../paths.js';
import type { ServiceDefinition } from '../supervision/supervise.js';
import type { Secrets } from './secrets.js';
import { type NetworkService, opsPortVariable, portVariable, type Settings } from './settings.js';

/** What the services need to be told. */
export interface ServiceFacts {
  settings: Settings;
  secrets: Secrets;
  mongoUrl: string;
  redisUrl: string;
  /** Where each service's log goes, as `<folder>/<service>.log`. */
  logFolder: string;
  graderSocket: string;
  /** Where auth leaves mails as files, outside production and without an SMTP_URL. */
  mailFolder: string;
  /** Database names other than the services' own, for test runs. */
  databaseNames?: Partial<Record<NetworkService, string>>;
}

/** What a user may set for one service, besides variables that begin with its name. */
const gatewayOptions = ['TRUSTED_PROXIES', 'CORS_ORIGINS', 'PUBLIC_URL', 'PERSISTED_OPERATIONS'];
const authOptions = ['JWT_PRIVATE_KEY', 'SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL', 'MFA_REQUIRED_ROLES'];
const ragOptions = ['OLLAMA_URL', 'OLLAMA_MODEL', 'OLLAMA_EMBED_MODEL', 'PUBLIC_URL'];

/**
 * In development everybody comes from one address, this machine: a browser, scripts, two hundred simulated learners. What
 * the user sets wins.
 */
const DEVELOPMENT_LIMITS: Partial<Record<NetworkService, Record<string, string>>> = {
  gateway: { GATEWAY_RATE_LIMIT_PER_MINUTE: '6000' },
  auth: { AUTH_REGISTER_LIMIT_PER_IP: '1000' },
};

/** Who may call whom; each pair has a key of its own. */
const servicePairs: readonly ServicePair[] = ['gateway>auth', 'gateway>rag', 'gateway>quest', 'rag>quest'];

/** The processes of the platform, by when they may be stopped: those that others call come after them. */
export function platformProcesses(facts: ServiceFacts): readonly (readonly ServiceDefinition[])[] {
  const { grader, subgraphs, gateway } = platformServices(facts);
  if (facts.settings.topology === 'services') return [[gateway], [grader, ...subgraphs]];
  return [[inOneProcess(facts, subgraphs, gateway)], [grader]];
}

/**
 * Gateway and subgraphs as one process, told what each of them would have been told. Where they are told different things
 * under one name (address, operations port), it is the gateway's, which speaks for all.
 */
function inOneProcess(
  { settings, secrets, logFolder, databaseNames = {} }: ServiceFacts,
  subgraphs: readonly ServiceDefinition[],
  gateway: ServiceDefinition,
): ServiceDefinition {
  const cwd = join(repositoryRoot, 'platform');
  const told: Record<string, string> = Object.assign({}, ...subgraphs.map(({ env }) => env), gateway.env);
  const { DATABASE_NAME: _ofOneSubgraph, ...shared } = told;
  const names = Object.entries(databaseNames).map(([name, database]) => [
    `${name.toUpperCase()}_DATABASE_NAME`,
    database,
  ]);
  return {
    name: 'platform',
    command: process.execPath,
    args: [join(cwd, 'dist', 'main.js')],
    cwd,
    logFile: join(logFolder, 'platform.log'),
    env: { ...shared, SERVICE_KEYS: keysFor(servicePairs, secrets.secretKey), ...Object.fromEntries(names) },
    seeds: subgraphs.flatMap(({ seeds = [] }) => seeds),
    isReady: () => answersOk({ host: '127.0.0.1', port: settings.ports.gateway, path: '/readyz' }),
  };
}

/**
 * The services of the platform as processes, each with its own configuration and no other's: a subgraph never sees the
 * secret the keys are derived from nor another pair's key, and the grader sees nothing at all.
 */
export function platformServices(facts: ServiceFacts): {
  grader: ServiceDefinition;
  subgraphs: ServiceDefinition[];
  gateway: ServiceDefinition;
} {
  const { settings } = facts;
  const urlOf = (service: NetworkService) => `http://127.0.0.1:${settings.ports[service]}/graphql`;
  return {
    grader: graderService(facts),
    subgraphs: [
      subgraph('auth', facts, {
        AUTH_SECRET_KEY: facts.secrets.authSecretKey,
        ...tokenSecret(facts),
        ...(facts.secrets.demoPassword ? { DEMO_PASSWORD: facts.secrets.demoPassword } : {}),
        ...(settings.mode === 'production' ? {} : { PUBLIC_URL: `http://localhost:${settings.ports.gateway}` }),
        ...(mailsLandInFolder(settings) ? { MAIL_FOLDER: facts.mailFolder } : {}),
        ...chosen(settings, authOptions),
      }),
      subgraph('rag', facts, {
        QUEST_URL: urlOf('quest'),
        GRADER_SOCKET: facts.graderSocket,
        ...(settings.mode === 'production' ? {} : { PUBLIC_URL: `http://localhost:${settings.ports.gateway}` }),
        ...chosen(settings, ragOptions),
      }),
      subgraph('quest', facts, { GRADER_SOCKET: facts.graderSocket }),
    ],
    gateway: networkService('gateway', facts, {
      HOST: settings.host,
      AUTH_URL: urlOf('auth'),
      RAG_URL: urlOf('rag'),
      QUEST_URL: urlOf('quest'),
      REDIS_URL: facts.redisUrl,
      ...tokenSecret(facts),
      ...chosen(settings, gatewayOptions),
    }),
  };
}

/** Do mails become files on this machine, for want of a server to send them by? */
export function mailsLandInFolder({ mode, environment }: Settings): boolean {
  return mode !== 'production' && !environment.SMTP_URL;
}

function subgraph(name: NetworkService, facts: ServiceFacts, own: Record<string, string>): ServiceDefinition {
  const databaseName = facts.databaseNames?.[name];
  const service = networkService(name, facts, {
    HOST: '127.0.0.1',
    DATABASE_URL: facts.mongoUrl,
    REDIS_URL: facts.redisUrl,
    ...(databaseName ? { DATABASE_NAME: databaseName } : {}),
    ...chosen(facts.settings, ['PLATFORM_TIME_ZONE']),
    ...own,
  });
  return { ...service, seeds: [{ args: [join(service.cwd, 'dist', 'seed.js')], env: service.env }] };
}

function networkService(name: NetworkService, facts: ServiceFacts, own: Record<string, string>): ServiceDefinition {
  const { settings, secrets } = facts;
  const cwd = join(repositoryRoot, name === 'gateway' ? 'gateway' : join('subgraphs', name));
  return {
    name,
    command: process.execPath,
    args: [join(cwd, 'dist', 'main.js')],
    cwd,
    logFile: join(facts.logFolder, `${name}.log`),
    env: {
      ...chosen(settings, ['PATH', 'LOG_LEVEL', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS']),
      ...(settings.mode === 'development' ? DEVELOPMENT_LIMITS[name] : {}),
      ...prefixed(settings, `${name.toUpperCase()}_`),
      NODE_ENV: settings.mode,
      [portVariable(name)]: String(settings.ports[name]),
      OPS_PORT: String(settings.opsPorts[name]),
      SERVICE_KEYS: keysOf(name, secrets.secretKey),
      ...own,
    },
    isReady: () => answersOk({ host: '127.0.0.1', port: settings.ports[name], path: '/readyz' }),
  };
}

function graderService(facts: ServiceFacts): ServiceDefinition {
  const cwd = join(repositoryRoot, 'grader');
  return {
    name: 'grader',
    command: process.execPath,
    // 2048 pages of 64 KiB: a submission's memory ends at 128 MiB.
    args: ['--wasm-max-mem-pages=2048', join(cwd, 'dist', 'main.js'), '--socket', facts.graderSocket],
    cwd,
    logFile: join(facts.logFolder, 'grader.log'),
    env: {},
    leftover: facts.graderSocket,
    isReady: () => answersOk({ socketPath: facts.graderSocket, path: '/readyz' }),
  };
}

/** Nothing unless it was chosen: then auth signs with keys of its own, and the gateway holds no secret of theirs. */
function tokenSecret({ secrets: { jwtSecret } }: ServiceFacts): Record<string, string> {
  return jwtSecret ? { JWT_SECRET: jwtSecret } : {};
}

function keysOf(name: string, secretKey: string): string {
  return keysFor(
    servicePairs.filter((pair) => pair.split('>').includes(name)),
    secretKey,
  );
}

function keysFor(pairs: readonly ServicePair[], secretKey: string): string {
  return pairs.map((pair) => `${pair}=${deriveServiceKey(secretKey, pair)}`).join(',');
}

function chosen({ environment }: Settings, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** A variable named after a service concerns that service alone. */
function prefixed({ environment }: Settings, prefix: string): Record<string, string> {
  const names = Object.keys(environment).filter((name) => name.startsWith(prefix) && !launcherOwn.has(name));
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

const launcherOwn: ReadonlySet<string> = new Set(
  (['gateway', 'auth', 'rag', 'quest'] as const).map((service) => opsPortVariable(service)),
);

function answersOk(target: { host?: string; port?: number; socketPath?: string; path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ ...target, method: 'GET', agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}
