import { describe, expect, it } from '@jest/globals';
import { type Entry, rowsOf } from '../../src/board/rows.js';
import { tidingsOf } from '../../src/board/tidings.js';

const entry = (id: string, rank: number, score: number, displayName: string | null = id): Entry => ({
  id,
  rank,
  score,
  name: null,
  user: displayName === null ? null : { id: `user-${id}`, displayName },
});
const anonymous = { previous: null, viewerKey: null };

describe('the rows of a ranking', () => {
  it('are in order of rank, each player once, so that every row can glide', () => {
    const rows = rowsOf([entry('b', 2, 10), entry('a', 1, 10), entry('b', 2, 10)], anonymous);
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('keep the key of a player whose rank and score change', () => {
    const previous = rowsOf([entry('a', 1, 20), entry('b', 2, 10)], anonymous);
    const rows = rowsOf([entry('b', 1, 35), entry('a', 2, 20)], { previous, viewerKey: null });
    expect(rows.map(({ key, rank, gain }) => [key, rank, gain])).toEqual([
      ['b', 1, 25],
      ['a', 2, 0],
    ]);
  });

  it('tell no gain of somebody who was not shown before', () => {
    expect(rowsOf([entry('a', 1, 20)], { previous: [], viewerKey: null })[0]?.gain).toBe(0);
  });

  it('show the pseudonym of who stays anonymous', () => {
    const [row] = rowsOf([{ ...entry('a', 1, 5, null), name: 'Renard discret' }], anonymous);
    expect(row?.name).toBe('Renard discret');
  });

  it('keep a name that cannot be told for the moment', () => {
    const previous = rowsOf([entry('a', 1, 5, 'Léa')], anonymous);
    expect(rowsOf([entry('a', 1, 8, null)], { previous, viewerKey: null })[0]?.name).toBe('Léa');
    expect(rowsOf([entry('b', 1, 8, null)], { previous, viewerKey: null })[0]?.name).toBeNull();
  });

  it('know the viewer', () => {
    const rows = rowsOf([entry('a', 1, 5), entry('b', 2, 4)], { previous: null, viewerKey: 'b' });
    expect(rows.map(({ isViewer }) => isViewer)).toEqual([false, true]);
  });
});

describe('what is said aloud', () => {
  const rows = (viewerKey: string | null, ...ids: string[]) =>
    rowsOf(
      ids.map((id, index) => entry(id, index + 1, 100 - index)),
      { previous: null, viewerKey },
    );

  it('is the viewer’s own new rank before anything else', () => {
    expect(tidingsOf(rows('c', 'a', 'b', 'c'), rows('c', 'c', 'a', 'b'))).toEqual({
      kind: 'viewerMoved',
      rank: 1,
      rose: true,
    });
    expect(tidingsOf(rows('a', 'a', 'b'), rows('a', 'b', 'a'))).toMatchObject({ kind: 'viewerMoved', rose: false });
  });

  it('is a new leader to everybody else', () => {
    expect(tidingsOf(rows(null, 'a', 'b'), rows(null, 'b', 'a'))).toEqual({ kind: 'newLeader', name: 'b' });
  });

  it('is nothing when others change places', () => {
    expect(tidingsOf(rows('a', 'a', 'b', 'c'), rows('a', 'a', 'c', 'b'))).toBeNull();
    expect(tidingsOf([], rows(null, 'a'))).toBeNull();
  });
});
