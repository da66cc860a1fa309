import type { QuestionContent, QuestionOfType } from '../content/content-schema.js';
import { BLANK } from '../content/question-schema.js';
import { contains, linesOf, normalised, type QuotedText, tokenCount } from './quoted-text.js';

/**
 * Whether a text holds the answer to a question, word for word but for what {@link normalised} leaves out. Ids of choices
 * and single words or literals are no answers by themselves: every text about the subject would hold them.
 */
export function quotesAnswer(question: QuestionContent, text: QuotedText): boolean {
  return quotesExplanation(question, text) || quotesSolution(question, text);
}

/** Fewer tokens than this are a word or a literal; `age = 25` and `print(nom)` are not. */
const FEWEST_TOKENS = 3;
/** So many tokens in the same order are no chance: the sentence was copied. */
const COPIED_TOKENS = 10;
/** Combinations of accepted texts of the blanks of one line that are looked for. */
const MOST_FILLINGS = 64;

function quotesSolution(question: QuestionContent, text: QuotedText): boolean {
  switch (question.type) {
    case 'singleChoice':
      return quotesChoice(question.choices, [question.answer], text);
    case 'multipleChoice':
      return quotesChoice(question.choices, question.answer, text);
    case 'trueFalse':
      return quotesChoice(question.reasons, [question.reason], text);
    case 'explainError':
      return question.steps.some(({ choices, answer }) => quotesChoice(choices, [answer], text));
    case 'fillIn':
      return filledLines(question).some((line) => reads(line, text));
    case 'ordering':
      return question.solutions.some((solution) => quotesLines(orderedLines(question, solution), text));
    case 'matching':
      return quotesEveryPair(question, text);
    case 'predictOutput':
      return quotesOutput(question, text);
    case 'code':
      return question.accepted.some((accepted) => quotesProgram(accepted, question.starterCode ?? '', text));
    case 'repairCode':
      return question.accepted.some((accepted) => quotesProgram(accepted, question.code, text));
  }
}

/** A program is given away by all of its lines in their order, but for those that the learner starts from. */
function quotesProgram(accepted: string, given: string, text: QuotedText): boolean {
  const known = new Set(linesOf(given));
  const all = linesOf(accepted);
  const own = all.filter((line) => !known.has(line));
  return quotesLines(tokenCount(own.join(' ')) >= FEWEST_TOKENS ? own : all, text);
}

function quotesLines(lines: readonly string[], text: QuotedText): boolean {
  const joined = lines.join(' ');
  if (tokenCount(joined) < FEWEST_TOKENS) return false;
  return reads(joined, text) || standsIn(lines, text);
}

function reads(tokens: string, { readings }: QuotedText): boolean {
  return readings.some((reading) => contains(reading, tokens));
}

function standsIn(wanted: readonly string[], { lines }: QuotedText): boolean {
  return lines.some((reading) => inOrder(wanted, reading));
}

function inOrder(wanted: readonly string[], lines: readonly string[]): boolean {
  let next = 0;
  for (const line of lines) if (next < wanted.length && line === wanted[next]) next += 1;
  return next === wanted.length;
}

function orderedLines({ items }: QuestionOfType<'ordering'>, solution: readonly string[]): string[] {
  return solution.flatMap((entry) => {
    const id = entry.slice(entry.indexOf(':') + 1);
    return linesOf(items.find((item) => item.id === id)?.text ?? '');
  });
}

/** The lines of the text with every combination of accepted texts in their blanks; without blanks a line tells nothing. */
function filledLines({ template, blanks }: QuestionOfType<'fillIn'>): string[] {
  let next = 0;
  const lines = template.split('\n').flatMap((line) => {
    const parts = line.split(BLANK);
    const accepted = parts.slice(1).map(() => blanks[next++]?.accepted ?? []);
    return accepted.length === 0 ? [] : fillings(parts, accepted);
  });
  // Quoted in a sentence, the head of a block is written without its colon.
  return lines.map((line) => normalised(line).replace(/ :$/, '')).filter((line) => tokenCount(line) >= FEWEST_TOKENS);
}

function fillings([first = '', ...rest]: readonly string[], accepted: readonly (readonly string[])[]): string[] {
  return accepted.reduce<string[]>(
    (begun, texts, index) =>
      begun.flatMap((start) => texts.map((text) => `${start}${text}${rest[index] ?? ''}`)).slice(0, MOST_FILLINGS),
    [first],
  );
}

/** Every right choice at its full length: an explanation in other words is help. */
function quotesChoice(
  choices: readonly { id: string; text: string; en?: { text?: string | undefined } | undefined }[],
  right: readonly string[],
  text: QuotedText,
): boolean {
  return right.every((id) => {
    const choice = choices.find((candidate) => candidate.id === id);
    return [choice?.text, choice?.en?.text].some((wording) => copies(wording, text));
  });
}

/** Every pair on a line of its own. */
function quotesEveryPair({ left, right, answer }: QuestionOfType<'matching'>, { lines }: QuotedText): boolean {
  const textOf = (items: typeof left, id: string) => normalised(items.find((item) => item.id === id)?.text ?? '');
  return Object.entries(answer).every(([from, to]) => {
    const pair = [textOf(left, from), textOf(right, to)];
    return lines.flat().some((line) => pair.every((part) => contains(line, part)));
  });
}

/** What a program prints: several lines of some length by themselves, anything less beside the program alone. */
function quotesOutput({ code, output }: QuestionOfType<'predictOutput'>, text: QuotedText): boolean {
  const printed = linesOf(output);
  if (printed.length > 1 && tokenCount(printed.join(' ')) >= FEWEST_TOKENS) return standsIn(printed, text);
  const program = linesOf(code);
  const isQuoted = reads(program.join(' '), text) || standsIn(program, text);
  return isQuoted && standsIn(printed, text);
}

/** The explanation is shown when nothing can be answered any more; a sentence of it before that is the answer. */
function quotesExplanation(question: QuestionContent, text: QuotedText): boolean {
  const sentences = [question.explanation, question.en?.explanation ?? ''].flatMap((explanation) =>
    explanation.split(/(?<=[.!?…])\s+|\n+/),
  );
  return sentences.some((sentence) => copies(sentence, text));
}

function copies(wording: string | undefined, text: QuotedText): boolean {
  // What ends a sentence may come after the number of a source, or be another.
  const tokens = normalised(wording ?? '').replace(/ [.!?…]$/, '');
  return tokenCount(tokens) >= COPIED_TOKENS && reads(tokens, text);
}
