import type { Logger } from '@doctorpy/service-kit/logging';
import type { CachedAnswer } from '../answering/answer-cache.js';
import { isLesson } from '../answering/extractive.js';
import type { Passage } from '../retrieval/engine.js';
import type { Disclosure, DisclosureCheck, DisclosureReport } from './disclosure-check.js';

/** Keeps answers from giving a learner's quest away. */
export interface Integrity {
  /** For one answer to one learner. */
  guard(userId: string, log: Logger): Guard;
}

/** What one learner may be shown. Once quest says that they have nothing in play, it is not asked again. */
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

/** Creates Integrity over quest's check. */
export function createIntegrity(check: DisclosureCheck): Integrity {
  return {
    guard(userId, log) {
      let isFree = false;
      let withheld = false;
      let couldAsk = true;
      let ahead: Promise<DisclosureReport | null> | null = null;

      const disclosuresOf = async (texts: readonly string[]): Promise<readonly Disclosure[]> => {
        if (isFree || texts.length === 0) return texts.map((): Disclosure => 'CLEAR');
        const early = await ahead;
        // Something is in play: then the texts decide. Quest that was away a moment ago is not waited for twice.
        const report = ahead && !early?.inPlay ? early : await check.ask(userId, texts, log);
        ahead = null;
        isFree = report?.inPlay === false;
        if (isFree) return texts.map((): Disclosure => 'CLEAR');
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
          ahead ??= check.ask(userId, [], log);
        },
        askAgain() {
          ahead = null;
          isFree = false;
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
