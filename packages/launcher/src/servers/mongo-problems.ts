import { readFile } from 'node:fs/promises';
import { LaunchError, reasonOf } from '../errors.js';
import type { ChildExit } from '../process/child.js';
import { fullDisk } from './disk.js';

/** Turns a mongod that would not start into one sentence on what to do, from its exit and the end of its log. */
export async function mongoStartProblem(facts: {
  error: unknown;
  exit: ChildExit | undefined;
  port: number;
  dbPath: string;
  logFile: string;
}): Promise<LaunchError> {
  const log = (await readFile(facts.logFile, 'utf8').catch(() => '')).slice(-20_000);
  const full = isInUse(log) ? undefined : await fullDisk({ folder: facts.dbPath, log, cause: facts.error });
  return full ?? new LaunchError(sentence(log, facts), { cause: facts.error });
}

function sentence(
  log: string,
  facts: { error: unknown; exit: ChildExit | undefined; port: number; dbPath: string; logFile: string },
): string {
  if (isInUse(log)) {
    return `The MongoDB data in ${facts.dbPath} are in use: another start is running; stop it first.`;
  }
  if (/incompatible|featureCompatibilityVersion|UPGRADE PROBLEM/i.test(log) && facts.exit) {
    return (
      `The MongoDB data in ${facts.dbPath} were written by another MongoDB version: put that version on PATH, ` +
      'or delete the folder and start again (demo content is made anew).'
    );
  }
  if (facts.exit) {
    return (
      `MongoDB cannot open its data in ${facts.dbPath}: move or delete that folder and start again ` +
      `(demo content is made anew); the reason is in ${facts.logFile}.`
    );
  }
  return `MongoDB did not become ready (${reasonOf(facts.error)}): see ${facts.logFile}.`;
}

const isInUse = (log: string) => /DBPathInUse|Unable to lock the lock file/.test(log);
