import type { LeaderboardPeriod } from '@doctorpy/client';
import type { Language } from '../choice.js';
import type { LinkState } from '../connection/link.js';
import { english } from './english.js';
import { french } from './french.js';

/** All that the page says, in one language. */
export interface Texts {
  readonly pageTitle: string;
  readonly heading: string;
  readonly skip: string;
  readonly periodLegend: string;
  /** Short, for the tabs. */
  readonly periods: Readonly<Record<LeaderboardPeriod, string>>;
  readonly sinceTheBeginning: string;
  readonly categoryLabel: string;
  readonly allCategories: string;
  readonly players: (count: number) => string;
  readonly points: (score: number) => string;
  readonly pointsUnit: string;
  readonly rank: (rank: number) => string;
  readonly you: string;
  readonly nameless: string;
  readonly link: Readonly<Record<LinkState, string>>;
  /** Said once more at length while what is shown may be old. */
  readonly staleNotice: string;
  readonly loading: string;
  readonly emptyTitle: string;
  readonly emptyText: string;
  readonly refusedTitle: string;
  readonly refusedText: string;
  readonly showAll: string;
  readonly yourPlace: string;
  readonly notRanked: string;
  readonly rules: string;
  readonly signIn: string;
  readonly signInIntroduction: string;
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly codeHint: string;
  readonly signInUnreachable: string;
  readonly cancel: string;
  readonly signOut: string;
  /** The session goes on: for whoever is about to leave a computer that others use. */
  readonly signOutFailed: string;
  readonly viewerRose: (rank: string) => string;
  readonly viewerFell: (rank: string) => string;
  readonly newLeader: (name: string) => string;
  /** The other language, in its own words. */
  readonly otherLanguage: { readonly code: Language; readonly name: string; readonly label: string };
}

/** Both languages. */
export const texts: Readonly<Record<Language, Texts>> = { fr: french, en: english };
