import type { Role } from '@doctorpy/service-kit/caller';
import { badUserInput } from '@doctorpy/service-kit/errors';
import { connectionFrom, decodeCursor, type Page, pageSize } from '@doctorpy/service-kit/pagination';
import { mongo, type QueryFilter } from 'mongoose';
import { type AccountRecord, searchKey } from '../../models/account.model.js';
import type { Models } from '../../models/index.js';
import { problem } from '../field-problems.js';
import { type Account, toAccount } from './account.js';
import { normaliseEmail } from './email.js';

/** Finds accounts, for administrators. */
export interface Directory {
  /**
   * A page of accounts, oldest first, whose address or display name begins with `search`; accents and case do not
   * count in names.
   * @throws DomainError BAD_USER_INPUT, also when so many begin with it that looking would take too long
   */
  page(query: DirectoryQuery): Promise<Page<Account>>;
  /** The account with this address, however it is spelled, or null. */
  byEmail(email: string): Promise<Account | null>;
  /** The account with this id, or null. */
  byId(id: string): Promise<Account | null>;
}

/** Which accounts to list. */
export interface DirectoryQuery {
  first: number;
  after?: string | null;
  search?: string | null;
  /** Only those that hold this role themselves. */
  role?: Role | null;
}

const LONGEST_SEARCH = 100;
/** A search reads two ranges of indexes; one that takes longer than this asks for a large part of all accounts. */
const LONGEST_MS = 2_000;

/** The accounts of one database. */
export function createDirectory({ models }: { models: Models }): Directory {
  const { accounts } = models;
  return {
    async page({ first, after, search, role }) {
      const size = pageSize(first);
      const [lastId] = decodeCursor(after, 1) ?? [];
      const matching = { ...prefixFilter(search), ...(role && { roles: role }) };
      const everybody = Object.keys(matching).length === 0;
      try {
        const [found, totalCount] = await Promise.all([
          accounts
            .find({ ...matching, ...(lastId !== undefined && { _id: { $gt: lastId } }) })
            .sort({ _id: 1 })
            .limit(size + 1)
            .maxTimeMS(LONGEST_MS)
            .lean(),
          everybody ? accounts.estimatedDocumentCount() : accounts.countDocuments(matching).maxTimeMS(LONGEST_MS),
        ]);
        const continued = lastId !== undefined;
        return connectionFrom(found.map(toAccount), { first: size, totalCount, cursorOf: ({ id }) => [id], continued });
      } catch (error) {
        if (isTimeout(error)) throw badUserInput([problem(['search'], 'SEARCH_TOO_WIDE')]);
        throw error;
      }
    },

    async byEmail(email) {
      const record = await accounts.findOne({ email: normaliseEmail(email) }).lean();
      return record && toAccount(record);
    },

    async byId(id) {
      const record = await accounts.findById(id).lean();
      return record && toAccount(record);
    },
  };
}

/** Ranges, not regular expressions: what an administrator types is never a pattern, and an index answers it. */
function prefixFilter(search: string | null | undefined): QueryFilter<AccountRecord> {
  const text = search?.trim();
  if (!text) return {};
  if (text.length > LONGEST_SEARCH) throw badUserInput([problem(['search'], 'SEARCH_LENGTH')]);
  return { $or: [{ email: startingWith(normaliseEmail(text)) }, { nameKey: startingWith(searchKey(text)) }] };
}

/** MongoDB compares the UTF-8 bytes of strings: nothing that begins with the text lies behind the last code point. */
function startingWith(text: string) {
  return { $gte: text, $lte: `${text}\u{10FFFF}` };
}

function isTimeout(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 50;
}
