import type { Logger } from '@doctorpy/service-kit/logging';
import { isLesson } from '../answering/extractive.js';
import type { Passage } from '../retrieval/engine.js';
import type { Disclosure, DisclosureCheck } from './disclosure-check.js';

/** Keeps answers from giving a learner's quest away. */
export interface Integrity {
  /** For one answer to one learner. */
  guard(userId: string, log: Logger): Guard;
}

/** What one learner may be shown. Once quest says that they have nothing in play, it is not asked again. */
export interface Guard {
  /** Those passages that may be quoted. When quest cannot be asked, or cannot try their programs: lessons alone. */
  quotable<T extends { passage: Passage }>(found: readonly T[]): Promise<T[]>;
  /** Whether a text that a model wrote may be shown: only when nothing speaks against it. */
  mayShow(text: string): Promise<boolean>;
  /** Whether a text made of quotations may be shown: unless it is known to give something away. */
  mayQuote(text: string): Promise<boolean>;
  /** Whether anything was held back: such an answer is for this learner alone. */
  hasWithheld(): boolean;
}

/** Creates Integrity over quest's check. */
export function createIntegrity(check: DisclosureCheck): Integrity {
  return {
    guard(userId, log) {
      let isFree = false;
      let withheld = false;

      const disclosuresOf = async (texts: readonly string[]): Promise<readonly Disclosure[]> => {
        if (isFree || texts.length === 0) return texts.map((): Disclosure => 'CLEAR');
        const report = await check.ask(userId, texts, log);
        isFree = report?.inPlay === false;
        return report?.disclosures ?? texts.map((): Disclosure => 'UNCHECKED');
      };

      const decide = async (text: string, accepted: readonly Disclosure[]) => {
        const [disclosure] = await disclosuresOf([text]);
        const isAccepted = disclosure !== undefined && accepted.includes(disclosure);
        if (!isAccepted) {
          withheld = true;
          log.info({ disclosure }, 'answer.withheld');
        }
        return isAccepted;
      };

      return {
        async quotable(found) {
          const disclosures = await disclosuresOf(found.map(({ passage }) => passage.text));
          const kept = found.filter(({ passage }, index) => {
            const disclosure = disclosures[index];
            return disclosure === 'CLEAR' || (disclosure === 'UNCHECKED' && isLesson(passage));
          });
          if (kept.length < found.length) withheld = true;
          return kept;
        },
        mayShow: (text) => decide(text, ['CLEAR']),
        mayQuote: (text) => decide(text, ['CLEAR', 'UNCHECKED']),
        hasWithheld: () => withheld,
      };
    },
  };
}
