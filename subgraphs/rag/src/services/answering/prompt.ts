import type { Passage } from '../retrieval/engine.js';

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
  role: 'user' | 'assistant';
  content: string;
}

/**
 * The messages for one question: earlier turns, then the template with its placeholders filled in one pass, so that a
 * placeholder typed by a learner stays text. No inserted text can open or close the blocks that mark it as data.
 */
export function buildPrompt({ template, question, passages, questId, history }: PromptParts): ChatMessage[] {
  const values: Readonly<Record<string, string>> = {
    passages: passages.map(quotePassage).join('\n\n'),
    quest: questId ?? '',
    question,
  };
  const content = template.replace(/\{\{(passages|quest|question)\}\}/g, (_, name: string) =>
    asData(values[name] ?? ''),
  );
  const earlier = history.flatMap(({ query, text }): ChatMessage[] => [
    { role: 'user', content: asData(shorten(query)) },
    { role: 'assistant', content: asData(shorten(text)) },
  ]);
  return [...earlier, { role: 'user', content }];
}

/** Characters kept of each earlier message: enough to know what "it" refers to. */
const rememberedLength = 500;

function shorten(text: string): string {
  return text.length <= rememberedLength ? text : `${text.slice(0, rememberedLength)} …`;
}

function quotePassage({ title, headings, text }: PromptParts['passages'][number], index: number): string {
  return `[${index + 1}] ${[title, ...headings].join(' › ')}\n${text}`;
}

function asData(text: string): string {
  return text.replace(/<(?=\s*\/?\s*(?:passages|quest|question)\b)/gi, '‹');
}
