import { Kind } from 'graphql';
import { z } from 'zod';
import type { OperationGuard } from '../plugins/operation-guard.js';
import {
  missingQuery,
  notOnSafelist,
  persistedQueryNotFound,
  persistedQueryNotSupported,
  wrongHash,
} from './errors.js';
import { hashOf, type Manifest, normalised } from './manifest.js';
import type { QueryStore } from './query-store.js';

/**
 * What clients may send: `off` whole documents, `apq` also hashes of documents they have sent before, `safelist` only
 * operations of the manifest, whole or by hash.
 */
export type PersistedMode = 'off' | 'apq' | 'safelist';

/** What a client sent for an operation. */
export interface SentOperation {
  readonly query?: string | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Turns hashes into documents, and keeps out what may not run. */
export interface PersistedOperations {
  /**
   * The document an operation stands for.
   * @throws DomainError PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED, OPERATION_NOT_ALLOWED, BAD_REQUEST, and
   * what the guard throws on documents it cannot read
   */
  resolve(operation: SentOperation): Promise<string>;
  /**
   * The same for an operation that was admitted before, as far as it can be told without asking anybody.
   * @returns null when it cannot, or when `resolve` would throw
   */
  resolveAtOnce(operation: SentOperation): string | null;
  /** Keeps a document that came with its hash; to be called when it was found good. */
  remember(operation: SentOperation): Promise<void>;
  /** The document of a hash; null when it is not known. */
  find(hash: string): Promise<string | null>;
}

/** What persisted operations are made of. */
export interface PersistedOperationsOptions {
  readonly mode: PersistedMode;
  readonly manifest: Manifest;
  readonly store: QueryStore;
  readonly guard: Pick<OperationGuard, 'parse'>;
}

const request = z.object({ version: z.literal(1), sha256Hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Persisted operations in one of their modes. */
export function createPersistedOperations(options: PersistedOperationsOptions): PersistedOperations {
  const { mode, manifest, store, guard } = options;

  const find = async (hash: string): Promise<string | null> => {
    if (mode === 'off') return null;
    return manifest.get(hash) ?? (mode === 'apq' ? store.get(hash) : null);
  };

  const isListed = (query: string): boolean => {
    const document = guard.parse(query);
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return (
      operations.length > 0 && operations.every((operation) => manifest.has(hashOf(normalised(document, operation))))
    );
  };

  return {
    find,
    async resolve(operation) {
      const hash = hashIn(operation);
      const query = operation.query || null;
      if (hash !== null && mode === 'off') throw persistedQueryNotSupported();
      if (query !== null) {
        if (hash !== null && hashOf(query) !== hash) throw wrongHash();
        if (mode === 'safelist' && !isListed(query)) throw notOnSafelist();
        return query;
      }
      if (hash === null) throw missingQuery();
      const document = await find(hash);
      if (document !== null) return document;
      throw mode === 'safelist' ? notOnSafelist() : persistedQueryNotFound();
    },
    resolveAtOnce({ query, extensions }) {
      const sent = extensions?.persistedQuery ?? null;
      if (sent === null) return query || null;
      const hash = mode !== 'off' && isObject(sent) && sent.version === 1 ? sent.sha256Hash : null;
      if (typeof hash !== 'string') return null;
      const known = manifest.get(hash) ?? (mode === 'apq' ? store.near(hash) : null);
      return !query || query === known ? known : null;
    },
    async remember(operation) {
      const hash = mode === 'apq' ? hashIn(operation) : null;
      if (hash !== null && operation.query && !manifest.has(hash)) await store.put(hash, operation.query);
    },
  };
}

function hashIn({ extensions }: SentOperation): string | null {
  const sent = extensions?.persistedQuery;
  if (sent === undefined || sent === null) return null;
  const read = request.safeParse(sent);
  if (!read.success) throw wrongHash();
  return read.data.sha256Hash;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
