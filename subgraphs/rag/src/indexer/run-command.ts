import type { FileIndexing, FileNews, FileReport } from '../services/indexing/files/file-indexing.js';
import type { Command } from './command.js';

/** Does what an operator asks for. */
export function runCommand(
  command: Exclude<Command, { name: 'help' }>,
  files: FileIndexing,
  tell: (news: FileNews) => void,
): Promise<FileReport> {
  if (command.name === 'remove') return files.remove(command.paths, { dryRun: command.dryRun }, tell);
  return files.index(command.paths, command.options, tell);
}
