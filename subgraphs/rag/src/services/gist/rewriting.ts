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
  | { kind: 'name'; name: string; isAction: boolean };

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
      const kept: { text: string; isAction: boolean }[] = [];
      for (let at = 0; at < words.length; ) {
        const { rule, length } = ruleAt(words, at, denies);
        if (rule?.kind === 'intent') intents.add(rule.intent);
        else if (rule?.kind === 'name') kept.push({ text: rule.name, isAction: rule.isAction });
        else if (!rule) kept.push({ text: singular(words[at]), isAction: false });
        at += length;
      }
      // “trier une liste” asks how to; “liste” does not.
      if (kept[0]?.isAction) intents.delete('how');
      return { intents: [...intents].sort(), kept: kept.map(({ text }) => text) };
    },
  };

  function name({ fr, en }: { fr: readonly string[]; en: readonly string[] }, isAction: boolean): void {
    const label = key(fr[0] ?? en[0] ?? '');
    for (const phrase of language === 'fr' ? fr : en) {
      const forms =
        isAction && language === 'fr' && /^[a-z]+er$/.test(fold(phrase)) ? formsOf(fold(phrase)) : [key(phrase)];
      for (const form of forms)
        rules.set(form, { kind: 'name', name: counted.has(form) ? `${label}s` : label, isAction });
    }
  }

  function ruleAt(words: readonly QuestionWord[], at: number, denies: boolean): { rule: Rule | null; length: number } {
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const phrase = words.slice(at, at + length);
      const rule = rules.get(phrase.map(({ text }) => text).join(' '));
      if (rule && mayStand(phrase, rule, denies)) return { rule, length };
    }
    return { rule: null, length: 1 };
  }

  /**
   * A greeting greets at the beginning only. A lone letter is a variable unless an apostrophe follows; `ne` alone (“ne garder
   * que”) says something.
   */
  function mayStand([word, ...others]: readonly QuestionWord[], { kind }: Rule, denies: boolean): boolean {
    if (!word || kind === 'polite') return word?.begins ?? false;
    if (kind !== 'drop' || others.length > 0) return true;
    if (word.text === 'ne' || word.text === 'n') return denies;
    return word.text.length > 1 || word.isElided || language === 'en';
  }
}

/** With one of these, `ne` says nothing more. */
const denials: ReadonlySet<string> = new Set(['pas', 'jamais', 'rien', 'aucun', 'aucune']);

function key(phrase: string): string {
  return fold(phrase).replace(/['’-]/g, ' ').trim();
}

/** The forms that a question has of a regular verb: infinitive, present, participles. */
function formsOf(verb: string): string[] {
  const stem = verb.slice(0, -2);
  return ['er', 'e', 'es', 'ent', 'ons', 'ez', 'ee', 'ees', 'ant'].map((ending) => `${stem}${ending}`);
}

function singular(word: QuestionWord | undefined): string {
  if (!word) return '';
  return word.isExact || word.text.length < 5 || invariable.has(word.text) ? word.text : word.text.replace(/[sx]$/, '');
}

/** Names of Python whose last letter is no plural. */
const invariable: ReadonlySet<string> = new Set(
  'args kwargs items values keys class pass global nonlocal axis alias strings startswith endswith'.split(' '),
);
