import { startAuth } from '@doctorpy/auth';
import { startGateway } from '@doctorpy/gateway';
import { startQuest } from '@doctorpy/quest';
import { startRag } from '@doctorpy/rag';
import type { Closable } from '@doctorpy/service-kit/lifecycle';
import { createLogger } from '@doctorpy/service-kit/logging';
import { createPartMetrics } from '@doctorpy/service-kit/metrics';
import { destination } from 'pino';
import type { PlatformEnv } from './env.js';

/**
 * Starts the three subgraphs side by side, then the gateway on top of them, which calls them as functions. Each has
 * connections, a logger and metrics of its own, as in a process of its own; the gateway's operations port answers for all.
 * Closing ends the gateway first, so that everything under way is still answered, and then the subgraphs.
 */
export async function startPlatform(env: PlatformEnv): Promise<Closable> {
  const output = destination(1);
  const logOf = (service: keyof PlatformEnv) =>
    createLogger({ service, level: env[service].LOG_LEVEL, destination: output });
  const partOf = (service: keyof PlatformEnv) => ({
    log: logOf(service),
    metrics: createPartMetrics(service),
    operationsPort: false,
  });
  const [auth, quest, rag] = await Promise.all([
    startAuth(env.auth, partOf('auth')),
    startQuest(env.quest, partOf('quest')),
    startRag(env.rag, partOf('rag')),
  ]);
  const gateway = await startGateway(env.gateway, {
    log: logOf('gateway'),
    subgraphs: new Map([
      ['auth', auth.server],
      ['quest', quest.server],
      ['rag', rag.server],
    ]),
  });
  return {
    async close() {
      await gateway.close();
      await Promise.all([auth.close(), quest.close(), rag.close()]);
    },
  };
}
