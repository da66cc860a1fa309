import { z } from 'zod';

/** Where rag looks for models, and for which, when nothing else is said (see `.env.example`). */
const usual = { url: 'http://127.0.0.1:11434', model: 'qwen2.5:1.5b' } as const;

/** Milliseconds a server has to list its models: the platform runs already, and waits for this one line. */
const patienceMs = 1000;

const listed = z.object({ models: z.array(z.object({ name: z.string() })) });

/** What whoever starts the platform is told of the assistant: whether a model answers, and what to do when none does. */
export async function assistantRow(environment: NodeJS.ProcessEnv): Promise<string> {
  const { OLLAMA_URL: url = usual.url, OLLAMA_MODEL: model = usual.model, OLLAMA_EMBED_MODEL: embedding } = environment;
  const host = new URL(url).host;
  const present = await modelsOf(url);
  if (!present) {
    return `quotes the lessons: no Ollama answers at ${host} (start it, then \`ollama pull ${model}\`; it is noticed)`;
  }
  const has = (name: string) => present.includes(name) || present.includes(`${name}:latest`);
  const missing = [model, embedding].filter((name) => name !== undefined && !has(name));
  const writes = has(model) ? `answers are written by ${model} at ${host}` : `quotes the lessons`;
  if (missing.length === 0) return writes;
  return `${writes}; to be pulled, it is noticed: ${missing.map((name) => `\`ollama pull ${name}\``).join(', ')}`;
}

async function modelsOf(url: string): Promise<string[] | null> {
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/api/tags`, { signal: AbortSignal.timeout(patienceMs) });
    return listed.parse(await response.json()).models.map(({ name }) => name);
  } catch {
    return null;
  }
}
