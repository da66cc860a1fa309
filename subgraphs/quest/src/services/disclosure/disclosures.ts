import type { Models } from '../../models/index.js';
import type { ProgressRecord } from '../../models/progress.model.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { QuestionContent } from '../content/content-schema.js';
import { type CodeGrader, isCode } from '../grading/code.js';
import { isSettled, questionProgresses } from '../progress/question-progress.js';
import { announcedIn, announcesAnswer } from './announced-answers.js';
import { inLatin } from './look-alikes.js';
import { createProgramTrials } from './programs.js';
import { readText } from './quoted-text.js';
import { quotesAnswer } from './solutions.js';

/**
 * What a text would do to somebody's quest. `CLEAR`: it may be shown. `DISCLOSES`: it holds the answer to a question that
 * they have in play. `UNCHECKED`: it quotes none, and its programs could not be tried, for want of a grader.
 */
export type Disclosure = 'CLEAR' | 'DISCLOSES' | 'UNCHECKED';

/** What texts would do to somebody's quest: one verdict a text, in their order. */
export interface DisclosureReport {
  /** Whether they have any question in play; without one every text is CLEAR. */
  inPlay: boolean;
  disclosures: Disclosure[];
}

/** Tells whether texts would give answers away. */
export interface Disclosures {
  /** A stranger has nothing in play. */
  check(userId: string, texts: readonly string[]): Promise<DisclosureReport>;
}

/** Milliseconds in which programs are tried for one call: less than rag waits for the answer. */
const PATIENCE_MS = 4000;

/** Creates Disclosures. Which questions are in play is read from the runs; the answers never leave this service. */
export function createDisclosures(deps: {
  models: Pick<Models, 'progress'>;
  catalogue: Pick<Catalogue, 'version'>;
  grader: CodeGrader;
}): Disclosures {
  const { models, catalogue } = deps;
  const trials = createProgramTrials(deps.grader);

  return {
    async check(userId, texts) {
      const deadline = performance.now() + PATIENCE_MS;
      const inPlay = await questionsInPlay(userId);
      const disclosures: Disclosure[] = [];
      for (const text of texts) disclosures.push(await checkOne(inPlay, text, deadline));
      return { inPlay: inPlay.length > 0, disclosures };
    },
  };

  async function questionsInPlay(userId: string): Promise<QuestionContent[]> {
    const runs = await models.progress.find({ userId, status: 'IN_PROGRESS' }).lean<ProgressRecord[]>();
    const questions = await Promise.all(
      runs.map(async (run) => {
        const views = questionProgresses(run, await catalogue.version(run.questId, run.questVersion));
        return views.filter(({ question, entry }) => !isSettled(question, entry)).map(({ question }) => question);
      }),
    );
    return questions.flat();
  }

  async function checkOne(inPlay: readonly QuestionContent[], markdown: string, deadline: number): Promise<Disclosure> {
    if (inPlay.length === 0) return 'CLEAR';
    const legible = inLatin(markdown);
    const text = readText(legible);
    const announced = announcedIn(legible);
    const tells = (question: QuestionContent) => quotesAnswer(question, text) || announcesAnswer(question, announced);
    if (inPlay.some(tells)) return 'DISCLOSES';
    const judgement = await trials.holdSolution(inPlay.filter(isCode), text, deadline);
    return judgement === 'yes' ? 'DISCLOSES' : judgement === 'no' ? 'CLEAR' : 'UNCHECKED';
  }
}
