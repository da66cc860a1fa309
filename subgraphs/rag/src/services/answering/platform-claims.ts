import { fold } from '../retrieval/analysis.js';

/**
 * Whether a sentence says something that only the platform can say: that a quest is passed, points were won, which choice
 * is right, what becomes of an account. An assistant knows nothing of these, so it is never right to say them.
 *
 * `SURELY`: nobody teaches so. `PERHAPS`: a lesson may say it as well, of a game that counts points or of the right choice of
 * a loop; only a passage that does makes it fit to be said.
 */
export function speechForThePlatform(sentence: string): 'SURELY' | 'PERHAPS' | null {
  const text = fold(sentence.replace(/[*_`\\]/g, ''))
    .replace(/[’']/g, ' ')
    .replace(/\s+/g, ' ');
  if (surely.some((rule) => rule.test(text))) return 'SURELY';
  return perhaps.some((rule) => rule.test(text)) ? 'PERHAPS' : null;
}

const task = '(?:quete|quest|mission|qcm|quiz)s?';
/** `deux-points`, `deux niveaux d’indentation` are no prizes; `10 points d’expérience` are. */
const counted = '(?<!-)(?:points?|niveaux?|levels?)(?! d(?:e|u|es)? (?!experience|xp))';
const trophy = '(?:badges?|trophees?|recompenses?|certificats?|xp|rewards?|trophy|trophies|certificates?)';
const prize = `(?:${trophy}|${counted})`;
const won =
  '(?:gagn\\w*|obten\\w+|remport\\w*|debloqu\\w*|attribu\\w*|accord\\w*|credit\\w*|recev\\w*|recois|won|win|earn\\w*|award\\w*|unlock\\w*|grant\\w*|receiv\\w*)';
const already = '(?:avez|as|ai|viens|venez|have|ve|just|already|deja|felicitations|bravo|congratulations|well done)';
const done =
  '(?:validee?s?|terminee?s?|reussie?s?|accomplie?s?|achevee?s?|completee?s?|completed?|passed|finished|solved|validated|done)';
const account =
  '(?:mot de passe|password|compte|account|session|jeton|token|cle secrete|secret key|api key|cle api|carte bancaire|credit card)';
const your = '(?:votre|vos|ton|ta|tes|your|cette|la|the|this)';

const surely: readonly RegExp[] = [
  new RegExp(`\\b${your} ${task}\\b.{0,40}\\b${done}\\b`),
  new RegExp(`\\b${task}\\b.{0,20}\\b(?:est|sont|is|are|has been|a ete)\\b.{0,20}\\b${done}\\b`),
  new RegExp(`\\b${already}\\b.{0,30}\\b${won}\\b.{0,40}\\b${prize}\\b`),
  // News of anybody's: a small model turns "you" into whatever stands near.
  new RegExp(`\\bvien(?:t|nent) (?:de |d )${won}\\b.{0,40}\\b${prize}\\b`),
  new RegExp(`\\b(?:reponses?|solutions?|answers?|keys?)\\b.{0,20}\\b(?:a|de|du|des|to|of|for)\\b.{0,20}\\b${task}\\b`),
  new RegExp(`\\b(?:solutions?|reponses?|answers?)\\b.{0,12}\\b${task}\\b`),
  new RegExp(`\\b(?:votre|vos|ton|ta|tes|your) ${account}\\b`),
  /\b(?:mes|my) (?:consignes|instructions|regles|rules|prompt)\b.{0,12}(?:\bsont\b|\bare\b|\bis\b|:)/,
  /\bprompt (?:systeme|system)\b|\bsystem prompt\b/,
];

const perhaps: readonly RegExp[] = [
  new RegExp(`\\b(?:vous|tu|je|you|i)\\b.{0,30}\\b${won}\\b.{0,40}\\b${prize}\\b`),
  new RegExp(`\\b${trophy}\\b.{0,40}\\b${won}\\b`),
  // “Les points gagnés sont additionnés” tells of a program; “500 points vous sont attribués” speaks to somebody.
  new RegExp(`\\b(?:\\d+|votre|vos|ton|tes|your) ${counted}\\b.{0,40}\\b${won}\\b`),
  new RegExp(`\\b${counted}\\b.{0,20}\\b(?:vous|te|t|you|your)\\b.{0,20}\\b${won}\\b`),
  /\b(?:bonne|bon|correct\w*|right) (?:reponse|choix|option|proposition|answer|choice)\b.{0,20}(?:\best\b|\bis\b|:)/,
];
