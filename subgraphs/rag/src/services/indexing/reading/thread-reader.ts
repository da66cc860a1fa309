import { Worker } from 'node:worker_threads';
import { DomainError } from '@doctorpy/service-kit/errors';
import { createTurnstile, TurnstileFullError } from '../../answering/turnstile.js';
import type { DocumentSource, ReadDocument } from '../formats/read-document.js';
import { UnreadableContentError } from '../formats/unreadable.js';
import type { FromReader } from './thread-messages.js';

/** Reads a document, as `readDocument` does. @throws UnreadableContentError */
export type DocumentReader = (source: DocumentSource) => Promise<ReadDocument>;

/** What reading one document may take. */
export interface ReadingLimits {
  /** @default 10_000: a megabyte of any format takes 2 s */
  milliseconds?: number;
  /** Megabytes by which the process may grow meanwhile. @default 400: what a thread needs, and its 256 of objects */
  growthMegabytes?: number;
  /** Documents that may wait for their turn: each is kept in memory. @default 10 */
  waiting?: number;
  /** How long they may. @default 15_000: with the reading itself less than a gateway waits for a mutation */
  waitMilliseconds?: number;
}

/**
 * Creates a reader of documents that nobody vouches for. Parsers have inputs of a few kilobytes that take them minutes, or
 * gigabytes; so each document is read in a thread of its own, which is ended when it takes too much. Two are read at once.
 * @throws from the reader: UnreadableContentError, also for what takes too much; DomainError SERVICE_UNAVAILABLE when too
 *   many documents wait, or wait too long
 */
export function createThreadReader(limits: ReadingLimits = {}): DocumentReader {
  const { waiting = 10, waitMilliseconds = 15_000 } = limits;
  const turnstile = createTurnstile({ atOnce: 2, waiting });
  return async (source) => {
    const signal = AbortSignal.timeout(waitMilliseconds);
    try {
      return await turnstile.pass(() => readInThread(source, limits), { signal, onPosition: () => undefined });
    } catch (error) {
      throw error instanceof TurnstileFullError || error === signal.reason ? tooManyWait(error) : error;
    }
  };
}

/** Of a reading thread's objects. What parsers keep in buffers is not counted among them: for that the process is watched. */
const objectMegabytes = 256;
const watchMilliseconds = 25;

function readInThread(
  source: DocumentSource,
  { milliseconds = 10_000, growthMegabytes = 400 }: ReadingLimits,
): Promise<ReadDocument> {
  const worker = startReadingThread(source);
  const watches: NodeJS.Timeout[] = [];
  const read = new Promise<ReadDocument>((resolve, reject) => {
    const refuse = (reason: UnreadableContentError['reason']) => reject(new UnreadableContentError(reason));
    worker.on('message', (message: FromReader) => {
      if (message.kind === 'read') resolve(message.read);
      else if (message.kind === 'unreadable') refuse(message.reason);
      else {
        const most = process.memoryUsage.rss() + growthMegabytes * 1_048_576;
        watches.push(
          setTimeout(() => refuse(tooSlow(milliseconds)), milliseconds),
          setInterval(() => process.memoryUsage.rss() > most && refuse(tooLarge), watchMilliseconds),
        );
      }
    });
    worker.on('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') refuse(tooLarge);
      else reject(error);
    });
    worker.on('exit', (code) => reject(new Error(`The thread that read a document ended with code ${code}.`)));
  });
  return read.finally(async () => {
    for (const watch of watches) clearTimeout(watch);
    await worker.terminate();
  });
}

/** From sources (tests, tools) it needs the compiler's loader; built, it is plain JavaScript. It needs no environment. */
function startReadingThread(source: DocumentSource): Worker {
  const entry = import.meta.url.endsWith('.ts') ? './reading-thread-from-sources.mjs' : './reading-thread.js';
  return new Worker(new URL(entry, import.meta.url), {
    env: {},
    execArgv: [],
    workerData: source,
    resourceLimits: { maxOldGenerationSizeMb: objectMegabytes },
  });
}

const tooSlow = (milliseconds: number) => ({
  fr: `sa lecture prend plus de ${milliseconds / 1000} s, à cause de sa longueur ou de balises jamais fermées : simplifiez-le ou découpez-le`,
  en: `reading it takes more than ${milliseconds / 1000} s, for its length or for markup that is never closed: simplify or divide it`,
});
const tooLarge = {
  fr: 'sa lecture demande trop de mémoire, à cause de ce qu’il contient de compressé ou d’imbriqué : simplifiez-le ou découpez-le',
  en: 'reading it takes too much memory, for what is compressed or nested in it: simplify or divide it',
};

const tooManyWait = (cause: unknown) =>
  new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'Trop de documents attendent d’être lus : réessayez dans une minute.',
      en: 'Too many documents wait to be read: try again in a minute.',
    },
    { retryAfterSeconds: 60, cause },
  );
