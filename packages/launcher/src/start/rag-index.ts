import { join } from 'node:path';
import { runOperatorCommand } from './operator-command.js';

/**
 * `npm run rag:index` once everything is built: indexes files into the data of this installation, beside a running
 * `npm start`, which notices, or without one.
 * @returns the exit code: 0 done, 1 a file failed or the data cannot be opened, 2 not understood
 */
export function ragIndex(options: { args: readonly string[]; folder?: string }): Promise<number> {
  return runOperatorCommand({ ...options, script: join('subgraphs', 'rag', 'dist', 'indexer.js') });
}
