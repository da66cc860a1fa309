import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that speaks Ollama's embedding protocol: vectors count letters, so that what is alike is near. */
export interface ScriptedEmbeddings {
  url: string;
  /** Texts of each request that was answered. */
  readonly answered: string[][];
  /** While true, requests fail as with a model that is not pulled. */
  isAway: boolean;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function startScriptedEmbeddings(): Promise<ScriptedEmbeddings> {
  const answered: string[][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { input } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { input: string[] };
    response.setHeader('content-type', 'application/json');
    if (scripted.isAway) {
      response.writeHead(404).end(JSON.stringify({ error: 'model not found, try pulling it first' }));
      return;
    }
    answered.push(input);
    response.end(JSON.stringify({ embeddings: input.map(letterCounts) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const scripted: ScriptedEmbeddings = {
    url: `http://127.0.0.1:${port}`,
    answered,
    isAway: false,
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
