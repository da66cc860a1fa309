import type { DoctorPyClient } from '@doctorpy/client';
import { useCallback, useEffect } from 'react';
import type { LiveBoard } from '../board/live-board.js';
import { Sheet } from '../board/Sheet.js';
import { type Choice, type Language, readChoice, writeChoice } from '../choice.js';
import { LinkBadge } from '../connection/LinkBadge.js';
import { linkState } from '../connection/link.js';
import { useStore } from '../store.js';
import { texts } from '../texts/texts.js';
import { Account } from '../viewer/Account.js';
import type { Viewer } from '../viewer/viewer.js';
import type { LanguageStore } from './language.js';
import { useCategories } from './use-categories.js';

/** What the page is made of. */
export interface PageProps {
  /** A client for public reading in that language. */
  readonly api: (language: Language) => DoctorPyClient;
  readonly board: LiveBoard;
  readonly language: LanguageStore;
  readonly viewer: Viewer;
}

/** The live leaderboard, all of it. */
export function Page({ api, board, language, viewer }: PageProps) {
  const code = useStore(language);
  const state = useStore(board);
  const { choice } = state;
  const link = linkState(state.link);
  const words = texts[code];
  const categories = useCategories(api, code, link === 'live');

  useEffect(() => {
    document.documentElement.lang = code;
    document.title = words.pageTitle;
  }, [code, words]);

  useEffect(() => {
    const follow = () => board.choose(readChoice(location.search));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, [board]);

  const choose = useCallback(
    (next: Choice) => {
      history.pushState(null, '', writeChoice(location.search, next));
      board.choose(next);
    },
    [board],
  );

  return (
    <>
      <a className="skip" href="#classement">
        {words.skip}
      </a>
      <header className="bar">
        <p className="wordmark" translate="no">
          Doctor<b>Py</b>
        </p>
        <LinkBadge state={link} beat={state.board?.updatedAt ?? null} words={words} />
        <div className="bar-end">
          <button
            type="button"
            className="quiet"
            lang={words.otherLanguage.code}
            aria-label={words.otherLanguage.label}
            onClick={() => language.set(words.otherLanguage.code)}
          >
            {words.otherLanguage.name}
          </button>
          <Account viewer={viewer} choice={choice} words={words} />
        </div>
      </header>
      <main id="classement" tabIndex={-1}>
        <Sheet
          state={state}
          link={link}
          viewer={viewer}
          categories={categories}
          language={code}
          words={words}
          onChoose={choose}
        />
      </main>
      <footer className="foot">
        <p>{words.rules}</p>
      </footer>
    </>
  );
}
