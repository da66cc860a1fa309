import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { startProcess, startTestRedis } from '@doctorpy/testkit';
import { startTestSubgraphs, type TestSubgraphs } from './test-subgraphs.js';
import type { Topic } from './topic.js';

/** A gateway with subgraphs of its own. */
export interface Contestant {
  readonly url: string;
  readonly subgraphs: TestSubgraphs;
}

/** For each topic the stock gateway and ours, over the same supergraph. */
export interface Contestants {
  readonly of: (topic: Topic) => { stock: Contestant; ours: Contestant };
  stop(): Promise<void>;
}

/** Starts all, the stock ones as Apollo's documentation does. @throws Error when the subgraphs of a topic do not compose */
export async function startContestants(topics: readonly Topic[]): Promise<Contestants> {
  const stock = await Promise.all(topics.map(startStock));
  const ours = await startOurs(topics);
  return {
    of(topic) {
      const [first, second] = [stock[topics.indexOf(topic)], ours.contestants[topics.indexOf(topic)]];
      if (!first || !second) throw new Error(`${topic.title} was not started.`);
      return { stock: first, ours: second };
    },
    async stop() {
      await ours.stop();
      await Promise.all(stock.map((one) => one.stop()));
    },
  };
}

async function startStock(topic: Topic): Promise<Contestant & { stop(): Promise<void> }> {
  const subgraphs = await startTestSubgraphs(topic.subgraphs());
  const server = new ApolloServer({
    gateway: new ApolloGateway({
      supergraphSdl: compose(topic, subgraphs),
      logger: silentLogger(),
      buildService: ({ url }) => new RemoteGraphQLDataSource({ url: url ?? '' }),
    }),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: silentLogger(),
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, subgraphs, stop: () => server.stop().finally(subgraphs.stop) };
}

async function startOurs(topics: readonly Topic[]): Promise<{ contestants: Contestant[]; stop(): Promise<void> }> {
  const subgraphs = await Promise.all(topics.map((topic) => startTestSubgraphs(topic.subgraphs())));
  const folder = await mkdtemp(join(tmpdir(), 'doctorpy-audit-'));
  const files = await Promise.all(
    topics.map(async (topic, index) => {
      const file = join(folder, `${index}.graphql`);
      const own = subgraphs[index];
      if (own) await writeFile(file, compose(topic, own));
      return file;
    }),
  );
  const redis = await startTestRedis();
  const gateways = await startProcess({
    script: 'gateway/test/integration/federation-audit/our-gateways.ts',
    args: files,
    env: { REDIS_URL: redis.url, SECRET_KEY: 'a'.repeat(64), JWT_SECRET: 'b'.repeat(64) },
  });
  const stop = async () => {
    await gateways.stop();
    await redis.stop();
    await Promise.all(subgraphs.map((own) => own.stop()));
    await rm(folder, { recursive: true });
  };
  try {
    const [, addresses = '[]'] = await gateways.waitForOutput(/^listening (.*)$/m, 150_000);
    const urls = JSON.parse(addresses) as string[];
    return { contestants: subgraphs.map((own, index) => ({ url: urls[index] ?? '', subgraphs: own })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function compose(topic: Topic, { definitions }: TestSubgraphs): string {
  const { supergraphSdl, errors } = composeServices([...definitions]);
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(`The subgraphs of “${topic.title}” do not compose: ${errors?.join('\n')}`);
}
