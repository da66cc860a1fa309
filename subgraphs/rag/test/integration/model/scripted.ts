import { answering, startScriptedOllama } from '@doctorpy/testkit';
import { type RagEnvironment, ragEnvironment } from '../environment.js';

/** What the model is called. */
export const model = 'scripted:1b';

/** What it says unless a test has it say something else. */
export const good = answering(
  'Une liste s’écrit ',
  'entre crochets [2]. ',
  'Par exemple :\n\n```python\n',
  'x = [1, 2]\n```\n',
);

/** An Ollama that says what it is told to say, and the subgraph that asks it. */
export const ollama = await startScriptedOllama(model, good);
export const rag = await ragEnvironment({ OLLAMA_URL: ollama.url, OLLAMA_MODEL: model });

let count = 0;

/** A question of its own for each test, so that no cache answers it. */
export const freshQuestion = () => ({
  query: `comment créer une liste de ${++count} éléments`,
  queryType: 'CODE_HELP',
});

/** A subgraph whose model has not failed yet: a failure keeps the model at rest for a while. */
export async function withFreshModel<T>(
  use: (client: RagEnvironment['client']) => Promise<T>,
  settings = {},
): Promise<T> {
  const { client, close } = await rag.replica(settings);
  try {
    return await use(client);
  } finally {
    await close();
  }
}
