import type { MatchedField } from './engine.js';

/** Every number that ranking depends on, in one place, with its reason. */
export interface RankingSettings {
  /** How soon more of the same word stops counting. */
  k1: number;
  /** How much a word counts in each field, and how much a field's length discounts it (BM25F's w and b). */
  fields: Readonly<Record<MatchedField, { weight: number; lengthDiscount: number }>>;
  /** What a passage's score is multiplied by for being of a kind; kinds without an entry count 1. */
  kinds: Readonly<Record<string, number>>;
  /** What the first passage of a document gains, the second half of it, and so on. */
  opening: number;
  /** What two neighbouring words gain when they are neighbours in the passage as well, as a share of their rarities. */
  pair: number;
  /** How far a corrected word is trusted: the likeliest correction, the second, the third. */
  corrections: readonly number[];
  /** How far another name of the same notion is trusted. */
  glossary: number;
  /** How rare such a name may count, as a multiple of the typed word's rarity. */
  glossaryCap: number;
  /** What the other names of a notion add where the passage holds several, as a share of what each would give alone. */
  furtherNames: number;
  /** How far a part of an identifier is trusted, where the whole is known and where it is not. */
  part: { known: number; unknown: number };
  /** What a number counts of another word, and what a word that is never a topic. */
  numberWeight: number;
  weakWeight: number;
  /** What a word of the conversation so far counts of one that is asked now. */
  contextWeight: number;
}

/** The settings in use. */
export const rankingSettings: RankingSettings = {
  // Robertson and Zaragoza's usual value ("The Probabilistic Relevance Framework", 2009, §3.5).
  k1: 1.2,
  // A heading says what a passage is about, the path above it what it belongs to. Code holds example names and texts
  // ("gateau", "Hugo") among the words of Python. Headings are all short: their length says little.
  fields: {
    heading: { weight: 2.5, lengthDiscount: 0.5 },
    path: { weight: 1, lengthDiscount: 0.5 },
    body: { weight: 1, lengthDiscount: 0.75 },
    code: { weight: 0.4, lengthDiscount: 0.75 },
  },
  // A learner's question is meant for what explains, less for what describes everything: a reference names every notion
  // many times. Lessons, which were written for these learners, come no lower than any other document.
  // What authors add counts nearly as much.
  kinds: {
    lesson: 1.85,
    document: 1.55,
    explanation: 1.7,
    tutorial: 1.7,
    faq: 1.85,
    howto: 1.1,
    reference: 1,
    api: 0.9,
  },
  // A short question ("c'est quoi une boucle") fits every section of a lesson; the one that explains the notion comes first.
  opening: 0.15,
  // Bigrams were measured best at about a fifth of a word; a little less here, since one word may stand between the two.
  pair: 0.15,
  // Learners make errors in words, not in all of them: a corrected word counts nearly as much as a known one.
  corrections: [0.9, 0.7, 0.5],
  // Words of the glossary name the same notion, but often other things as well (names in code, other senses).
  glossary: 0.6,
  glossaryCap: 3,
  // "chaîne (str)": a passage that gives both names is about the notion, not in passing.
  furtherNames: 0.2,
  // `error` for `NameError`: enough to find something where the identifier itself is unknown.
  part: { known: 0.3, unknown: 0.7 },
  // The 10 of "répéter 10 fois" is rare in the lessons and says next to nothing of the topic.
  numberWeight: 0.2,
  weakWeight: 0.4,
  // "et pour en supprimer un ?": what is asked now leads, what came before says of what.
  contextWeight: 0.25,
};
