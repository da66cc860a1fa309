import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError } from '../errors.js';
import { dataFolder, repositoryRoot } from '../paths.js';
import { openKeptMongo } from './kept-mongo.js';
import { readSettings, type Settings } from './settings.js';

/** A command line that works on the data of an installation. */
export interface OperatorCommand {
  /** The built script, from the repository's root. */
  script: string;
  args: readonly string[];
  /** Where the data lies; that of `npm start` unless told otherwise. */
  folder?: string | undefined;
  /** Variables it is given beside DATABASE_URL and NODE_ENV. */
  environment?: (settings: Settings, folder: string) => NodeJS.ProcessEnv;
}

/**
 * Runs an operator's command on the data of this installation, beside a running `npm start` or without one. `help` and no
 * arguments need no data. Paths among the arguments are meant from the folder in which npm was called.
 * @returns the command's exit code; 1, after a sentence on stderr, when the data cannot be opened
 */
export async function runOperatorCommand(command: OperatorCommand): Promise<number> {
  const { args, folder = dataFolder, environment = () => ({}) } = command;
  const dotenv = join(repositoryRoot, '.env');
  if (existsSync(dotenv)) process.loadEnvFile(dotenv);
  try {
    const settings = readSettings(process.env);
    if (args.length === 0 || args[0] === 'help' || args.includes('--help')) return await runScript(command, {});
    await mkdir(folder, { recursive: true });
    const data = await openKeptMongo(settings, folder, (line) => console.error(line));
    // The terminal sends Ctrl-C to us as well: the command answers it, and its database must outlive it.
    process.on('SIGINT', () => {});
    try {
      const own = environment(settings, folder);
      return await runScript(command, { DATABASE_URL: data.url, NODE_ENV: settings.mode, ...own });
    } finally {
      await data.release();
    }
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    console.error(error.message);
    return 1;
  }
}

/** In the foreground and on our terminal: it may ask for a password. */
function runScript({ script, args }: OperatorCommand, environment: NodeJS.ProcessEnv): Promise<number> {
  const { PATH, INIT_CWD } = process.env;
  const child = spawn(process.execPath, [join(repositoryRoot, script), ...args], {
    stdio: 'inherit',
    env: { PATH, ...environment },
    ...(INIT_CWD && { cwd: INIT_CWD }),
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
