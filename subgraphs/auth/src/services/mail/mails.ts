import type { Language } from '@doctorpy/service-kit/caller';
import type { ClientSession } from 'mongoose';
import { v7 as uuid } from 'uuid';
import { mailsAreOff } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { MailKind } from '../../models/mail.model.js';

/** A mail to be sent. */
export interface MailOrder {
  kind: MailKind;
  to: string;
  userId: string | null;
  grantId?: string | null;
  sessionId?: string | null;
  /** Of `account-deleted` alone, whose reader has no account that would say it. */
  language?: Language | null;
}

/** Takes orders for mails. What is committed is sent, however often processes die in between. */
export interface Mails {
  /** Orders a mail in the caller's transaction (or alone, when null). Does nothing where mails are off. */
  order(transaction: ClientSession | null, order: MailOrder): Promise<void>;
  /** Withdraws what still waits: mails of a kind about a user, or to an address. */
  withdraw(transaction: ClientSession, orders: { kind: MailKind; userId?: string; to?: string }): Promise<void>;
  /** Asks for sending at once; to be called after each commit that ordered mails. */
  deliver(): void;
  /** @throws DomainError SERVICE_UNAVAILABLE where mails are off, so that nobody waits for one in vain */
  required(): void;
}

/** What taking orders needs; `enabled` is false where the platform is told of no way to send mails. */
export interface MailsDeps {
  models: Models;
  now: () => Date;
  enabled: boolean;
  deliver: () => void;
}

/** The orders of one database. */
export function createMails({ models, now, enabled, deliver }: MailsDeps): Mails {
  const { mails } = models;
  return {
    async order(transaction, { kind, to, userId, grantId = null, sessionId = null, language = null }) {
      if (!enabled) return;
      const at = now();
      const record = { _id: uuid(), kind, to, userId, grantId, sessionId, language, createdAt: at, dueAt: at };
      await mails.insertMany([record], transaction ? { session: transaction } : {});
    },
    async withdraw(transaction, orders) {
      await mails.deleteMany({ ...orders, state: 'WAITING' }, { session: transaction });
    },
    deliver,
    required() {
      if (!enabled) throw mailsAreOff();
    },
  };
}
