import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LaunchError } from '../errors.js';
import { dataFolder, repositoryRoot } from '../paths.js';
import { openKeptMongo } from './kept-mongo.js';
import { mailsLandInFolder } from './services.js';
import { readSettings } from './settings.js';
import { mailFolderName } from './supergraph.js';

/**
 * `npm run admin` once everything is built: runs auth's command line on the data of this installation, beside a running
 * `npm start` or without one. `help` and no arguments need no data.
 * @returns the exit code: 0 done, 1 refused (one sentence on stderr), 2 not understood
 */
export async function admin(options: { args: readonly string[]; folder?: string }): Promise<number> {
  const { args, folder = dataFolder } = options;
  const dotenv = join(repositoryRoot, '.env');
  if (existsSync(dotenv)) process.loadEnvFile(dotenv);
  try {
    const settings = readSettings(process.env);
    if (args.length === 0 || args.includes('help') || args.includes('--help')) return await runCommand(args, {});
    await mkdir(folder, { recursive: true });
    const data = await openKeptMongo(settings, folder, (line) => console.error(line));
    // The terminal sends Ctrl-C to us as well: the command answers it, and its database must outlive it.
    process.on('SIGINT', () => {});
    try {
      const { PLATFORM_TIME_ZONE, SMTP_URL } = settings.environment;
      return await runCommand(args, {
        DATABASE_URL: data.url,
        NODE_ENV: settings.mode,
        PLATFORM_TIME_ZONE,
        // Whether mails may be ordered: the service sends them.
        SMTP_URL,
        ...(mailsLandInFolder(settings) ? { MAIL_FOLDER: join(folder, mailFolderName) } : {}),
      });
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
function runCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const script = join(repositoryRoot, 'subgraphs', 'auth', 'dist', 'admin.js');
  const child = spawn(process.execPath, [script, ...args], {
    stdio: 'inherit',
    env: { PATH: process.env.PATH, ...environment },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
