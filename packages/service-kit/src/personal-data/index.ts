/** The version of the shape of exported data: docs/reference/privacy.md. It goes up when a part changes other than by growing. */
export const EXPORT_VERSION = 1;

/** The largest list in one part of an export, in bytes of JSON: three parts stay well below the 16 MiB that a gateway takes. */
export const EXPORT_LIST_BYTES = 4 * 1024 * 1024;

const PREFIX = 'personal-data:';

/** The id of the export of one user's data, to which every subgraph adds its part. */
export function personalDataId(userId: string): string {
  return `${PREFIX}${userId}`;
}

/** Whose data an export is; null for what is not the id of one. */
export function personOf(id: string): string | null {
  return id.startsWith(PREFIX) && id.length > PREFIX.length ? id.slice(PREFIX.length) : null;
}

/** The first items of a list, and whether they are all of it. */
export interface ExportedList<T> {
  items: T[];
  complete: boolean;
}

/**
 * Reads a list as far as `maxBytes` of JSON allow, so that no history is too long to be exported: what follows is asked
 * for next. The first item is always taken.
 */
export async function takeWithin<T>(
  list: AsyncIterable<T> | Iterable<T>,
  maxBytes: number = EXPORT_LIST_BYTES,
): Promise<ExportedList<T>> {
  const items: T[] = [];
  let bytes = 0;
  for await (const item of list) {
    bytes += Buffer.byteLength(JSON.stringify(item));
    if (bytes > maxBytes && items.length > 0) return { items, complete: false };
    items.push(item);
  }
  return { items, complete: true };
}
