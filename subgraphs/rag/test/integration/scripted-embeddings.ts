import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that speaks Ollama's embedding protocol: vectors count letters, so that what is alike is near. */
export interface ScriptedEmbeddings {
  url: string;
  /** Texts of each request that was answered. */
  readonly answered: string[][];
  /** While true, requests fail as with a model that is not pulled. */
  isAway: boolean;
  /** Names the models there are, and which ones: another digest is another model. */
  digests: Record<string, string>;
  /** Texts with this word are refused, and whatever is sent with them. */
  refusedWord: string | null;
  /** While set, requests wait for it. */
  hold: Promise<void> | null;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startScriptedEmbeddings(): Promise<ScriptedEmbeddings> {
  const answered: string[][] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/api/tags') {
      const models = Object.entries(scripted.digests).map(([name, digest]) => ({ name, model: name, digest }));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ models: scripted.isAway ? [] : models }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { input } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { input: string[] };
    response.setHeader('content-type', 'application/json');
    if (scripted.isAway) {
      response.writeHead(404).end(JSON.stringify({ error: 'model not found, try pulling it first' }));
      return;
    }
    const { refusedWord } = scripted;
    if (refusedWord !== null && input.some((text) => text.includes(refusedWord))) {
      response.writeHead(400).end(JSON.stringify({ error: 'the input length exceeds the context length' }));
      return;
    }
    await scripted.hold;
    answered.push(input);
    response.end(JSON.stringify({ embeddings: input.map(letterCounts) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const scripted: ScriptedEmbeddings = {
    url: `http://127.0.0.1:${port}`,
    answered,
    isAway: false,
    digests: { letters: 'first', other: 'other' },
    refusedWord: null,
    hold: null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scripted;
}

function letterCounts(text: string): number[] {
  const counts = new Array<number>(26).fill(0);
  for (const letter of text.toLowerCase()) {
    const at = letter.charCodeAt(0) - 97;
    if (at >= 0 && at < 26) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}
