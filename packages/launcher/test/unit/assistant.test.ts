import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { assistantRow } from '../../src/start/assistant.js';

describe('the line about the assistant', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A server with these models. */
  async function ollamaWith(...models: string[]): Promise<string> {
    const server = createServer((_request, response) => {
      response.end(JSON.stringify({ models: models.map((name) => ({ name })) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('says which model writes the answers', async () => {
    const OLLAMA_URL = await ollamaWith('mistral:7b', 'bge-m3:latest');
    const row = await assistantRow({ OLLAMA_URL, OLLAMA_MODEL: 'mistral:7b', OLLAMA_EMBED_MODEL: 'bge-m3' });
    expect(row).toBe(`answers are written by mistral:7b at ${new URL(OLLAMA_URL).host}`);
  });

  it('names the command that pulls what is missing', async () => {
    const OLLAMA_URL = await ollamaWith();
    expect(await assistantRow({ OLLAMA_URL, OLLAMA_EMBED_MODEL: 'bge-m3' })).toBe(
      'quotes the lessons; to be pulled, it is noticed: `ollama pull qwen2.5:1.5b`, `ollama pull bge-m3`',
    );
  });

  it('says what to do where no server answers, or something else does', async () => {
    expect(await assistantRow({ OLLAMA_URL: 'http://127.0.0.1:9' })).toBe(
      'quotes the lessons: no Ollama answers at 127.0.0.1:9 (start it, then `ollama pull qwen2.5:1.5b`; it is noticed)',
    );
  });
});
