import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './wait-for.js';

/** What the scripted server does with one chat request. */
export type Script = (chat: ScriptedChat) => void | Promise<void>;

/** One chat request, as it came and as it may be answered. */
export interface ScriptedChat {
  /** What all messages say, in their order. */
  prompt: string;
  /** The whole request. */
  body: Record<string, unknown>;
  say(text: string): void;
  done(): void;
  /** Answers with an HTTP error. */
  fail(status: number): void;
  /** Breaks the connection in the middle. */
  breakOff(): void;
}

/** An HTTP server that speaks Ollama's protocol to inject faults and fixed answers; a real model is neither. */
export interface ScriptedOllama {
  url: string;
  /** What happens to chats from now on. */
  script: Script;
  models: string[];
  readonly chats: ScriptedChat[];
  /** Chats whose client went away before the end. */
  readonly abandoned: ScriptedChat[];
  nextChat(): Promise<ScriptedChat>;
  close(): Promise<void>;
}

/** Says the pieces and ends. */
export const answering =
  (...pieces: string[]): Script =>
  ({ say, done }) => {
    for (const piece of pieces) say(piece);
    done();
  };

/** Starts it on a free port with one model. */
export async function startScriptedOllama(model: string, script: Script): Promise<ScriptedOllama> {
  const chats: ScriptedChat[] = [];
  const abandoned: ScriptedChat[] = [];
  let awaited = 0;
  const server = createServer(async (request, response) => {
    if (request.url === '/api/tags') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ models: ollama.models.map((name) => ({ name, model: name })) }));
      return;
    }
    const chat = await readChat(request, response);
    chats.push(chat);
    response.on('close', () => {
      if (!response.writableFinished) abandoned.push(chat);
    });
    await ollama.script(chat);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ollama: ScriptedOllama = {
    url: `http://127.0.0.1:${port}`,
    script,
    models: [model],
    chats,
    abandoned,
    nextChat() {
      const index = awaited++;
      return waitFor(() => chats[index], { what: `chat ${index + 1} reaches the model` });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return ollama;
}

async function readChat(request: IncomingMessage, response: ServerResponse): Promise<ScriptedChat> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { content: string }[] };
  const line = (content: string, done: boolean) =>
    `${JSON.stringify({ model: 'scripted', created_at: new Date(), message: { role: 'assistant', content }, done })}\n`;
  return {
    prompt: body.messages.map(({ content }) => content).join('\n\n'),
    body: { ...body },
    say: (text) => void response.write(line(text, false)),
    done: () => void response.end(line('', true)),
    fail: (status) =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: 'scripted failure' })),
    breakOff: () => void response.destroy(),
  };
}
