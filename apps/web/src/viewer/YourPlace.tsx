import { useId } from 'react';
import { Line } from '../board/Line.js';
import { rowsOf } from '../board/rows.js';
import type { Texts } from '../texts/texts.js';
import type { Place } from './viewer.js';

/** The viewer's own line with its neighbours, for whoever is below the lines shown. */
export function YourPlace({ place, words }: { place: Place | null; words: Texts }) {
  const heading = useId();
  if (place === null) return <p className="unranked">{words.notRanked}</p>;
  const rows = rowsOf(place.around, { previous: null, viewerKey: place.key });
  return (
    <section className="your-place" aria-labelledby={heading}>
      <h2 id={heading}>{words.yourPlace}</h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari takes the role from a list without markers */}
      <ol className="ranking" role="list" aria-labelledby={heading}>
        {rows.map((row) => (
          <Line key={row.key} row={row} words={words} />
        ))}
      </ol>
    </section>
  );
}
