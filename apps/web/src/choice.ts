import type { LeaderboardPeriod } from '@doctorpy/client';

/** Languages of the page. */
export type Language = 'fr' | 'en';

/** Which leaderboard is shown; no category means all of them. */
export interface Choice {
  readonly period: LeaderboardPeriod;
  readonly category: string | null;
}

/** The periods, from the shortest to the longest. */
export const PERIODS: readonly LeaderboardPeriod[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'ALL_TIME'];

/** What an address says, with this week and all categories for what it does not say. */
export function readChoice(search: string): Choice {
  const parameters = new URLSearchParams(search);
  const period = PERIODS.find((one) => IN_ADDRESS[one] === parameters.get('periode'));
  return { period: period ?? 'WEEKLY', category: parameters.get('categorie') || null };
}

/** The query part of an address that says so, other parameters kept; `?` included. */
export function writeChoice(search: string, { period, category }: Choice): string {
  const parameters = new URLSearchParams(search);
  parameters.set('periode', IN_ADDRESS[period]);
  if (category === null) parameters.delete('categorie');
  else parameters.set('categorie', category);
  return `?${parameters}`;
}

/** The language: of the address, else the one chosen before, else the browser's if we speak it, else French. */
export function chooseLanguage(search: string, remembered: string | null, browser: readonly string[]): Language {
  const wanted = [new URLSearchParams(search).get('langue'), remembered, ...browser.map((tag) => tag.slice(0, 2))];
  return wanted.find((language) => language === 'fr' || language === 'en') ?? 'fr';
}

/** The query part of an address in that language. */
export function writeLanguage(search: string, language: Language): string {
  const parameters = new URLSearchParams(search);
  parameters.set('langue', language);
  return `?${parameters}`;
}

const IN_ADDRESS: Readonly<Record<LeaderboardPeriod, string>> = {
  DAILY: 'jour',
  WEEKLY: 'semaine',
  MONTHLY: 'mois',
  ALL_TIME: 'toujours',
};
