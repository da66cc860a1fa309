import type { Logger } from '@doctorpy/service-kit/logging';
import type { AuthEnv } from '../../env.js';
import type { Models } from '../../models/index.js';
import type { Grants } from '../recovery/grants.js';
import { createLetters } from './letters.js';
import { createMails, type Mails } from './mails.js';
import { folderPostman, type Postman, smtpPostman } from './postman.js';
import { createMailSender } from './sender.js';
import { loadTemplates } from './templates.js';

/** Where mails are ordered, and what sends them as long as the service runs. */
export interface Mailing {
  mails: Mails;
  start(): void;
  stop(): Promise<void>;
}

/** What mailing needs. */
export interface MailingDeps {
  env: AuthEnv;
  models: Models;
  grants: Grants;
  now: () => Date;
  log: Logger;
}

/** Outside production, who writes from a platform on one machine. */
const LOCAL_FROM = 'DoctorPy <no-reply@localhost>';

/** Mails by SMTP, into a folder, or (told so in the log) not at all. */
export function createMailing({ env, models, grants, now, log }: MailingDeps): Mailing {
  const postman = postmanOf(env);
  if (!postman) {
    return {
      mails: createMails({ models, now, enabled: false, deliver: () => undefined }),
      start: () => log.warn({}, 'mail.off'),
      stop: async () => undefined,
    };
  }
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${env.GATEWAY_PORT}`;
  const from = env.MAIL_FROM ?? LOCAL_FROM;
  const letters = createLetters({ models, grants, templates: loadTemplates(), publicUrl, from });
  const sender = createMailSender({ models, letters, postman, now, log });
  return {
    mails: createMails({ models, now, enabled: true, deliver: () => void sender.flush() }),
    start: () => sender.start(),
    async stop() {
      await sender.stop();
      postman.close();
    },
  };
}

function postmanOf(env: AuthEnv): Postman | null {
  if (env.SMTP_URL) return smtpPostman(env.SMTP_URL, { requireTls: env.NODE_ENV === 'production' });
  return env.MAIL_FOLDER ? folderPostman(env.MAIL_FOLDER) : null;
}
