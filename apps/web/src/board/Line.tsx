import type { Texts } from '../texts/texts.js';
import type { Row } from './rows.js';

/** One line: rank in the margin, name, points. What was just earned is noted beside it, and fades. */
export function Line({ row, words }: { row: Row; words: Texts }) {
  const { key, rank, score, name, isViewer, gain } = row;
  return (
    <li className="line" data-key={key} data-rank={rank} aria-current={isViewer ? 'true' : undefined}>
      <span className="rank">
        <span aria-hidden="true">{rank}</span>
        <span className="unseen">{words.rank(rank)} </span>
      </span>
      <span className="name">
        <span className="marked" dir="auto" translate="no">
          {name ?? words.nameless}
        </span>
        {isViewer && <em className="you">{words.you}</em>}
      </span>
      {gain > 0 && (
        <span key={score} className="gain" aria-hidden="true">
          +{gain}
        </span>
      )}
      <span className="score">
        <span aria-hidden="true">
          {words.points(score).replace(/[^\d\s\u202f.,]+/g, '')}
          <small> {words.pointsUnit}</small>
        </span>
        <span className="unseen">{words.points(score)}</span>
      </span>
    </li>
  );
}
