import type { Language } from '@doctorpy/service-kit/caller';
import { withoutWeakExplanations } from '../explanations/weak-explanations.js';
import { fold } from '../retrieval/analysis.js';
import type { RetrievalEngine, ScoredPassage, SearchResult } from '../retrieval/engine.js';
import { followUpCues } from '../retrieval/follow-up-cues.js';
import { showsPython } from './citations.js';

/** An earlier question of the conversation, as far as it helps to understand the next one. */
export interface EarlierQuestion {
  query: string;
  /** Heading of the first passage that its answer cites. */
  heading: string | null;
  /** Whether it was itself understood from what came before. */
  followsUp: boolean;
  /** Whether something was found for it; what was refused is no subject of a conversation. */
  wasFound: boolean;
}

/** What was found for a question. */
export interface Finding {
  /** Best first; empty when nothing is confidently about it. */
  found: readonly ScoredPassage[];
  /** What of the conversation the result depends on; empty when the question stands for itself. */
  following: readonly string[];
}

/**
 * Passages looked at before some are selected; and how many are asked for where explanations may be among them, most of
 * which fit less than lessons do and are left out.
 */
const searched = 12;
const searchedWithExplanations = 36;

/**
 * Finds passages for a question of a conversation. A question that stands for itself is searched as it is. One that does not
 * ("et pour en supprimer un ?") is completed from the questions before; it is refused all the same when what it says itself
 * is not what the documents are about ("et la météo ?").
 * @param earlier oldest first
 * @param settledQuestions those whose explanations the asker may find
 */
export async function findPassages(
  engine: Pick<RetrievalEngine, 'search'>,
  query: string,
  earlier: readonly EarlierQuestion[],
  language: Language,
  settledQuestions: readonly string[] = [],
): Promise<Finding> {
  const limit = settledQuestions.length > 0 ? searchedWithExplanations : searched;
  const options = { limit, filters: { settledQuestions } };
  const alone = await engine.search(query, options);
  const topic = topicOf(earlier);
  const cues = followUpCues(query);
  const stands = alone.hits.length > 0 && !cues.leansBack && (cues.namesSubject || cues.ownWords > fewWords);
  if (
    topic.length === 0 ||
    cues.isTalk ||
    stands ||
    (alone.hits.length === 0 && !cues.leansBack && cues.ownWords > mostWords)
  ) {
    return { found: byWorth(alone, { language, query }), following: [] };
  }
  const together = await engine.search(query, { ...options, following: topic });
  if (together.hits.length === 0) return { found: byWorth(alone, { language, query }), following: [] };
  // "un exemple ?", "pourquoi ?": who was told something asks for more than the same again.
  const told = cues.ownWords === 0 ? headingsOf(threadOf(earlier)) : [];
  return { found: byWorth(together, { language, query, told }), following: [...topic, ...told] };
}

/** A question with more words of its own, found by itself, needs nothing from before. */
const fewWords = 1;

/** A question with more words of its own, that does not point back, would have been found by itself. */
const mostWords = 3;

/**
 * What the conversation is about: the last question that stood for itself, and the last one since that said something of
 * its own. More of what was said, or the headings it was answered from, would outweigh what is asked now.
 */
export function topicOf(earlier: readonly EarlierQuestion[]): string[] {
  const [root, ...since] = threadOf(earlier).map(({ query }) => query);
  const last = since.findLast((query) => followUpCues(query).ownWords > 0);
  return [...(root === undefined ? [] : [root]), ...(last === undefined ? [] : [last])];
}

function threadOf(earlier: readonly EarlierQuestion[]): EarlierQuestion[] {
  const found = earlier.filter(({ wasFound }) => wasFound);
  return found.slice(
    Math.max(
      0,
      found.findLastIndex(({ followsUp }) => !followsUp),
    ),
  );
}

function headingsOf(earlier: readonly EarlierQuestion[]): string[] {
  return [...new Set(earlier.flatMap(({ heading }) => heading ?? []))];
}

/** How much better a passage in another language must be to come before one in the language of the answer. */
const foreignShare = 0.75;

/** How much better exercises and summaries must fit than an explanation, or an explanation than exercises where those are asked for. */
const asideShare = 0.75;

/** What explains comes before exercises, and passages in the language of the answer come first where both say it. */
function byWorth(
  { hits }: SearchResult,
  { language, query, told = [] }: { language: Language; query: string; told?: readonly string[] },
): readonly ScoredPassage[] {
  const asksForExercises = exercises.test(fold(query));
  const useful = withoutWeakExplanations(hits).slice(0, searched);
  const worth = ({ passage, score }: ScoredPassage) => {
    const inLanguage = passage.language === language ? 1 : foreignShare;
    const heading = fold(headingOf(passage));
    const isAside = asksForExercises ? !exercises.test(heading) : exercises.test(heading) || summary.test(heading);
    return score * inLanguage * (isAside ? asideShare : 1);
  };
  return untoldFirst(
    useful.toSorted((left, right) => worth(right) - worth(left)),
    told,
  );
}

/** How near to what was told a passage must be to come before it. */
const nearEnough = 0.15;

/** What was told last gives way to the best example of its document that was not told; where there is none, it comes again. */
function untoldFirst(found: readonly ScoredPassage[], told: readonly string[]): readonly ScoredPassage[] {
  const last = found.find(({ passage }) => headingOf(passage) === told.at(-1));
  if (!last) return found;
  const fresh = found.find(
    ({ passage, score }) =>
      passage.documentId === last.passage.documentId &&
      score >= nearEnough * last.score &&
      !told.includes(headingOf(passage)) &&
      showsPython(passage.text),
  );
  const first = fresh ?? last;
  return [first, ...found.filter((hit) => hit !== first)];
}

function headingOf({ headings }: ScoredPassage['passage']): string {
  return headings.at(-1) ?? '';
}

/** What only sums up is no explanation. */
const summary = /^a retenir$/;

const exercises = /entrain|exerc|practi|\bexos?\b/;
