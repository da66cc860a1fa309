import type { QuestionContent } from '../content/content-schema.js';
import { contains, normalised, withoutCitations } from './quoted-text.js';

/** Something that a text announces as the answer: what follows the announcement, to the end of its sentence or line. */
export interface Announced {
  of: 'answer' | 'order' | 'statement';
  text: string;
}

/**
 * Whether a text says outright what is to be answered, however short that is: “la bonne réponse est b”, “the correct order is
 * c, a, b”. Only what is announced as the answer counts: letters, words and literals stand in every text about the subject.
 */
export function announcesAnswer(question: QuestionContent, announced: readonly Announced[]): boolean {
  return announced.some((said) => tells(question, said));
}

const ANNOUNCEMENTS = {
  answer:
    /(?:\bbonne?s?\s+(?:r[ée]ponses?|choix|options?|propositions?)|\br[ée]ponses?\s+(?:correctes?|exactes?|justes?|attendues?)|(?<!\b(?:si|quand|lorsque|que|if|when|whether|that)\s)\b(?:la|les)\s+r[ée]ponses?|\b(?:right|correct|expected)\s+(?:answers?|choices?|options?)|(?<!\b(?:if|when|whether|that)\s)\bthe\s+answers?)(?:\s+(?:ici|donc|à (?:la|cette) question|de la question|here|to (?:this|the) question))*/giu,
  order: /(?:\bbon\s+ordre|\bordre\s+(?:correct|exact|juste|attendu)|\b(?:right|correct)\s+order)/giu,
  statement: /(?:\b(?:cette|l[’']\s?)\s*(?:affirmation|phrase|proposition)|\b(?:this|the)\s+statement)/giu,
} as const;

/** In UTF-16 units. Nothing that is answered is longer. */
const LONGEST_ANSWER = 600;

/** Between the announcement and what is announced. */
const LINK = /^\s*(?:(?:est|sont|était|étaient|serait|is|are|was|were|:|=)\s*)+/iu;

/** What a Markdown text announces as answers. */
export function announcedIn(markdown: string): Announced[] {
  const text = withoutEmphasis(withoutCitations(markdown));
  return (['answer', 'order', 'statement'] as const).flatMap((of) =>
    [...text.matchAll(ANNOUNCEMENTS[of])].flatMap(({ 0: found, index }) => {
      const rest = text.slice(index + found.length, index + found.length + LONGEST_ANSWER);
      const link = LINK.exec(rest)?.[0];
      const said = link === undefined ? '' : firstSentence(rest.slice(link.length));
      return said === '' ? [] : [{ of, text: said }];
    }),
  );
}

/** Marks of emphasis and quotation, but for those in code. */
function withoutEmphasis(markdown: string): string {
  return markdown
    .split(/(`[^`]*`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\*{1,3}|\b_{1,3}|_{1,3}\b/gu, '')))
    .join('')
    .replace(/^\s*>\s?/gmu, '');
}

/** To the end of the sentence, of the line, or of the block that comes first. A full stop inside of code ends nothing. */
function firstSentence(text: string): string {
  const block = /^\s*```[^\n]*\n([\s\S]*?)(?:\n?```|$)/u.exec(text)?.[1];
  if (block !== undefined) return block.split('\n').join(' , ');
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return (/^(?:`[^`]*`|[^`])*?(?=[.!?…](?:\s|$)|$)/u.exec(line)?.[0] ?? line).trim();
}

function tells(question: QuestionContent, said: Announced): boolean {
  const { text } = said;
  if (said.of === 'statement') return question.type === 'trueFalse' && saysWhether(question.answer, text);
  if (said.of === 'order') return question.type === 'ordering' && listsOrder(question.solutions, text);
  switch (question.type) {
    case 'singleChoice':
      return lists([question.answer], text) || isChoice(question.choices, question.answer, text);
    case 'multipleChoice':
      return (
        lists(question.answer, text) ||
        question.answer.every((id) => isChoice(question.choices, id, text, (all, choice) => contains(all, choice)))
      );
    case 'trueFalse':
      return saysWhether(question.answer, text) || isChoice(question.reasons, question.reason, text);
    case 'explainError':
      return question.steps.some(({ choices, answer }) => isChoice(choices, answer, text));
    case 'predictOutput':
      return is(question.output, text);
    case 'fillIn':
      return question.blanks.some(({ accepted }) => accepted.some((filling) => is(filling, text)));
    case 'ordering':
      return listsOrder(question.solutions, text);
    case 'matching':
      return lists(
        Object.entries(question.answer).map(([left, right]) => `${left}${right}`),
        text.replace(/\s*(?:[-–—=:→]|->|\bavec\b|\bwith\b)\s*/giu, ''),
      );
    case 'code':
    case 'repairCode':
      return false;
  }
}

function is(wanted: string, said: string): boolean {
  const text = bare(wanted);
  return text !== '' && text === bare(said);
}

/** The choice and no more; said beside others it may be one of several. */
function isChoice(
  choices: readonly { id: string; text: string; en?: { text?: string | undefined } | undefined }[],
  right: string,
  said: string,
  matches: (said: string, choice: string) => boolean = (all, choice) => all === choice,
): boolean {
  const choice = choices.find(({ id }) => id === right);
  return [choice?.text, choice?.en?.text].some((text) => {
    const wanted = bare(text ?? '');
    return wanted !== '' && matches(bare(said), wanted);
  });
}

/** Normalised, without the words around it and without what only joins its parts. */
function bare(text: string): string {
  const tokens = normalised(
    text
      .replace(/^(?:[\s"'`«“]|(?:donc|simplement|bien)\s)+/iu, '')
      .split('\n')
      .join(' , '),
  );
  const parts = tokens.split(' ');
  const words = parts.some((token) => !JOINING.has(token)) ? parts.filter((token) => !JOINING.has(token)) : parts;
  if (ARTICLES.has(words[0] ?? '') && words.length > 1) words.shift();
  if (KINDS.has(words[0] ?? '') && words.length > 1) words.shift();
  return words.join(' ').replace(/(?: [.!?…])+$/u, '');
}

const JOINING: ReadonlySet<string> = new Set([',', ';', 'et', 'puis', 'and', 'then']);
const ARTICLES: ReadonlySet<string> = new Set(['le', 'la', 'les', 'l', 'un', 'une', 'the', 'a', 'an']);
const KINDS: ReadonlySet<string> = new Set(['texte', 'valeur', 'mot', 'nombre', 'text', 'value', 'word', 'number']);

/** Exactly these ids, in this order: “b”, “la b)”, “option B : …”, “a et c”, “c, a, b”. */
function lists(ids: readonly string[], text: string): boolean {
  const listed = text
    .replace(/^(?:(?:la|le|les|l[’']|the|options?|choix|choices?|lettres?|letters?|réponses?|answers?)\s+)+/iu, '')
    .split(/\s*(?:[,;>→]|\bpuis\b|\bet\b|\bthen\b|\band\b|-(?=\w))\s*/iu)
    .map((part) => ID.exec(part)?.[1]?.toLowerCase());
  // What comes after the only id may explain it.
  const compared = ids.length === 1 ? listed.slice(0, 1) : listed;
  return compared.length === ids.length && ids.every((id, index) => id.toLowerCase() === compared[index]);
}

/** A part of a list that is an id, with what may follow one. */
const ID = /^["'`«“(]*\s*([\p{L}\p{N}_]+)(?:\s*["'`»”]*\s*$|\s*["'`»”]*\s*(?:\)|[:—–-]|\.\s|\s\())/u;

function listsOrder(solutions: readonly (readonly string[])[], text: string): boolean {
  // Some solutions have the indentation before the id.
  return solutions.some((solution) =>
    lists(
      solution.map((entry) => entry.slice(entry.indexOf(':') + 1)),
      text,
    ),
  );
}

/** Of a statement. `True` as code is a value of Python, and “vrai ou faux” is a question. */
function saysWhether(answer: boolean, text: string): boolean {
  const said = /^["'«“\s]*(?:(vraie?|true)|(faux|fausse|false))(?![\p{L}\p{N}]|["'»”\s]*\b(?:ou|or)\b)/iu.exec(text);
  return said !== null && (said[1] !== undefined) === answer;
}
