import { parentPort, workerData } from 'node:worker_threads';
import { type DocumentSource, readDocument } from '../formats/read-document.js';
import { UnreadableContentError } from '../formats/unreadable.js';
import type { FromReader } from './thread-messages.js';

/** Thread entry: reads the one document it was started with, says how that went and ends. */
const port = parentPort;
if (!port) throw new Error('reading-thread runs as a worker thread only');

/** A long book; what is read beyond is unpacked from less, and all of it would be held by the process that answers learners. */
const mostCharacters = 5_000_000;
const tooMuchText = {
  fr: 'il contient plus de 5 millions de caractères : découpez-le',
  en: 'it holds more than 5 million characters: divide it',
};

say({ kind: 'started' });
say(await outcome(workerData as DocumentSource));

async function outcome(source: DocumentSource): Promise<FromReader> {
  try {
    const read = await readDocument(source);
    const characters = read.sections.reduce(
      (sum, { blocks }) => blocks.reduce((of, { text }) => of + text.length, sum),
      0,
    );
    return characters > mostCharacters ? { kind: 'unreadable', reason: tooMuchText } : { kind: 'read', read };
  } catch (error) {
    if (error instanceof UnreadableContentError) return { kind: 'unreadable', reason: error.reason };
    throw error;
  }
}

function say(message: FromReader): void {
  port?.postMessage(message);
}
