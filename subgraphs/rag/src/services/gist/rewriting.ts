import type { Language } from '@doctorpy/service-kit/caller';
import { fold } from '../retrieval/analysis.js';
import type { Phrasings } from './phrasings.js';
import type { QuestionWord } from './question-words.js';

/** Says a question in the words that stand for all others. */
export interface Rewriting {
  rewrite(words: readonly QuestionWord[]): { intents: readonly string[]; kept: readonly string[] };
  /** Every word that it knows. */
  words: ReadonlySet<string>;
}

/** What becomes of a phrase. */
type Rule =
  | { kind: 'drop' | 'polite' }
  | { kind: 'intent'; intent: string }
  /** `isFinite`: a form that somebody or something does (`trie`), or that it was done to, unless a pronoun says otherwise. */
  | { kind: 'name'; name: string; isAction: boolean; isFinite: boolean };

/** Which phrasings of one language count. */
export function createRewriting(
  phrasings: Phrasings,
  language: Language,
  { withIntents, withNotions }: { withIntents: boolean; withNotions: boolean },
): Rewriting {
  const rules = new Map<string, Rule>();
  const counted = new Set(phrasings.counted.map(fold));
  for (const phrase of phrasings.drop[language]) rules.set(key(phrase), { kind: 'drop' });
  for (const phrase of phrasings.polite) rules.set(key(phrase), { kind: 'polite' });
  if (withNotions) {
    for (const group of phrasings.actions) name(group, true);
    // Later ones win: a noun (`boucle`) is no form of a verb (`boucler`).
    for (const group of phrasings.notions) name(group, false);
  }
  if (withIntents) {
    for (const [intent, phrases] of Object.entries(phrasings.intents)) {
      for (const phrase of phrases) rules.set(key(phrase), { kind: 'intent', intent });
    }
  }
  const longest = Math.max(1, ...[...rules.keys()].map((phrase) => phrase.split(' ').length));

  return {
    words: new Set([...rules.keys()].flatMap((phrase) => phrase.split(' '))),
    rewrite(words) {
      const denies = words.some(({ text }) => denials.has(text));
      const intents = new Set<string>();
      const kept: string[] = [];
      const inPlace: string[] = [];
      const ask = (intent: string) => {
        intents.add(intent);
        inPlace.push(`?${intent}`);
      };
      let beginsWithAction = false;
      let takesOf = false;
      for (let at = 0; at < words.length; ) {
        const { rule, length } = ruleAt(words, at, denies);
        const before = kept.length;
        const isFirst = before === 0;
        const asks = length === 1 && isFirst ? asking.get(words[at]?.text ?? '') : undefined;
        if (asks !== undefined) {
          // “que renvoie len” asks for what “renvoyer len” does not; “qu’est-ce qu’une liste” asks already.
          if (intents.size === 0) ask(asks);
        } else if (rule?.kind === 'intent') ask(rule.intent);
        else if (rule?.kind === 'name') {
          const isDone = rule.isFinite && !isSaidOfAnybody(words, at) && !(isFirst && isMistyped(words[at], intents));
          if (isFirst) beginsWithAction = rule.isAction && !isDone;
          kept.push(isDone ? rule.name + (isParticiple(words[at]) ? '~' : '!') : rule.name);
        } else if (!rule) kept.push(singular(words[at]));
        else if (takesOf && ofs.has(words[at]?.text ?? '')) kept.push('de');
        takesOf = rule ? rule.kind === 'name' && rule.isAction : infinitive.test(words[at]?.text ?? '');
        if (kept.length > before) inPlace.push(kept.at(-1) ?? '');
        at += length;
      }
      // “trier une liste” asks how to; “liste” does not.
      if (beginsWithAction) intents.delete('how');
      // Of two questions in one, the place says which is about what.
      return intents.size > 1 ? { intents: [], kept: inPlace } : { intents: [...intents], kept };
    },
  };

  function name({ fr, en }: { fr: readonly string[]; en: readonly string[] }, isAction: boolean): void {
    const label = key(fr[0] ?? en[0] ?? '');
    for (const phrase of (language === 'fr' ? fr : en).map(key)) {
      const isInfinitive = !isAction || language === 'en' || /\s|(?:er|ir|re)$/.test(phrase);
      const finite = isAction && language === 'fr' && /^[a-z]+er$/.test(phrase) ? formsOf(phrase) : [];
      for (const form of [phrase, ...finite]) {
        const named = counted.has(form) ? `${label}s` : label;
        rules.set(form, { kind: 'name', name: named, isAction, isFinite: form !== phrase || !isInfinitive });
      }
    }
  }

  function ruleAt(words: readonly QuestionWord[], at: number, denies: boolean): { rule: Rule | null; length: number } {
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const phrase = words.slice(at, at + length);
      const rule = rules.get(phrase.map(({ text }) => text).join(' '));
      if (rule && mayStand(phrase, rule, { denies, next: words[at + length]?.text ?? '' })) return { rule, length };
    }
    return { rule: null, length: 1 };
  }

  /**
   * A greeting greets at the beginning only. A lone letter is a variable unless an apostrophe follows, or it is an English
   * article; `ne` alone (“ne garder que”) says something.
   */
  function mayStand(
    [word, ...others]: readonly QuestionWord[],
    { kind }: Rule,
    { denies, next }: { denies: boolean; next: string },
  ): boolean {
    if (!word || kind === 'polite') return word?.begins ?? false;
    if (kind !== 'drop' || others.length > 0) return true;
    if (word.text === 'ne' || word.text === 'n') return denies;
    if (word.text === 'of' && next === '') return false;
    // By how much: “augmenter de 10” is not “augmenter 10”.
    if (word.text === 'de' && /^\p{N}/u.test(next)) return false;
    return word.text.length > 1 || word.isElided || (language === 'en' && next !== '' && !joining.has(next));
  }
}

/** With one of these, `ne` says nothing more. */
const denials: ReadonlySet<string> = new Set(['pas', 'jamais', 'rien', 'aucun', 'aucune']);

/** Words that ask at the beginning and join elsewhere. */
const asking: ReadonlyMap<string, string> = new Map([
  ['que', 'what'],
  ['qu', 'what'],
  ['qui', 'who'],
]);

/** After an article there is none of these: `a and b` are names. */
const joining: ReadonlySet<string> = new Set(['and', 'or', 'in', 'to', 'is', 'from', 'with']);

const anybody: ReadonlySet<string> = new Set(['on', 'je', 'j', 'tu', 'nous', 'vous']);

/** “faire d’une liste un tuple” is not “faire une liste d’un tuple”, and “changer de type” not “changer le type”. */
const ofs: ReadonlySet<string> = new Set(['de', 'd', 'du']);

/** Of verbs that no phrasing lists. */
const infinitive = /(?:er|ir|re)$/;

/** “on trie”, “trie-t-on”, “puis-je”: what anybody does is what is done. */
function isSaidOfAnybody(words: readonly QuestionWord[], at: number): boolean {
  const [before, next, afterNext] = [at - 1, at + 1, at + 2].map((place) => words[place]?.text ?? '');
  return anybody.has(before ?? '') || anybody.has(next ?? '') || (next === 't' && afterNext === 'on');
}

/** “comment trié une liste” is a question about sorting. */
function isMistyped(word: QuestionWord | undefined, intents: ReadonlySet<string>): boolean {
  return intents.has('how') && /é$/u.test(word?.raw ?? '');
}

/** “la fonction appelée”, not “la fonction appelle”. */
function isParticiple(word: QuestionWord | undefined): boolean {
  return /(?:é|és|ee|ees|ée|ées)$/u.test(word?.raw ?? '');
}

function key(phrase: string): string {
  return fold(phrase).replace(/['’-]/g, ' ').trim();
}

/** The other forms that a question has of a regular verb: present, participles. */
function formsOf(verb: string): string[] {
  const stem = verb.slice(0, -2);
  return ['e', 'es', 'ent', 'ons', 'ez', 'ee', 'ees', 'ant'].map((ending) => `${stem}${ending}`);
}

function singular(word: QuestionWord | undefined): string {
  if (!word) return '';
  return word.isExact || word.text.length < 5 || invariable.has(word.text) ? word.text : word.text.replace(/[sx]$/, '');
}

/** Names of Python whose last letter is no plural. */
const invariable: ReadonlySet<string> = new Set(
  'args bytes class collections dataclasses fields functools globals items itertools keys kwargs locals lines params process readlines requests series splitlines startswith endswith statistics strings types values vars warnings writelines'.split(
    ' ',
  ),
);
