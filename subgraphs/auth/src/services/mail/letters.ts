import type { Language } from '@doctorpy/service-kit/caller';
import type { SendMailOptions } from 'nodemailer';
import type { Models } from '../../models/index.js';
import type { MailKind, MailRecord } from '../../models/mail.model.js';
import { type Account, toAccount } from '../account/account.js';
import { type Grants, grantSeconds } from '../recovery/grants.js';
import { deviceIn } from './device.js';
import type { Letter, Templates } from './templates.js';

/** Puts mails together at the moment they are sent. */
export interface Letters {
  /** The message of an order, with a token drawn for it; null when there is no reason left to send it. */
  compose(mail: MailRecord): Promise<SendMailOptions | null>;
}

/** What letters are made of. Links begin with `publicUrl`, whatever a request's Host header said. */
export interface LetterDeps {
  models: Models;
  grants: Grants;
  templates: Templates;
  publicUrl: string;
  /** The sender, as in `DoctorPy <no-reply@example.org>`. */
  from: string;
}

/** The page of the front end that a mail's link opens, and how long what its token allows lasts, in seconds. */
const links: Record<MailKind, { page: string; seconds: number | null }> = {
  'verify-email': { page: 'verifier-email', seconds: grantSeconds.VERIFY_EMAIL },
  'reset-password': { page: 'nouveau-mot-de-passe', seconds: grantSeconds.RESET_PASSWORD },
  'password-changed': { page: 'mot-de-passe-oublie', seconds: null },
  'confirm-email-change': { page: 'confirmer-email', seconds: grantSeconds.CONFIRM_EMAIL_CHANGE },
  'email-changed': { page: 'annuler-changement-email', seconds: grantSeconds.UNDO_EMAIL_CHANGE },
  'email-in-use': { page: 'mot-de-passe-oublie', seconds: null },
  'identity-linked': { page: 'mot-de-passe-oublie', seconds: null },
  'second-factor-enabled': { page: 'mot-de-passe-oublie', seconds: null },
  'second-factor-disabled': { page: 'mot-de-passe-oublie', seconds: null },
  'second-factor-guessed': { page: 'mot-de-passe-oublie', seconds: null },
  'second-factor-reset': { page: 'mot-de-passe-oublie', seconds: null },
  'recovery-code-used': { page: 'mot-de-passe-oublie', seconds: null },
  'refresh-token-reused': { page: 'mot-de-passe-oublie', seconds: null },
  'deletion-requested': { page: 'annuler-suppression', seconds: null },
  'account-deleted': { page: '', seconds: null },
};

interface Addressed {
  name: string;
  language: Language;
  letter: Letter;
}

/** The letters of one platform. */
export function createLetters({ models, grants, templates, publicUrl, from }: LetterDeps): Letters {
  const { accounts, sessions } = models;
  const domain = /@([^\s<>@]+?)>?\s*$/.exec(from)?.[1] ?? 'localhost';

  return {
    async compose(mail) {
      if (mail.kind === 'account-deleted') return farewell(mail);
      const account = await recipient(mail);
      if (!account) return null;
      const token = await tokenFor(mail, account);
      if (token === null) return null;
      const { language } = account;
      const name = oneLine(account.displayName);
      const letter = templates.render(mail.kind, language, {
        name,
        link: linkTo(mail.kind, token),
        lifetime: inWords(links[mail.kind].seconds, language),
        device: await deviceOf(mail, language),
        time: momentIn(mail.createdAt, account),
        date: account.deletion ? momentIn(account.deletion.dueAt, account) : '',
      });
      return message(mail, { name, language, letter });
    },
  };

  /** To somebody of whom nothing is left, not even the name. */
  function farewell(mail: MailRecord): SendMailOptions {
    const language = mail.language ?? 'fr';
    const link = linkTo(mail.kind, '');
    const letter = templates.render(mail.kind, language, { name: '', link, lifetime: '', device: '', time: '' });
    return message(mail, { name: '', language, letter });
  }

  function message({ _id, to }: MailRecord, { name, language, letter }: Addressed): SendMailOptions {
    return {
      from,
      to: { name, address: to },
      messageId: `<${_id}@${domain}>`,
      // RFC 3834: no holiday notice should answer this.
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
      ...letter,
    };
  }

  /** Whom the mail is for, if that still holds. */
  async function recipient({ kind, to, userId }: MailRecord): Promise<Account | null> {
    const record = await (kind === 'reset-password'
      ? accounts.findOne({ email: to })
      : accounts.findById(userId)
    ).lean();
    if (!record) return null;
    // The owner changed their mind before the mail went out.
    if (kind === 'deletion-requested' && !record.deletion) return null;
    if (kind === 'verify-email' && (record.emailVerified || record.email !== to)) return null;
    return toAccount(record);
  }

  /** A token for the mail's link; '' when it needs none, null when what it would allow is gone. */
  async function tokenFor({ _id, kind, grantId }: MailRecord, account: Account): Promise<string | null> {
    if (kind === 'reset-password') return grants.drawForReset(_id, account);
    return grantId === null ? '' : grants.draw(grantId);
  }

  /** What the session that the mail is about was opened with. */
  async function deviceOf({ sessionId }: MailRecord, language: Language): Promise<string> {
    if (sessionId === null) return '';
    const session = await sessions.findById(sessionId).lean();
    return deviceIn(session?.userAgent ?? null, language);
  }

  function linkTo(kind: MailKind, token: string): string {
    const link = new URL(`${publicUrl.replace(/\/$/, '')}/${links[kind].page}`);
    if (token) link.searchParams.set('token', token);
    return link.href;
  }
}

/** A header or a line of text cannot be left by a name: no control, format or separator character stays in it. */
function oneLine(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** A moment where the account lives, with its zone. */
function momentIn(moment: Date, { language, timeZone }: Account): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long', timeZone }).format(moment);
}

/** Hours, or days where they are more than two; '' for what has no end. */
function inWords(seconds: number | null, language: Language): string {
  if (seconds === null) return '';
  const [value, unit] = seconds > 2 * 86_400 ? [seconds / 86_400, 'day'] : [seconds / 3_600, 'hour'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
