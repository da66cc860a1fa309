import type { AchievementContent, AchievementRule } from '../content/content-schema.js';

/**
 * The badge of an achievement as a data URL of an SVG image of 96 × 96, of about a kilobyte: it needs no server, no cookie
 * and no second request, and draws itself in an `<img>`. The symbol tells the kind of rule, the ring how rare it is.
 */
export function badgeUrlOf({ points, rule, title }: Pick<AchievementContent, 'points' | 'rule' | 'title'>): string {
  const [light, dark, symbol] = LOOKS[rule.kind];
  const [metal, shade] = metalOf(points);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img"><title>${escapeXml(title)}</title>` +
    `<defs><linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop stop-color="${light}"/>` +
    `<stop offset="1" stop-color="${dark}"/></linearGradient></defs>` +
    `<path d="M48 4 86 26v44L48 92 10 70V26z" fill="${metal}" stroke="${shade}" stroke-width="2" stroke-linejoin="round"/>` +
    '<path d="M48 12 79 30v36L48 84 17 66V30z" fill="url(#g)"/>' +
    `<g transform="translate(7 7) scale(.86)" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" ` +
    `stroke-linejoin="round">${symbol}</g>` +
    `${numeral(rule, shade)}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Light and dark colour, and the symbol drawn in white between (28, 22) and (68, 58). */
const LOOKS: Record<AchievementRule['kind'], readonly [string, string, string]> = {
  correctAnswers: ['#4ade80', '#15803d', '<path d="m32 42 11 11 21-23"/>'],
  questsCompleted: ['#60a5fa', '#1d4ed8', '<path d="M36 58V24m0 2h26l-6 8 6 8H36"/>'],
  perfectQuests: ['#c084fc', '#7e22ce', '<path d="m48 22 6 13 14 2-10 10 2 14-12-7-12 7 2-14-10-10 14-2z"/>'],
  streakDays: [
    '#fb923c',
    '#c2410c',
    '<path d="M48 22c3 9 14 13 14 24a14 14 0 0 1-28 0c0-6 3-9 6-12 1 5 4 6 6 6 1-6-1-12 2-18z"/>',
  ],
  score: ['#facc15', '#a16207', '<path d="M32 58V46m11 12V38m11 20V30m11 28V22"/>'],
  level: ['#2dd4bf', '#0f766e', '<path d="m32 44 16-16 16 16M32 58l16-16 16 16"/>'],
  firstTries: ['#f472b6', '#be185d', '<circle cx="48" cy="40" r="18"/><circle cx="48" cy="40" r="7"/>'],
  recoveries: ['#a3e635', '#4d7c0f', '<path d="M64 40a16 16 0 1 1-5-12m6-6v9h-9"/>'],
  answers: ['#818cf8', '#4338ca', '<path d="M30 26h36v24H48L38 58v-8h-8z"/>'],
  minutes: ['#94a3b8', '#334155', '<circle cx="48" cy="40" r="18"/><path d="M48 30v11l8 5"/>'],
  completed: [
    '#38bdf8',
    '#0369a1',
    '<path d="M48 28c-5-4-11-5-18-5v31c7 0 13 1 18 5 5-4 11-5 18-5V23c-7 0-13 1-18 5zm0 0v31"/>',
  ],
};

/** Bronze, silver or gold. */
function metalOf(points: number): readonly [string, string] {
  if (points >= 100) return ['#fde68a', '#b45309'];
  if (points >= 30) return ['#e2e8f0', '#475569'];
  return ['#fed7aa', '#9a3412'];
}

/** The threshold below the symbol, where a rule has one. */
function numeral(rule: AchievementRule, shade: string): string {
  if (rule.kind === 'completed') return '';
  return (
    `<text x="48" y="76" text-anchor="middle" font-family="system-ui,sans-serif" font-size="13" font-weight="700" ` +
    `fill="#fff" stroke="${shade}" stroke-width=".4">${rule.atLeast}</text>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
