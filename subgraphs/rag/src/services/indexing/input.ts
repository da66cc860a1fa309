import { isLanguage } from '@doctorpy/service-kit/caller';
import { badUserInput, type FieldProblem, type Localised } from '@doctorpy/service-kit/errors';
import { documentTooLarge } from '../../errors.js';
import { withoutInvisible } from '../answering/invisible.js';
import { emptyText, notBase64, textTooLong, tooMany, unknownLanguage } from '../field-problems.js';
import type { ReadableFormat } from './formats/read-document.js';

/** A document as an author hands it in. */
export interface DocumentInput {
  title: string;
  content: string;
  format: ReadableFormat;
  language: string;
  tags: readonly string[];
  category: string | null;
  source: string | null;
  /** The document that it takes the place of; null for a new one. */
  replaces: string | null;
}

/** Largest document that is indexed, in bytes of UTF-8. */
const maximumDocumentBytes = 1_000_000;

const longestLabel = 200;
const mostTags = 20;

/**
 * Checks a document before any work is done on it; what is said of it comes back in one line, without what nobody sees.
 * @throws DomainError PAYLOAD_TOO_LARGE, or BAD_USER_INPUT with every problem
 */
export function checkDocument(given: DocumentInput): DocumentInput {
  const input = inOneLine(given);
  if (Buffer.byteLength(input.content) > maximumDocumentBytes) throw documentTooLarge(maximumDocumentBytes);
  const problems: FieldProblem[] = [
    ...labelProblems('title', { fr: 'Le titre', en: 'The title' }, input.title),
    ...(input.content.trim() === '' ? [emptyText(['input', 'content'], { fr: 'Le contenu', en: 'The content' })] : []),
    ...(input.format === 'PDF' && !/^[A-Za-z0-9+/=\s]*$/.test(input.content) ? [notBase64(['input', 'content'])] : []),
    ...(isLanguage(input.language) ? [] : [unknownLanguage(['input', 'language'])]),
    ...(input.tags.length > mostTags ? [tooMany(['input', 'tags'], { fr: 'Étiquettes', en: 'Tags' }, mostTags)] : []),
    ...input.tags.flatMap((tag) => labelProblems('tags', { fr: 'Une étiquette', en: 'A tag' }, tag)),
    ...(input.category === null
      ? []
      : labelProblems('category', { fr: 'La catégorie', en: 'The category' }, input.category)),
    ...(input.source === null ? [] : labelProblems('source', { fr: 'La source', en: 'The source' }, input.source)),
  ];
  if (problems.length > 0) throw badUserInput(problems);
  return { ...input, tags: [...new Set(input.tags)] };
}

function inOneLine(input: DocumentInput): DocumentInput {
  const line = (label: string) => withoutInvisible(label.replace(/\s+/g, ' ')).trim();
  return {
    ...input,
    title: line(input.title),
    tags: input.tags.map(line),
    category: input.category === null ? null : line(input.category),
    source: input.source === null ? null : line(input.source),
  };
}

function labelProblems(field: string, name: Localised, value: string): FieldProblem[] {
  const path = ['input', field];
  const actual = value.length;
  if (actual === 0) return [emptyText(path, name)];
  return actual > longestLabel ? [textTooLong(path, name, { maximum: longestLabel, actual })] : [];
}
