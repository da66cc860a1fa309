import { open } from 'node:fs/promises';
import { decodeText, NotTextError } from './decode.js';
import { type FoundFile, systemReason } from './walk.js';

/** Thrown when a file cannot be indexed; the message is a clause that says why. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/**
 * Bytes of a file at most. A whole book is smaller; a dump of a database is not, and its passages would bury all others.
 */
export const longestFile = 20_000_000;

/** What a file holds, as Indexing takes it, and a note where it was not written in UTF-8. */
export interface FileContent {
  content: string;
  note: string | null;
}

/** @throws FileProblem when it cannot be read, is too large or no text */
export async function readFileContent({ path, format }: FoundFile): Promise<FileContent> {
  const bytes = await readBytes(path);
  if (format === 'PDF') return { content: bytes.toString('base64'), note: null };
  try {
    const { text, encoding } = decodeText(bytes, format);
    return { content: text.replaceAll('\r\n', '\n'), note: encoding && `read as ${encoding}` };
  } catch (error) {
    if (error instanceof NotTextError) throw new FileProblem(error.message, { cause: error });
    throw error;
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > longestFile) {
        const [is, may] = [size, longestFile].map((bytes) => (bytes / 1_000_000).toLocaleString('en'));
        throw new FileProblem(`it has ${is} MB, and files may have ${may} MB at most: divide it`);
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof FileProblem ? error : new FileProblem(systemReason(error), { cause: error });
  }
}
