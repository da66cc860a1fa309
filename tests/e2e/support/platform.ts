import { createClient, type DoctorPyClient, RegisterDocument } from '@doctorpy/client';
import type { NetworkService } from '@doctorpy/launcher';
import {
  dataOf,
  freePort,
  startProcess,
  startTestSupergraph,
  type TestSupergraph,
  type TokenMode,
  waitFor,
} from '@doctorpy/testkit';
import WebSocket from 'ws';

export { codesOf, dataOf } from '@doctorpy/testkit';

/** The whole platform, with people on it. */
export interface Platform extends TestSupergraph {
  /** A client of the public API; closed with the platform. */
  client(accessToken?: string | null, language?: 'fr' | 'en'): DoctorPyClient;
  /** Registers a new learner and gives their client. */
  learner(displayName: string): Promise<TestLearner>;
  /** Starts one more gateway on the same subgraphs and Redis; `environment` adds to what it is told. */
  startGateway(
    environment?: Record<string, string>,
  ): Promise<{ url: string; client: DoctorPyClient; output(): string; stop(): Promise<unknown> }>;
}

/** Somebody who has just signed up. */
export interface TestLearner {
  readonly id: string;
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly client: DoctorPyClient;
}

/** Long enough for every rule, and nowhere else in use. */
const PASSWORD = 'cheval correct agrafe pile';

/** Starts everything the way `npm start` does. There is no model: the common case, and the same on every machine. */
export async function startPlatform(
  options: { environment?: Record<string, string>; tokens?: TokenMode } = {},
): Promise<Platform> {
  const environment = { OLLAMA_URL: `http://127.0.0.1:${await freePort()}`, ...options.environment };
  const supergraph = await startTestSupergraph({ ...options, environment });
  const clients: DoctorPyClient[] = [];
  const clientOf = (url: string, accessToken: string | null, language: 'fr' | 'en') => {
    const made = createClient({ url, accessToken: () => accessToken, language, webSocketImpl: WebSocket });
    clients.push(made);
    return made;
  };
  const client: Platform['client'] = (accessToken = null, language = 'fr') =>
    clientOf(supergraph.url, accessToken, language);
  return Object.assign(Object.create(supergraph), {
    client,
    async learner(displayName: string): Promise<TestLearner> {
      const email = `eleve-${Math.random().toString(36).slice(2)}@doctorpy.test`;
      const input = { email, password: PASSWORD, displayName };
      const { register } = dataOf(await client().execute(RegisterDocument, { input }));
      const { accessToken, refreshToken, user } = register;
      return {
        id: user.id,
        displayName,
        email,
        password: PASSWORD,
        accessToken,
        refreshToken: refreshToken ?? '',
        client: client(accessToken),
      };
    },
    async startGateway(environment: Record<string, string> = {}) {
      const gateway = await startGatewayProcess(supergraph, environment);
      return { ...gateway, client: clientOf(gateway.url, null, 'fr') };
    },
    async stop() {
      await Promise.all(clients.map((open) => open.close()));
      await supergraph.stop();
    },
  });
}

async function startGatewayProcess({ ports, redis, secrets }: TestSupergraph, environment: Record<string, string>) {
  const [port, opsPort] = [await freePort(), await freePort()];
  const address = (service: NetworkService) => `http://127.0.0.1:${ports[service]}/graphql`;
  const gateway = await startProcess({
    script: 'gateway/dist/main.js',
    env: {
      NODE_ENV: 'test',
      GATEWAY_PORT: String(port),
      OPS_PORT: String(opsPort),
      REDIS_URL: redis.url,
      ...(secrets.jwtSecret ? { JWT_SECRET: secrets.jwtSecret } : {}),
      SECRET_KEY: secrets.secretKey,
      AUTH_URL: address('auth'),
      QUEST_URL: address('quest'),
      RAG_URL: address('rag'),
      ...environment,
    },
  });
  const url = `http://localhost:${port}/graphql`;
  await waitFor(async () => (await fetch(new URL('/readyz', url)).catch(() => null))?.ok === true, {
    what: 'the second gateway',
    timeoutMs: 60_000,
  });
  return { url, output: () => gateway.output(), stop: () => gateway.stop() };
}
