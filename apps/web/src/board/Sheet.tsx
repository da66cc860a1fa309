import { useEffect, useId, useMemo, useRef } from 'react';
import type { Choice, Language } from '../choice.js';
import type { LinkState } from '../connection/link.js';
import type { Categories } from '../page/use-categories.js';
import { useStore } from '../store.js';
import { daysOf } from '../texts/span.js';
import type { Texts } from '../texts/texts.js';
import type { Viewer } from '../viewer/viewer.js';
import { YourPlace } from '../viewer/YourPlace.js';
import { Announcer } from './Announcer.js';
import { PeriodTabs, TopicList } from './Choices.js';
import type { LiveBoardState } from './live-board.js';
import { Notice } from './Notice.js';
import { Ranking } from './Ranking.js';
import { type Row, rowsOf } from './rows.js';

/** What the sheet shows, and for whom. */
export interface SheetProps {
  readonly state: LiveBoardState;
  readonly link: LinkState;
  readonly viewer: Viewer;
  readonly categories: Categories;
  readonly language: Language;
  readonly words: Texts;
  readonly onChoose: (choice: Choice) => void;
}

/** The ruled sheet: tabs for the period, heading, ranking, the viewer's own place. */
export function Sheet({ state, link, viewer, categories, language, words, onChoose }: SheetProps) {
  const { choice, board, refusal } = state;
  const heading = useId();
  const me = useStore(viewer);
  const viewerKey = me.place?.key ?? null;
  const rows = useRows(state, viewerKey);
  const isShown = rows.some(({ isViewer }) => isViewer);

  useEffect(() => {
    // On the sheet the viewer's line is as live as the others; elsewhere it is looked up when something moved.
    if (board && !isShown) viewer.look(choice);
  }, [viewer, choice, board, isShown]);
  useEffect(() => viewer.look(choice), [viewer, choice]);
  useEffect(() => {
    if (link === 'live') void viewer.open(choice);
  }, [viewer, choice, link]);

  return (
    <section className="sheet" aria-labelledby={heading}>
      <PeriodTabs choice={choice} words={words} onChoose={onChoose} />
      <div className="paper">
        <div className="heading">
          <hgroup>
            <h1 id={heading}>{words.heading}</h1>
            <p className="about">
              {board && <span>{daysOf(board, language) ?? words.sinceTheBeginning}</span>}
              {board && <span>{words.players(board.totalPlayers)}</span>}
            </p>
          </hgroup>
          <TopicList choice={choice} words={words} onChoose={onChoose} categories={categories} />
        </div>
        {board && (link === 'reconnecting' || link === 'offline') && <p className="stale">{words.staleNotice}</p>}
        {refusal !== null ? (
          <Notice title={words.refusedTitle} text={words.refusedText}>
            <button type="button" className="solid" onClick={() => onChoose({ ...choice, category: null })}>
              {words.showAll}
            </button>
          </Notice>
        ) : board === null ? (
          <Notice title={link === 'offline' ? words.link.offline : words.loading} text={null} isWaiting />
        ) : rows.length === 0 ? (
          <Notice title={words.emptyTitle} text={words.emptyText} />
        ) : (
          <Ranking rows={rows} label={words.heading} words={words} />
        )}
        {me.status === 'signedIn' && board && !isShown && refusal === null && (
          <YourPlace place={me.place} words={words} />
        )}
      </div>
      <Announcer rows={rows} of={choice} words={words} />
    </section>
  );
}

/** The rows, each aware of what it was before; another leaderboard begins afresh. */
function useRows({ choice, board }: LiveBoardState, viewerKey: string | null): Row[] {
  const shown = useRef<{ choice: Choice; board: unknown; previous: Row[] | null; rows: Row[] } | null>(null);
  return useMemo(() => {
    if (board === null) return [];
    const last = shown.current?.choice === choice ? shown.current : null;
    // A change of who looks compares with the ranking before, as the rows did that it replaces.
    const previous = (last?.board === board ? last.previous : last?.rows) ?? null;
    const rows = rowsOf(board.entries, { previous, viewerKey });
    shown.current = { choice, board, previous, rows };
    return rows;
  }, [choice, board, viewerKey]);
}
