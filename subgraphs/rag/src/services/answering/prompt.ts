import type { Passage } from '../retrieval/engine.js';
import { withoutInvisible } from './invisible.js';

/** What goes into a prompt template. Everything but the template itself is untrusted text. */
export interface PromptParts {
  template: string;
  question: string;
  /** Numbered from 1 in this order. */
  passages: readonly Pick<Passage, 'title' | 'headings' | 'text'>[];
  /** The quest the learner is on, or null. */
  questId: string | null;
  /** Earlier turns of the conversation, oldest first. */
  history: readonly { query: string; text: string }[];
}

/** One message of a chat with a model. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/**
 * The messages for one question, in the order in which they change: the template's rules as the system message, the same
 * byte for byte for every question of a kind; the passages; earlier turns; the quest and the question. A model server that
 * remembers the beginning of the last prompt begins to answer after what is new.
 *
 * Placeholders are filled in one pass, so that one typed by a learner stays text. No inserted text can open or close the
 * blocks that mark it as data, nor the turns of the chat.
 */
export function buildPrompt({ template, question, passages, questId, history }: PromptParts): ChatMessage[] {
  const values: Readonly<Record<string, string>> = {
    passages: passages.map(quotePassage).join('\n\n'),
    quest: questId ?? '',
    question,
  };
  const fill = (part: string) =>
    part.replace(/\{\{(passages|quest|question)\}\}/g, (_, name: string) => asData(values[name] ?? '')).trim();
  const { rules, sources, asked } = splitTemplate(template);
  const system: ChatMessage[] = rules === '' ? [] : [{ role: 'system', content: rules }];
  const [begun, ended] = [fill(sources), fill(asked)];
  const room = contextCharacters - rules.length - begun.length - ended.length;
  const earlier = newestThatFit(history.map(turnMessages), room).flat();
  // Servers join neighbours of one role by an empty line: done here, it is the same text for every one of them.
  const [first, ...rest] = [...earlier, { role: 'user' as const, content: ended }];
  const opening = [begun, first?.content ?? ''].filter(Boolean).join('\n\n');
  return [...system, { role: 'user', content: opening }, ...rest];
}

/** The parts of a template: rules without any placeholder, the block of passages, and what comes after it. */
export function splitTemplate(template: string): { rules: string; sources: string; asked: string } {
  const start = template.search(firstBlock);
  if (start < 0) return { rules: '', sources: '', asked: template };
  const body = template.slice(start);
  const end = endOfPassages.exec(body);
  const cut = end ? end.index + end[0].length : 0;
  return { rules: template.slice(0, start).trim(), sources: body.slice(0, cut), asked: body.slice(cut) };
}

/** What a template tells the model to do, without what is put into it. */
export function instructionsOf(template: string): string {
  const { rules, asked } = splitTemplate(template);
  return `${rules}\n${asked.replace(/\{\{\w+\}\}/g, '')}`;
}

/**
 * Passages in an order that depends on themselves alone: two questions that find the same ones, one better and one
 * worse, begin with the same prompt.
 */
export function inPromptOrder<T extends { passage: Pick<Passage, 'documentId' | 'position'> }>(
  found: readonly T[],
): T[] {
  return found.toSorted(({ passage: left }, { passage: right }) =>
    left.documentId === right.documentId ? left.position - right.position : left.documentId < right.documentId ? -1 : 1,
  );
}

/** A placeholder, with the line that opens its block; rules may name blocks in a sentence. */
const firstBlock = /^[ \t]*<(?:passages|quest|question)>[ \t]*$|\{\{(?:passages|quest|question)\}\}/m;
const endOfPassages = /\{\{passages\}\}(?:\s*<\/passages>)?/;

/**
 * Characters that a model's context of 4,096 tokens holds beside an answer of 600, at three characters a token of French and
 * code. A server that gets more throws the first messages away, and the passages are among them.
 */
const contextCharacters = 10_400;

function turnMessages({ query, text }: PromptParts['history'][number]): ChatMessage[] {
  return [
    { role: 'user', content: asData(shorten(query)) },
    { role: 'assistant', content: asData(shorten(text)) },
  ];
}

/** The last turns, as many as there is room for, oldest first. */
function newestThatFit(turns: readonly ChatMessage[][], room: number): ChatMessage[][] {
  const fitting: ChatMessage[][] = [];
  let left = room;
  for (const turn of turns.toReversed()) {
    left -= turn.reduce((sum, { content }) => sum + content.length, 0);
    if (left < 0) break;
    fitting.unshift(turn);
  }
  return fitting;
}

/** Characters kept of each earlier message: enough to know what "it" refers to. */
const rememberedLength = 500;

function shorten(text: string): string {
  return text.length <= rememberedLength ? text : `${text.slice(0, rememberedLength)} …`;
}

function quotePassage({ title, headings, text }: PromptParts['passages'][number], index: number): string {
  return `[${index + 1}] ${[title, ...headings].join(' › ')}\n${text}`;
}

/** Tags of the template's blocks, and the marks by which the usual models tell turns apart: servers read them in any text. */
function asData(text: string): string {
  return withoutInvisible(text)
    .replace(/<(?=\s*\/?\s*(?:passages|quest|question|start_of_turn|end_of_turn|think|s|unk|bos|eos)\b)/gi, '‹')
    .replace(/<(?=[|｜])/g, '‹')
    .replace(/<<(?=\/?SYS>>)/gi, '‹‹')
    .replace(/\[(?=\/?INST\])/gi, '⁅');
}
