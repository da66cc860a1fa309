import { useLayoutEffect, useRef, useState } from 'react';
import type { Texts } from '../texts/texts.js';
import { createGlide } from './glide.js';
import { Line } from './Line.js';
import type { Row } from './rows.js';

/** The lines of a ranking; each glides to its new rank. */
export function Ranking({ rows, label, words }: { rows: readonly Row[]; label: string; words: Texts }) {
  const list = useRef<HTMLOListElement>(null);
  const [glide] = useState(createGlide);
  useLayoutEffect(() => {
    if (list.current) glide(list.current);
  });
  return (
    // Safari takes the role from a list without markers.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <ol className="ranking" role="list" aria-label={label} data-columns={rows.length > 10 ? 2 : 1} ref={list}>
      {rows.map((row) => (
        <Line key={row.key} row={row} words={words} />
      ))}
    </ol>
  );
}
