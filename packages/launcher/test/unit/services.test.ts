import { deriveServiceKey } from '@doctorpy/service-kit/trust';
import { describe, expect, it } from '@jest/globals';
import { platformProcesses, type ServiceFacts } from '../../src/start/services.js';
import { readSettings } from '../../src/start/settings.js';

const secretKey = 's'.repeat(64);
const authSecretKey = 'a'.repeat(64);

function services(environment: NodeJS.ProcessEnv = {}, jwtSecret?: string) {
  const stages = stagesOf(environment, jwtSecret);
  return new Map(stages.flat().map((service) => [service.name, service]));
}

function stagesOf(environment: NodeJS.ProcessEnv, jwtSecret?: string, more: Partial<ServiceFacts> = {}) {
  return platformProcesses({
    settings: readSettings({ PATH: '/bin', ...environment }),
    secrets: { secretKey, authSecretKey, jwtSecret, demoPassword: 'demo-demo' },
    mongoUrl: 'mongodb://127.0.0.1:1/',
    redisUrl: 'redis://127.0.0.1:2',
    logFolder: 'logs',
    graderSocket: 'run/grader.sock',
    mailFolder: 'data/mail',
    ...more,
  });
}

describe('the configuration each process receives', () => {
  it('is nothing at all for the grader, whose memory is capped', () => {
    const grader = services({ SECRET_KEY: secretKey, GRADER_X: '1' }).get('grader');
    expect(grader?.env).toEqual({});
    expect(grader?.args).toContain('--wasm-max-mem-pages=2048');
  });

  it('never holds the secret that keys are derived from', () => {
    for (const service of services({ SECRET_KEY: secretKey }).values()) {
      expect(JSON.stringify([service.env, service.args])).not.toContain(secretKey);
    }
  });

  it('holds only the keys of a service’s own pairs', () => {
    const all = services();
    const auth = `gateway>auth=${deriveServiceKey(secretKey, 'gateway>auth')}`;
    const quest = `gateway>quest=${deriveServiceKey(secretKey, 'gateway>quest')}`;
    const rag = `gateway>rag=${deriveServiceKey(secretKey, 'gateway>rag')}`;
    expect(all.get('auth')?.env.SERVICE_KEYS).toBe(auth);
    const between = `rag>quest=${deriveServiceKey(secretKey, 'rag>quest')}`;
    expect(all.get('quest')?.env.SERVICE_KEYS).toBe(`${quest},${between}`);
    expect(all.get('rag')?.env.SERVICE_KEYS).toBe(`${rag},${between}`);
    expect(all.get('gateway')?.env.SERVICE_KEYS?.split(',').sort()).toEqual([auth, quest, rag]);
  });

  it('holds what signs access tokens for auth alone', () => {
    const all = [...services({ JWT_PRIVATE_KEY: 'a key' }).values()];
    const holdersOf = (secret: string) => all.filter(({ env }) => Object.values(env).includes(secret));
    expect(holdersOf(authSecretKey).map(({ name }) => name)).toEqual(['auth']);
    expect(holdersOf('a key').map(({ name }) => name)).toEqual(['auth']);
    expect(all.filter(({ env }) => env.JWT_SECRET)).toEqual([]);
  });

  it('holds the shared token secret, where one was chosen, for auth and the gateway alone', () => {
    const all = [...services({}, 'j'.repeat(64)).values()];
    const holders = all.filter(({ env }) => env.JWT_SECRET).map(({ name }) => name);
    expect(holders.sort()).toEqual(['auth', 'gateway']);
  });

  it('gives no database to the gateway, and other people’s variables to nobody', () => {
    const all = services({ OLLAMA_URL: 'http://127.0.0.1:11434', AWS_SECRET_ACCESS_KEY: 'x', AUTH_EXTRA: 'mine' });
    expect(all.get('gateway')?.env).not.toHaveProperty('DATABASE_URL');
    expect(all.get('rag')?.env.OLLAMA_URL).toBe('http://127.0.0.1:11434');
    expect(all.get('quest')?.env).not.toHaveProperty('OLLAMA_URL');
    expect(all.get('auth')?.env.AUTH_EXTRA).toBe('mine');
    expect(all.get('quest')?.env).not.toHaveProperty('AUTH_EXTRA');
    for (const { env } of all.values()) expect(env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  });

  it('gives auth alone the way mails go: files in development, and a server wherever one is named', () => {
    const smtp = { SMTP_URL: 'smtps://user:secret@smtp.example.org', MAIL_FROM: 'a@b.c', PUBLIC_URL: 'https://b.c' };
    const [plain, sending, production] = [{}, smtp, { NODE_ENV: 'production' }].map((given) => services(given));
    expect(plain?.get('auth')?.env).toMatchObject({ MAIL_FOLDER: 'data/mail', PUBLIC_URL: 'http://localhost:4000' });
    expect(sending?.get('auth')?.env).toMatchObject(smtp);
    expect(production?.get('auth')?.env).not.toHaveProperty('PUBLIC_URL');
    const elsewhere = services({ SMTP_URL: smtp.SMTP_URL, GATEWAY_PORT: '4321' });
    expect(elsewhere.get('auth')?.env.PUBLIC_URL).toBe('http://localhost:4321');
    for (const all of [sending, production]) expect(all?.get('auth')?.env).not.toHaveProperty('MAIL_FOLDER');
    for (const [name, { env }] of sending ?? [])
      expect({ name, told: 'SMTP_URL' in env }).toEqual({ name, told: name === 'auth' });
  });

  it('lets every subgraph fill its database before it starts, and nothing else', () => {
    const seeded = [...services().values()].filter(({ seeds }) => seeds?.[0]?.args[0]?.endsWith('dist/seed.js'));
    expect(seeded.map(({ name }) => name).sort()).toEqual(['auth', 'quest', 'rag']);
  });

  it('keeps subgraphs on loopback when the gateway listens everywhere', () => {
    const all = services({ HOST: '0.0.0.0' });
    expect(all.get('gateway')?.env.HOST).toBe('0.0.0.0');
    expect(all.get('auth')?.env.HOST).toBe('127.0.0.1');
  });

  it('lets one machine be many people in development, and only there, unless told otherwise', () => {
    const limits = (environment: NodeJS.ProcessEnv) => {
      const all = services(environment);
      return [all.get('gateway')?.env.GATEWAY_RATE_LIMIT_PER_MINUTE, all.get('auth')?.env.AUTH_REGISTER_LIMIT_PER_IP];
    };
    expect(limits({ NODE_ENV: 'development' })).toEqual(['6000', '1000']);
    expect(limits({ NODE_ENV: 'development', GATEWAY_RATE_LIMIT_PER_MINUTE: '50' })).toEqual(['50', '1000']);
    for (const mode of ['test', 'production']) expect(limits({ NODE_ENV: mode })).toEqual([undefined, undefined]);
  });
});

describe('the platform in one process', () => {
  const single = { TOPOLOGY: 'single', HOST: '0.0.0.0', OLLAMA_URL: 'http://127.0.0.1:11434', GATEWAY_PORT: '4321' };

  it('is a process of its own, the grader another, which still holds nothing', () => {
    const all = services(single);
    expect([...all.keys()]).toEqual(['platform', 'grader']);
    expect(all.get('grader')?.env).toEqual({});
  });

  it('is told what each of its parts would have been told, and never the secret that keys are derived from', () => {
    const [apart, together] = [services({ ...single, TOPOLOGY: 'services' }), services(single).get('platform')];
    for (const name of ['auth', 'quest', 'rag', 'gateway'] as const) {
      const { HOST, OPS_PORT, SERVICE_KEYS, ...own } = apart.get(name)?.env ?? {};
      expect(together?.env).toMatchObject(own);
    }
    const { HOST, OPS_PORT, SERVICE_KEYS = '' } = together?.env ?? {};
    expect({ HOST, OPS_PORT }).toEqual({ HOST: '0.0.0.0', OPS_PORT: '4090' });
    const keys = [...apart.values()].flatMap(({ env }) => env.SERVICE_KEYS?.split(',') ?? []);
    expect(SERVICE_KEYS.split(',').sort()).toEqual([...new Set(keys)].sort());
    expect(JSON.stringify(together?.env)).not.toContain(secretKey);
  });

  it('fills each subgraph’s database as that subgraph would', () => {
    const { seeds = [] } = services(single).get('platform') ?? {};
    expect(seeds.map(({ args }) => args[0]?.split('/').at(-3))).toEqual(['auth', 'rag', 'quest']);
    expect(seeds.filter(({ env }) => env.AUTH_SECRET_KEY)).toHaveLength(1);
  });

  it('keeps the databases apart, by names of their own where they are given', () => {
    const [[platform] = []] = stagesOf(single, undefined, { databaseNames: { auth: 'a', quest: 'q' } });
    expect(platform?.env).toMatchObject({ AUTH_DATABASE_NAME: 'a', QUEST_DATABASE_NAME: 'q' });
    expect(platform?.env).not.toHaveProperty('DATABASE_NAME');
  });

  it('is stopped before the grader that it calls', () => {
    expect(stagesOf(single).map((stage) => stage.map(({ name }) => name))).toEqual([['platform'], ['grader']]);
  });
});
