import type { Texts } from './texts.js';

/** What the page says in English. */
export const english: Texts = {
  pageTitle: 'Leaderboard · DoctorPy',
  heading: 'Leaderboard',
  skip: 'Skip to the leaderboard',
  periodLegend: 'Period',
  periods: { DAILY: 'Day', WEEKLY: 'Week', MONTHLY: 'Month', ALL_TIME: 'All time' },
  sinceTheBeginning: 'since the beginning',
  categoryLabel: 'Topic',
  allCategories: 'All topics',
  players: (count) => (count === 0 ? 'nobody yet' : `${whole(count)} learner${count === 1 ? '' : 's'}`),
  points: (score) => `${whole(score)} point${score === 1 ? '' : 's'}`,
  pointsUnit: 'pts',
  rank: (rank) => `${whole(rank)}${ordinal(rank)}`,
  you: 'you',
  nameless: 'Learner',
  link: { connecting: 'connecting…', live: 'live', reconnecting: 'reconnecting…', offline: 'offline' },
  staleNotice: 'This is the last leaderboard that came. It updates by itself as soon as the connection is back.',
  loading: 'The leaderboard is on its way…',
  emptyTitle: 'The page is blank',
  emptyText: 'Nobody has scored here yet. The first right answer in a quest opens the leaderboard.',
  refusedTitle: 'There is no such leaderboard',
  refusedText: 'The address names a topic that the platform does not know, or no longer knows.',
  showAll: 'Show all topics',
  yourPlace: 'Your place',
  notRanked: 'You are not on this leaderboard yet: your first points in a quest will bring you here.',
  rules: 'Every right answer in a quest earns points. When scores tie, who got there first stays ahead.',
  signIn: 'Sign in',
  signInIntroduction: 'Sign in to see your own place in colour.',
  email: 'E-mail address',
  password: 'Password',
  code: 'Six-digit code',
  codeHint: 'The one your authenticator app shows.',
  signInUnreachable: 'The platform does not answer at the moment. Try again shortly.',
  cancel: 'Cancel',
  signOut: 'Sign out',
  signOutFailed: 'Signing out did not work: your session is still open. Try again before you leave this computer.',
  viewerRose: (rank) => `You are moving up: you are ${rank}.`,
  viewerFell: (rank) => `You are now ${rank}.`,
  newLeader: (name) => `${name} takes the lead.`,
  otherLanguage: { code: 'fr', name: 'Français', label: 'Lire cette page en français' },
};

function whole(number: number): string {
  return number.toLocaleString('en-GB');
}

function ordinal(number: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(number);
  return rule === 'one' ? 'st' : rule === 'two' ? 'nd' : rule === 'few' ? 'rd' : 'th';
}
