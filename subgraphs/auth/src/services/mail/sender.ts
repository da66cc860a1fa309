import type { Logger } from '@doctorpy/service-kit/logging';
import { createRounds } from '@doctorpy/service-kit/rounds';
import type { Models } from '../../models/index.js';
import type { MailRecord } from '../../models/mail.model.js';
import type { Letters } from './letters.js';
import { failureOf, isFinal, type Postman } from './postman.js';

/** Sends what was ordered. */
export interface MailSender {
  /** Goes on sending until `stop`. */
  start(): void;
  /** Finishes the mails in hand and stops. */
  stop(): Promise<void>;
  /** Sends what is due now; resolves when everything committed before the call was tried. Never rejects. */
  flush(): Promise<void>;
}

/** What sending needs. */
export interface MailSenderDeps {
  models: Models;
  letters: Letters;
  postman: Postman;
  now: () => Date;
  log: Logger;
  /** How long a mail waits at most when nobody calls `flush`. @default 1000 */
  pollMs?: number;
}

/** How long a sender that died keeps its mail from the others: well beyond the longest delivery. */
const LEASE_MS = 180_000;
const PARALLEL = 4;
/** The waits between tries double from the first to the longest: the last try comes about a day after the first. */
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 4 * 3_600_000;
const MOST_ATTEMPTS = 16;
const DAY_MS = 86_400_000;
const KEPT_MS = { SENT: 7 * DAY_MS, DROPPED: DAY_MS, FAILED: 30 * DAY_MS } as const;

/**
 * A loop over what waits in Mongo. Every replica runs one: a mail is claimed by moving its due time, so a process that
 * dies with a mail in hand only delays it. Dying between the server's "taken" and our note of it sends that mail
 * twice, under one Message-ID.
 */
export function createMailSender(deps: MailSenderDeps): MailSender {
  const { models, letters, postman, now, log, pollMs = 1_000 } = deps;
  const { mails } = models;
  const rounds = createRounds({
    round: () => Promise.all(Array.from({ length: PARALLEL }, drain)),
    pollMs,
    onFailure: (err) => log.warn({ err }, 'mail.sender_failed'),
    onRecovery: () => log.info({}, 'mail.sender_recovered'),
  });

  async function drain(): Promise<void> {
    while (!rounds.stopping.aborted) {
      const mail = await claim();
      if (!mail) return;
      await send(mail);
    }
  }

  function claim(): Promise<MailRecord | null> {
    const at = now();
    return mails
      .findOneAndUpdate(
        { state: 'WAITING', dueAt: { $lte: at } },
        { $set: { dueAt: later(at, LEASE_MS) }, $inc: { attempts: 1 } },
        { sort: { dueAt: 1 }, returnDocument: 'after' },
      )
      .lean();
  }

  async function send(mail: MailRecord): Promise<void> {
    const about = { mailId: mail._id, kind: mail.kind, userId: mail.userId, attempts: mail.attempts };
    try {
      const message = await letters.compose(mail);
      if (!message) return await finish(mail, 'DROPPED');
      await postman.deliver(message);
    } catch (error) {
      const failure = { ...about, ...failureOf(error) };
      if (isFinal(error) || mail.attempts >= MOST_ATTEMPTS) {
        log.error(failure, 'mail.given_up');
        return finish(mail, 'FAILED');
      }
      log.warn(failure, 'mail.postponed');
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (mail.attempts - 1));
      await mails.updateOne({ _id: mail._id, state: 'WAITING' }, { $set: { dueAt: later(now(), wait) } });
      return;
    }
    await finish(mail, 'SENT');
    log.info(about, 'mail.sent');
  }

  async function finish({ _id, kind }: MailRecord, state: 'SENT' | 'DROPPED' | 'FAILED'): Promise<void> {
    if (kind === 'account-deleted') {
      // The last that tells of somebody who has left.
      await mails.deleteOne({ _id });
      return;
    }
    await mails.updateOne({ _id }, { $set: { state, removeAt: later(now(), KEPT_MS[state]) } });
  }

  return { start: rounds.start, stop: rounds.stop, flush: rounds.flush };
}

function later(from: Date, milliseconds: number): Date {
  return new Date(from.getTime() + milliseconds);
}
