import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  amongOthers,
  type Conversation,
  conversationFigures,
  type Heard,
  hold,
  readConversations,
} from '../../../eval/conversations.js';
import { type OwnSet, readOwnSet } from '../../../eval/own-set.js';
import { type EarlierQuestion, findPassages, topicOf } from '../../../src/services/answering/finding.js';
import type { Passage, SearchOptions } from '../../../src/services/retrieval/engine.js';
import { createLexicalEngine, type LexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';
import { vocabulary } from '../../lesson-passages.js';

let own: OwnSet;
let engine: LexicalEngine;
beforeAll(async () => {
  own = await readOwnSet();
  engine = createLexicalEngine({ passages: own.corpus, version: 1, vocabulary: await vocabulary() });
});

async function heardOf(conversations: readonly Conversation[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const conversation of conversations) heard.push(await hold(engine, own.corpus, conversation));
  return heard;
}

/** Floors are a few points below what was measured last. */
describe('a question that goes on from others', () => {
  it('is understood from them, and refused when it is about something else', async () => {
    const conversations = await readConversations(own.corpus);
    expect(conversations.length).toBeGreaterThanOrEqual(60);
    const figures = conversationFigures(await heardOf(conversations));
    expect(figures.recallAt5).toBeGreaterThanOrEqual(0.89);
    expect(figures.falseRefusals).toBeLessThanOrEqual(0.03);
    expect(figures.offTopicRefused).toBeGreaterThanOrEqual(0.95);
  });

  it('does not change what a question that stands for itself finds, nor lets one in about something else', async () => {
    const some = amongOthers(own).filter((_conversation, place) => place % 6 === 0);
    const figures = conversationFigures(await heardOf(some));
    expect(figures.recallAt5).toBeGreaterThanOrEqual(0.83);
    expect(figures.falseRefusals).toBeLessThanOrEqual(0.03);
    expect(figures.offTopicRefused).toBeGreaterThanOrEqual(0.95);
  });
});

describe('what a conversation is about', () => {
  const turn = (query: string, more = {}) => ({ query, heading: null, followsUp: false, wasFound: true, ...more });

  it('is the last question that stood for itself and the last that said something since, not what was refused', () => {
    const earlier = [
      turn('c’est quoi une boucle'),
      turn('comment créer une liste'),
      turn('et pour en supprimer un ?', { followsUp: true, heading: 'Supprimer un élément' }),
      turn('et la météo ?', { wasFound: false }),
    ];
    expect(topicOf(earlier)).toEqual(['comment créer une liste', 'et pour en supprimer un ?']);
    expect(topicOf([...earlier, turn('pourquoi ?', { followsUp: true })])).toEqual(topicOf(earlier));
    expect(topicOf([turn('et la météo ?', { wasFound: false })])).toEqual([]);
  });
});

describe('who asks for more', () => {
  it('is told something else of the same lesson, and what a thank-you says is nothing', async () => {
    const search = { search: async (query: string, options: SearchOptions) => engine.search(query, options) };
    const earlier: EarlierQuestion[] = [];
    const told: string[] = [];
    for (const query of ['c’est quoi une fonction', 'un exemple ?', 'encore un ?', 'merci, et les lambdas ?']) {
      const { found, following } = await findPassages(search, query, earlier, 'fr');
      const heading = found[0]?.passage.headings.at(-1) ?? '';
      told.push(`${found[0]?.passage.documentId} ${heading}`);
      earlier.push({ query, heading, followsUp: following.length > 0, wasFound: found.length > 0 });
    }
    expect(new Set(told).size).toBe(4);
    expect(told.slice(0, 3).every((place) => place.startsWith('lesson:fonctions '))).toBe(true);
    expect(told[3]).toMatch(/lambda/);
    expect((await findPassages(search, 'merci beaucoup !', earlier, 'fr')).found).toEqual([]);
  });
});

describe('passages in two languages', () => {
  const passage = (language: string, title: string, text: string): Passage => ({
    ...{ id: title, documentId: `doc:${language}`, title, headings: [title], text },
    ...{ position: 0, language, category: null, tags: [], kind: null },
  });
  const passages = [
    passage('fr', 'Créer une liste (list)', 'Une liste se crée entre crochets. A list is created with brackets.'),
    passage('en', 'Create a list', 'A list is created with square brackets. Une liste.'),
    ...Array.from({ length: 30 }, (_, n) => passage('fr', `Autre ${n}`, `Un texte sur autre chose, numéro ${n}.`)),
  ];

  it('come in the language of the answer first', async () => {
    const both = createLexicalEngine({ passages, version: 1, vocabulary: await vocabulary() });
    const search = {
      search: async (query: string, options: SearchOptions) => both.search(query, { ...options, nearest: true }),
    };
    for (const language of ['en', 'fr'] as const) {
      const { found } = await findPassages(search, 'list liste', [], language);
      expect(found[0]?.passage.language).toBe(language);
    }
  });
});

describe('explanations of questions that the asker has behind them', () => {
  const passage = (id: string, heading: string, text: string, questionId: string | null = null): Passage => ({
    ...{ id, documentId: `doc:${id}`, title: heading, headings: [heading], text, questionId },
    ...{ position: 0, language: 'fr', category: null, tags: [], kind: null },
  });
  const settled = Array.from({ length: 20 }, (_, n) => `quest:q${n}`);
  const further = `${'Ici il est question de tout autre chose, et bien longtemps. '.repeat(30)}On peut aussi trier.`;
  const passages = [
    passage('best', 'Trier une liste', 'Pour trier une liste, appelez sort : trier une liste est simple.'),
    ...settled.map((questionId, n) => passage(questionId, `Combien vaut n${n} ?`, 'Il faut trier.', questionId)),
    passage('further', 'Autre chose', further),
  ];

  it('do not take the places of lessons when they fit much less than the best passage', async () => {
    const engine = createLexicalEngine({ passages, version: 1, vocabulary: await vocabulary() });
    const search = {
      search: async (query: string, options: SearchOptions) => engine.search(query, { ...options, nearest: true }),
    };
    const hits = engine.search('trier une liste', {
      limit: 12,
      nearest: true,
      filters: { settledQuestions: settled },
    }).hits;
    expect(hits.map(({ passage: { id } }) => id)).not.toContain('further');
    const { found } = await findPassages(search, 'trier une liste', [], 'fr', settled);
    expect(found.map(({ passage: { id } }) => id)).toEqual(['best', 'further']);
  });
});
