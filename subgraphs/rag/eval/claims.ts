import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ClaimCheck, claimSettings, createClaimCheck } from '../src/services/answering/claims.js';
import { createGlossary, type Vocabulary } from '../src/services/retrieval/glossary.js';
import { createLexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { readOwnSet } from './own-set.js';

/** One labelled sentence and what the check says of it. */
export interface JudgedSentence {
  sentence: string;
  language: 'fr' | 'en';
  isSupported: boolean;
  isKept: boolean;
  support: number;
  verdict: ReturnType<ClaimCheck['judge']>['verdict'];
  section: string;
}

/** Shares from 0 to 1; `precision` and `recall` are those of finding invented sentences, marked or left out. */
export interface ClaimQuality {
  sentences: number;
  precision: number;
  recall: number;
  /** Supported sentences that are left out, and those that are marked. */
  lost: number;
  doubted: number;
  /** Invented sentences that are left out altogether. */
  dropped: number;
}

const bothLanguages = z.object({ fr: z.array(z.string()).default([]), en: z.array(z.string()).default([]) });
const labelled = z.array(
  z.strictObject({ section: z.string(), question: z.string(), supported: bothLanguages, invented: bothLanguages }),
);

/** Passages that an answer has beside the leading one. */
const beside = 3;

/**
 * Judges every labelled sentence as it would be in an answer to its question.
 * @throws Error when a section does not exist
 */
export async function judgeLabelled(vocabulary: Vocabulary, settings = claimSettings): Promise<JudgedSentence[]> {
  const { corpus } = await readOwnSet();
  const engine = createLexicalEngine({ passages: corpus, version: 1, vocabulary });
  const glossary = createGlossary(vocabulary.entries);
  const sets = labelled.parse(parse(await readFile(new URL('claims.yaml', import.meta.url), 'utf8')));
  const judged: JudgedSentence[] = [];
  for (const { section, question, supported, invented } of sets) {
    const leading = corpus.filter((passage) => passage.section === section);
    if (leading.length === 0) throw new Error(`No lesson has the section ${section}.`);
    const { hits } = await engine.search(question, { limit: leading.length + beside, nearest: true });
    const others = hits.map(({ passage }) => passage).filter(({ id }) => !leading.some((one) => one.id === id));
    const passages = [...leading, ...others.slice(0, beside)];
    for (const language of ['fr', 'en'] as const) {
      const check = createClaimCheck({ passages, question, language, glossary }, settings);
      for (const [sentences, isSupported] of [
        [supported[language], true],
        [invented[language], false],
      ] as const) {
        for (const sentence of sentences) {
          const { verdict, support } = check.judge(sentence, []);
          const isKept = verdict === 'SUPPORTED' || verdict === 'NO_CLAIM';
          judged.push({ sentence, language, isSupported, isKept, support, verdict, section });
        }
      }
    }
  }
  return judged;
}

/** How well invented sentences are told from supported ones. */
export function claimQuality(judged: readonly JudgedSentence[]): ClaimQuality {
  const found = judged.filter(({ isKept }) => !isKept);
  const invented = judged.filter(({ isSupported }) => !isSupported);
  const supported = judged.filter(({ isSupported }) => isSupported);
  const right = found.filter(({ isSupported }) => !isSupported).length;
  const isMarked = ({ verdict }: JudgedSentence) => verdict === 'DOUBTFUL';
  const isDropped = (one: JudgedSentence) => !one.isKept && !isMarked(one);
  const share = (part: number, whole: number) => (whole === 0 ? 1 : Math.round((1000 * part) / whole) / 1000);
  return {
    sentences: judged.length,
    precision: share(right, found.length),
    recall: share(right, invented.length),
    lost: share(supported.filter(isDropped).length, supported.length),
    doubted: share(supported.filter(isMarked).length, supported.length),
    dropped: share(invented.filter(isDropped).length, invented.length),
  };
}

/** Every other section: settings were chosen on the one half and are judged on the other. */
export function halves(judged: readonly JudgedSentence[]): { tuned: JudgedSentence[]; heldOut: JudgedSentence[] } {
  const sections = [...new Set(judged.map(({ section }) => section))];
  const isTuned = ({ section }: JudgedSentence) => sections.indexOf(section) % 2 === 0;
  return { tuned: judged.filter(isTuned), heldOut: judged.filter((one) => !isTuned(one)) };
}
