import { badUserInput, type DomainError } from '../errors/index.js';

/** Most items one page may hold. */
const MAX_PAGE_SIZE = 100;

/** A Relay connection (https://relay.dev/graphql/connections.htm). */
export interface Page<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/**
 * Checks the size of a page.
 * @throws DomainError BAD_USER_INPUT unless 1 ≤ first ≤ {@link MAX_PAGE_SIZE}
 */
export function pageSize(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= MAX_PAGE_SIZE) return first;
  throw badUserInput([
    {
      path: ['first'],
      code: 'OUT_OF_RANGE',
      text: {
        fr: `« first » doit être compris entre 1 et ${MAX_PAGE_SIZE}.`,
        en: `"first" must be between 1 and ${MAX_PAGE_SIZE}.`,
      },
    },
  ]);
}

/** An opaque cursor for a position given as strings (for example a sort value and an id). */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * The position in a cursor, or null when there is none.
 * @throws DomainError BAD_USER_INPUT when the cursor is not one of ours, or holds another number of parts
 */
export function decodeCursor(cursor: string | null | undefined, parts: number): string[] | null {
  if (cursor === null || cursor === undefined) return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.length === parts && position.every((part) => typeof part === 'string')) {
      return position;
    }
  } catch {
    // Not JSON: answered below like any other foreign cursor.
  }
  throw invalidCursor();
}

/** BAD_USER_INPUT for a cursor that is not one of ours. */
export function invalidCursor(): DomainError {
  return badUserInput([
    {
      path: ['after'],
      code: 'INVALID_CURSOR',
      text: {
        fr: '« after » n’est pas un curseur de cette liste : reprenez pageInfo.endCursor.',
        en: '"after" is not a cursor of this list: use pageInfo.endCursor.',
      },
    },
  ]);
}

/**
 * Builds a connection from a page that was read with one item more than asked for (to know whether another follows).
 * @param items up to `first + 1` items in order
 */
export function connectionFrom<Node>(
  items: readonly Node[],
  options: {
    readonly first: number;
    readonly totalCount: number;
    readonly cursorOf: (node: Node) => readonly string[];
    /** Did the page begin after a cursor? */
    readonly continued: boolean;
  },
): Page<Node> {
  const edges = items.slice(0, options.first).map((node) => ({ cursor: encodeCursor(options.cursorOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: items.length > options.first,
      hasPreviousPage: options.continued,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: options.totalCount,
  };
}
