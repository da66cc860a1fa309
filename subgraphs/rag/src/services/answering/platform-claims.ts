import { fold } from '../retrieval/analysis.js';

/**
 * Whether a sentence says something that only the platform can say: that a quest is passed, points were won, which choice
 * is right, what becomes of an account. An assistant knows nothing of these, so it is never right to say them.
 */
export function speaksForThePlatform(sentence: string): boolean {
  const text = fold(sentence.replace(/[*_`\\]/g, ''))
    .replace(/[’']/g, ' ')
    .replace(/\s+/g, ' ');
  return rules.some((rule) => rule.test(text));
}

const task = '(?:quete|quest|mission|qcm|quiz)s?';
const prize =
  '(?:points?|badges?|trophees?|recompenses?|certificats?|niveaux?|xp|rewards?|trophy|trophies|certificates?)';
const won =
  '(?:gagn\\w*|obten\\w+|remport\\w*|debloqu\\w*|attribu\\w*|accord\\w*|credit\\w*|recev\\w*|recois|won|win|earn\\w*|award\\w*|unlock\\w*|grant\\w*|receiv\\w*)';
const done =
  '(?:validee?s?|terminee?s?|reussie?s?|accomplie?s?|achevee?s?|completee?s?|completed?|passed|finished|solved|validated|done)';
const account =
  '(?:mot de passe|password|compte|account|session|jeton|token|cle secrete|secret key|api key|cle api|carte bancaire|credit card)';
const your = '(?:votre|vos|ton|ta|tes|your|cette|la|the|this)';

const rules: readonly RegExp[] = [
  new RegExp(`\\b${your} ${task}\\b.{0,40}\\b${done}\\b`),
  new RegExp(`\\b${task}\\b.{0,20}\\b(?:est|sont|is|are|has been|a ete)\\b.{0,20}\\b${done}\\b`),
  new RegExp(`\\b(?:vous|tu|je|you|i)\\b.{0,30}\\b${won}\\b.{0,40}\\b${prize}\\b`),
  new RegExp(`\\b${prize}\\b.{0,40}\\b${won}\\b`),
  new RegExp(`\\b(?:reponses?|solutions?|answers?|keys?)\\b.{0,20}\\b(?:a|de|du|des|to|of|for)\\b.{0,20}\\b${task}\\b`),
  new RegExp(`\\b(?:solutions?|reponses?|answers?)\\b.{0,12}\\b${task}\\b`),
  /\b(?:bonne|bon|correct\w*|right) (?:reponse|choix|option|proposition|answer|choice)\b.{0,20}(?:\best\b|\bis\b|:)/,
  new RegExp(`\\b(?:votre|vos|ton|ta|tes|your) ${account}\\b`),
  /\b(?:mes|my|les|the|voici) (?:consignes|instructions|regles|rules|system prompt|prompt)\b.{0,12}(?:\bsont\b|\bare\b|\bis\b|:)/,
  /\bprompt (?:systeme|system)\b|\bsystem prompt\b/,
];
