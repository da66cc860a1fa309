import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from '@doctorpy/launcher';

/** Vectors made earlier, kept on disk: embedding thousands of passages takes a small machine minutes. */
export interface VectorCache {
  get(text: string): Float32Array | undefined;
  /** Kept once this resolves, also if the process is killed afterwards. */
  add(texts: readonly string[], vectors: readonly Float32Array[]): Promise<void>;
}

/**
 * Opens the vectors of one model. `identity` names the very model, not only what it is called today: vectors of two models
 * cannot be compared.
 */
export async function openVectorCache(identity: string, folder = join(cacheFolder(), 'vectors')): Promise<VectorCache> {
  const file = join(folder, `${hashOf(identity)}.lines`);
  await mkdir(dirname(file), { recursive: true });
  const known = new Map<string, Float32Array>();
  for (const line of await linesOf(file)) {
    const [key = '', numbers = '', end] = line.split(' ');
    // A line that a kill cut off lacks its end.
    if (end === '.') known.set(key, new Float32Array(Uint8Array.from(Buffer.from(numbers, 'base64')).buffer));
  }
  return {
    get: (text) => known.get(hashOf(text)),
    async add(texts, vectors) {
      const lines = texts.flatMap((text, index) => {
        const vector = vectors[index];
        if (!vector) return [];
        known.set(hashOf(text), vector);
        return [`\n${hashOf(text)} ${Buffer.from(vector.slice().buffer).toString('base64')} .\n`];
      });
      await appendFile(file, lines.join(''));
    },
  };
}

async function linesOf(file: string): Promise<string[]> {
  const lines: string[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) if (line) lines.push(line);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return lines;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
