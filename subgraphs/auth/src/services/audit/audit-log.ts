import { badUserInput } from '@doctorpy/service-kit/errors';
import { insertRecords } from '@doctorpy/service-kit/mongo';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import type { ClientSession, QueryFilter } from 'mongoose';
import { v7 as uuid } from 'uuid';
import type { AuditAction, AuditEntryRecord, AuditSource } from '../../models/audit-entry.model.js';
import type { Models } from '../../models/index.js';
import type { RequestOrigin } from '../account/account.js';
import { problem } from '../field-problems.js';

/** What happened, for the audit log. */
export interface AuditFact {
  action: AuditAction;
  /** The account it was done to; null when there is none. */
  targetId: string | null;
  /** @default the caller of the request */
  actorId?: string | null;
  /** Never a password, a token or an e-mail address. */
  details?: Record<string, string>;
}

/** A line of the audit log as administrators read it. */
export interface AuditEntry {
  id: string;
  at: Date;
  action: AuditAction;
  source: AuditSource;
  actorId: string | null;
  targetId: string | null;
  ip: string | null;
  requestId: string | null;
  details: { name: string; value: string }[];
}

/** What to look for; `since` is included, `until` is not. */
export interface AuditQuery {
  first: number;
  after?: string | null;
  actorId?: string | null;
  targetId?: string | null;
  action?: AuditAction | null;
  since?: Date | null;
  until?: Date | null;
}

/** Who did what, when: entries are added and read, never changed. */
export interface AuditLog {
  /** Writes an entry in the transaction of the action it tells, so that neither exists without the other. */
  record(transaction: ClientSession, origin: RequestOrigin, ...facts: readonly AuditFact[]): Promise<void>;
  /** Writes an entry of something that changed nothing and so has no transaction. */
  note(origin: RequestOrigin, fact: AuditFact): Promise<void>;
  /** Entries, newest first. @throws DomainError BAD_USER_INPUT */
  page(query: AuditQuery): Promise<Omit<Page<AuditEntry>, 'totalCount'>>;
}

/** The audit log of one database. */
export function createAuditLog({ models, now }: { models: Pick<Models, 'auditLog'>; now: () => Date }): AuditLog {
  const { auditLog } = models;

  const toRecord = (origin: RequestOrigin, fact: AuditFact): AuditEntryRecord => ({
    _id: uuid(),
    at: now(),
    action: fact.action,
    source: origin.source ?? 'API',
    actorId: fact.actorId === undefined ? origin.caller.userId : fact.actorId,
    targetId: fact.targetId,
    ip: origin.caller.ip,
    requestId: origin.requestId,
    details: fact.details ?? {},
  });

  return {
    async record(transaction, origin, ...facts) {
      if (!transaction.inTransaction()) throw new Error('An action was recorded outside its transaction.');
      await insertRecords(
        transaction,
        auditLog,
        facts.map((fact) => toRecord(origin, fact)),
      );
    },

    async note(origin, fact) {
      await insertRecords(null, auditLog, [toRecord(origin, fact)]);
    },

    async page({ first, after, ...wanted }) {
      const size = pageSize(first);
      const last = positionOf(after);
      const found = await auditLog
        .find({ $and: [filterOf(wanted), last ? olderThan(last) : {}] })
        .sort({ at: -1, _id: -1 })
        .limit(size + 1)
        .lean();
      // A log is too long to be counted for each of its pages.
      const { edges, pageInfo } = connectionFrom(found.map(toEntry), {
        first: size,
        totalCount: found.length,
        cursorOf: ({ at, id }) => [at.toISOString(), id],
        continued: last !== null,
      });
      return { edges, pageInfo };
    },
  };
}

type Position = { at: Date; id: string };

function positionOf(after: string | null | undefined): Position | null {
  const [at, id] = decodeCursor(after, 2) ?? [];
  if (at === undefined || id === undefined) return null;
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw badUserInput([problem(['after'], 'INVALID_CURSOR')]);
  return { at: date, id };
}

const olderThan = ({ at, id }: Position): QueryFilter<AuditEntryRecord> => ({
  $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }],
});

function filterOf({ actorId, targetId, action, since, until }: Omit<AuditQuery, 'first' | 'after'>) {
  const filter: QueryFilter<AuditEntryRecord> = {};
  if (actorId) filter.actorId = actorId;
  if (targetId) filter.targetId = targetId;
  if (action) filter.action = action;
  if (since || until) filter.at = { ...(since && { $gte: since }), ...(until && { $lt: until }) };
  return filter;
}

function toEntry({ _id: id, details, ...rest }: AuditEntryRecord): AuditEntry {
  return { id, ...rest, details: Object.entries(details).map(([name, value]) => ({ name, value })) };
}
