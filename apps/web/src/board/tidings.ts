import type { Row } from './rows.js';

/** What is worth saying aloud about a new ranking. */
export type Tidings =
  | { readonly kind: 'viewerMoved'; readonly rank: number; readonly rose: boolean }
  | { readonly kind: 'newLeader'; readonly name: string | null };

/**
 * The one thing to tell somebody who hears the page instead of seeing it: their own new rank, else a new leader.
 * Everything else moves too often to be told. null when there is nothing.
 */
export function tidingsOf(previous: readonly Row[], next: readonly Row[]): Tidings | null {
  const viewer = next.find(({ isViewer }) => isViewer);
  const before = previous.find(({ isViewer }) => isViewer);
  if (viewer && before && viewer.rank !== before.rank) {
    return { kind: 'viewerMoved', rank: viewer.rank, rose: viewer.rank < before.rank };
  }
  const [leader] = next;
  if (leader && previous[0] && leader.key !== previous[0].key) return { kind: 'newLeader', name: leader.name };
  return null;
}
