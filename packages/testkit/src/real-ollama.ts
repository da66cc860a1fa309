import { LaunchError, type OllamaServer, ollamaAtHand, startOllama } from '@doctorpy/launcher';
import { createOllamaModels, type OllamaModels, removeOllamaModel } from './ollama-models.js';

/** A real Ollama with two small models. */
export interface RealOllama {
  readonly url: string;
  readonly models: OllamaModels;
  /** The process, to be killed and read; null where the server is the user's (`OLLAMA_URL`). */
  readonly server: OllamaServer | null;
  /** Ends it, or takes the models away from the user's server. */
  close(): Promise<void>;
}

/** Whether the Ollama of the tests is the user's, which no test may end. */
export const isUsersOllama = Boolean(process.env.OLLAMA_URL);

/** Starts an Ollama with models in it, or puts the models into that of `OLLAMA_URL`. */
export async function startRealOllama(): Promise<RealOllama> {
  const { OLLAMA_URL: given } = process.env;
  const server = given ? null : await startOllama({ binary: await binary() });
  const url = (given ?? server?.url ?? '').replace(/\/$/, '');
  try {
    const models = await createOllamaModels(url);
    return {
      url,
      models,
      server,
      async close() {
        if (server) await server.stop();
        else for (const model of Object.values(models)) await removeOllamaModel(url, model);
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function binary(): Promise<string> {
  const found = await ollamaAtHand();
  if (!found)
    throw new LaunchError('There is no ollama: `npm run test:ollama` finds or builds one, then runs these tests.');
  return found;
}
