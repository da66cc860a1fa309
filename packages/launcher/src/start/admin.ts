import { join } from 'node:path';
import { runOperatorCommand } from './operator-command.js';
import { mailsLandInFolder } from './services.js';
import { mailFolderName } from './supergraph.js';

/**
 * `npm run admin` once everything is built: runs auth's command line on the data of this installation, beside a running
 * `npm start` or without one. `help` and no arguments need no data.
 * @returns the exit code: 0 done, 1 refused (one sentence on stderr), 2 not understood
 */
export function admin(options: { args: readonly string[]; folder?: string }): Promise<number> {
  return runOperatorCommand({
    ...options,
    script: join('subgraphs', 'auth', 'dist', 'admin.js'),
    environment: (settings, folder) => ({
      PLATFORM_TIME_ZONE: settings.environment.PLATFORM_TIME_ZONE,
      // Whether mails may be ordered: the service sends them.
      SMTP_URL: settings.environment.SMTP_URL,
      ...(mailsLandInFolder(settings) ? { MAIL_FOLDER: join(folder, mailFolderName) } : {}),
    }),
  });
}
