import { parentPort } from 'node:worker_threads';
import type { Passage } from './engine.js';
import { createLexicalEngine, type LexicalEngine } from './lexical-engine.js';
import type { FromThread, ToThread } from './thread-messages.js';
import { createVectorIndex } from './vector-index.js';

/** Thread entry: holds one index at a time and answers questions from it. It knows no database. */
const port = parentPort;
if (!port) throw new Error('index-thread runs as a worker thread only');

let passages: Passage[] = [];
let engine: LexicalEngine | null = null;

port.on('message', (message: ToThread) => {
  if (message.kind === 'forget') forget();
  else if (message.kind === 'passages') passages.push(...message.passages);
  else if (message.kind === 'build') build(message);
  else answer(message);
});

function forget(): void {
  passages = [];
  engine = null;
}

function build({ version, vocabulary, vectors }: Extract<ToThread, { kind: 'build' }>): void {
  const startedAt = performance.now();
  engine = createLexicalEngine({
    passages,
    version,
    vocabulary,
    vectors: vectors && createVectorIndex(vectors.rows, vectors.dimension),
  });
  // Code runs slowly until it has run a few times: that time is nobody's who asks.
  for (const question of warmUp) engine.search(question, { limit: 5, nearest: true });
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  say({ kind: 'built', milliseconds: performance.now() - startedAt, heapBytes: heapUsed + arrayBuffers });
}

function answer({ id, query, options, vector, vectorWeight }: Extract<ToThread, { kind: 'search' }>): void {
  try {
    if (!engine) throw new Error('the index is not built');
    say({ kind: 'found', id, result: engine.search(query, options, { vector, vectorWeight }) });
  } catch (error) {
    say({ kind: 'failed', id, reason: error instanceof Error ? error.message : String(error) });
  }
}

function say(message: FromThread): void {
  port?.postMessage(message);
}

const warmUp = ['comment créer une liste', 'boucle for', 'NameError: name is not defined', 'fonciton recurcive'];
