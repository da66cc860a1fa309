import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { type EarlierQuestion, findPassages, topicOf } from '../src/services/answering/finding.js';
import type { FollowUpFeatures } from '../src/services/retrieval/follow-up.js';
import type { LexicalEngine } from '../src/services/retrieval/lexical-engine.js';
import { heldOutConfidences, type Judged, refusalsAt } from './abstention.js';
import type { CorpusPassage } from './corpus.js';
import { qualityOf, rankOf } from './measures.js';
import type { OwnSet } from './own-set.js';

/** A question that goes on from others. */
export interface Conversation {
  before: readonly string[];
  q: string;
  /** Sections that answer it; none when it is about something else. */
  gold: readonly string[];
}

const before = z.array(z.string()).min(1);
const file = z.strictObject({
  on: z.array(z.strictObject({ before, q: z.string(), gold: z.array(z.string()).min(1) })),
  off: z.array(z.strictObject({ before, q: z.string() })),
});

/**
 * Reads the conversations.
 * @throws Error when one names a section that no lesson has
 */
export async function readConversations(corpus: readonly CorpusPassage[]): Promise<Conversation[]> {
  const { on, off } = file.parse(parse(await readFile(new URL('follow-ups.yaml', import.meta.url), 'utf8')));
  const sections = new Set(corpus.map(({ section }) => section));
  const lost = on.flatMap(({ q, gold }) => gold.filter((section) => !sections.has(section)).map((at) => `${q}: ${at}`));
  if (lost.length > 0) throw new Error(`No lesson has these sections:\n${lost.join('\n')}`);
  return [...on, ...off.map((conversation) => ({ ...conversation, gold: [] }))];
}

/** What came of the last question of a conversation. */
export interface Heard extends Conversation {
  rank: number | null;
  refused: boolean;
  earlier: readonly EarlierQuestion[];
}

/** Holds a conversation as the assistant does, question by question. */
export async function hold(
  engine: LexicalEngine,
  corpus: readonly CorpusPassage[],
  conversation: Conversation,
): Promise<Heard> {
  const sections = new Map(corpus.map(({ id, section }) => [id, section]));
  const search = {
    search: async (query: string, options: Parameters<LexicalEngine['search']>[1]) => engine.search(query, options),
  };
  const earlier: EarlierQuestion[] = [];
  for (const query of conversation.before) {
    const { found, following } = await findPassages(search, query, earlier, 'fr');
    const heading = found[0]?.passage.headings.at(-1) ?? null;
    earlier.push({ query, heading, followsUp: following.length > 0, wasFound: found.length > 0 });
  }
  const { found } = await findPassages(search, conversation.q, earlier, 'fr');
  const places = found.map(({ passage }) => sections.get(passage.id) ?? '');
  return { ...conversation, rank: rankOf(places, conversation.gold), refused: found.length === 0, earlier };
}

/** How well follow-ups are understood, and told from what is about something else. */
export function conversationFigures(heard: readonly Heard[]) {
  const on = heard.filter(({ gold }) => gold.length > 0);
  const off = heard.filter(({ gold }) => gold.length === 0);
  const { recallAt5, ndcgAt10 } = qualityOf(on.map(({ rank }) => rank));
  const share = (of: readonly Heard[]) => of.filter(({ refused }) => refused).length / Math.max(1, of.length);
  return {
    followUps: on.length,
    recallAt5,
    ndcgAt10,
    falseRefusals: share(on),
    offTopic: off.length,
    offTopicRefused: share(off),
  };
}

/** What thresholds would refuse of questions that took no part in the learning. */
export function followUpThresholds(engine: LexicalEngine, heard: readonly Heard[]) {
  const heldOut = heldOutConfidences(judgedFollowUps(engine, heard));
  return [0.3, 0.35, 0.4, 0.45, 0.5, 0.6].map((threshold) => ({ threshold, ...refusalsAt(threshold, heldOut) }));
}

/** Questions that stand for themselves, each put in the middle of a conversation about something else. */
export function amongOthers({ queries, offTopic }: Pick<OwnSet, 'queries' | 'offTopic'>): Conversation[] {
  const others = queries.filter(({ set }) => set === 'what').map(({ query }) => query);
  const beside = (query: string, place: number): string[] => [
    others.filter((other) => other !== query)[place % 40] ?? '',
  ];
  return [
    ...queries.map(({ query, gold }, place) => ({ before: beside(query, place), q: query, gold })),
    ...offTopic.map((query, place) => ({ before: beside(query, place), q: query, gold: [] })),
  ];
}

/** The follow-ups that say something of their own, for learning. */
export function judgedFollowUps(engine: LexicalEngine, heard: readonly Heard[]): Judged<FollowUpFeatures>[] {
  return heard.flatMap(({ q, gold, earlier }) => {
    const { features, isElsewhere } = engine.followUp(q, topicOf(earlier));
    return features === null || isElsewhere ? [] : [{ query: q, answerable: gold.length > 0, features }];
  });
}
