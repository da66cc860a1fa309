import type { Logger } from '@doctorpy/service-kit/logging';
import type { CachedAnswer } from '../answering/answer-cache.js';
import { isLesson } from '../answering/extractive.js';
import type { Passage } from '../retrieval/engine.js';
import type { Disclosure, DisclosureCheck } from './disclosure-check.js';
import type { QuestWord, Word } from './quest-word.js';

/** Keeps answers from giving a learner's quest away. */
export interface Integrity {
  /** For one answer to one learner. */
  guard(userId: string, log: Logger): Guard;
}

/**
 * What one learner may be shown. Once quest says that they have nothing in play, everything may; with something in play it
 * judges each text.
 */
export interface Guard {
  /** Begins to ask whether they have anything in play, while other work is done; the first question waits for the answer. */
  askAhead(): void;
  /** To be called after a wait: what quest said before it counts no more. */
  askAgain(): void;
  /** Those passages that may be quoted. When quest cannot be asked, or cannot try their programs: lessons alone. */
  quotable<T extends { passage: Passage }>(found: readonly T[]): Promise<T[]>;
  /** Whether a text that a model wrote may be shown: only when nothing speaks against it. */
  mayShow(text: string): Promise<boolean>;
  /** Whether a whole answer may, with the excerpts that it cites; quotations of lessons, unless they are known not to. */
  mayTell(answer: Pick<CachedAnswer, 'text' | 'mode' | 'citations'>): Promise<boolean>;
  /** Whether quest answered whenever it was asked. */
  couldAsk(): boolean;
  /** Whether anything was held back: such an answer is for this learner alone. */
  hasWithheld(): boolean;
}

/** Creates Integrity over what quest says of learners and of texts. */
export function createIntegrity(check: DisclosureCheck, questWord: QuestWord): Integrity {
  return {
    guard(userId, log) {
      let withheld = false;
      let couldAsk = true;
      let ahead: Promise<Word | null> | null = null;

      const disclosuresOf = async (texts: readonly string[]): Promise<readonly Disclosure[]> => {
        if (texts.length === 0) return [];
        ahead ??= questWord.of(userId, log);
        const word = await ahead;
        // Quest that was away a moment ago is not waited for twice, and asked again the next time.
        if (word === null) ahead = null;
        if (word?.inPlay === false) return texts.map((): Disclosure => 'CLEAR');
        // Something is in play: then the texts decide.
        const report = word && (await check.ask(userId, texts, log));
        couldAsk &&= report !== null;
        return report?.disclosures ?? texts.map((): Disclosure => 'UNCHECKED');
      };

      const decide = async (texts: readonly string[], accepted: readonly Disclosure[]) => {
        const refused = (await disclosuresOf(texts)).find((disclosure) => !accepted.includes(disclosure));
        if (refused === undefined) return true;
        withheld = true;
        log.info({ disclosure: refused }, 'answer.withheld');
        return false;
      };

      return {
        askAhead() {
          ahead ??= questWord.of(userId, log);
        },
        askAgain() {
          ahead = null;
        },
        async quotable(found) {
          const disclosures = await disclosuresOf(found.map(({ passage }) => passage.text));
          const kept = found.filter(({ passage }, index) => {
            const disclosure = disclosures[index];
            return disclosure === 'CLEAR' || (disclosure === 'UNCHECKED' && isLesson(passage));
          });
          if (kept.length < found.length) withheld = true;
          return kept;
        },
        mayShow: (text) => decide([text], ['CLEAR']),
        mayTell({ text, mode, citations }) {
          const quotesLessons = mode === 'EXTRACTIVE' && citations.every(isLesson);
          const texts = [text, ...citations.map(({ excerpt }) => excerpt)];
          return decide(texts, quotesLessons ? ['CLEAR', 'UNCHECKED'] : ['CLEAR']);
        },
        couldAsk: () => couldAsk,
        hasWithheld: () => withheld,
      };
    },
  };
}
