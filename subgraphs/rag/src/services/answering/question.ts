import { isLanguage, type Language } from '@doctorpy/service-kit/caller';
import { badUserInput, type FieldProblem } from '@doctorpy/service-kit/errors';
import { idempotencyKeyProblems } from '@doctorpy/service-kit/idempotency';
import type { QueryType } from '../../models/answer.model.js';
import type { Level } from '../../models/prompt-template.model.js';
import { emptyText, invalidIdentifier, textTooLong, unknownLanguage } from '../field-problems.js';
import { questionLanguage } from '../retrieval/question-language.js';

/** A question as a client sends it. */
export interface QuestionInput {
  query: string;
  queryType: QueryType;
  conversationId: string | null;
  questId: string | null;
  /** How well the asker knows Python; null takes what their completed quests say. */
  level: Level | null;
  /** Language to answer in; null takes that of the question where it is clear, else the caller's. */
  language: string | null;
  idempotencyKey: string | null;
}

/** A question that was checked: trimmed, within limits, its language settled. */
export interface Question extends QuestionInput {
  language: Language;
}

/** Longest question, in characters (Unicode code points). */
const longestQuestion = 2000;

/**
 * Checks a question.
 * @throws DomainError BAD_USER_INPUT with every problem
 */
export function checkQuestion(input: QuestionInput, callerLanguage: Language): Question {
  const query = input.query.trim();
  const language = input.language ?? questionLanguage(query.slice(0, longestQuestion)) ?? callerLanguage;
  const problems: FieldProblem[] = [
    ...queryProblems(query, ['input', 'query']),
    ...identifierProblems('conversationId', input.conversationId),
    ...identifierProblems('questId', input.questId),
    ...idempotencyKeyProblems(input.idempotencyKey),
  ];
  if (!isLanguage(language)) problems.push(unknownLanguage(['input', 'language']));
  if (problems.length > 0 || !isLanguage(language)) throw badUserInput(problems);
  return { ...input, query, language };
}

/**
 * Checks a text to search for; returns it trimmed.
 * @throws DomainError BAD_USER_INPUT when it is empty or too long
 */
export function checkSearch(query: string): string {
  const trimmed = query.trim();
  const problems = queryProblems(trimmed, ['query']);
  if (problems.length > 0) throw badUserInput(problems);
  return trimmed;
}

function queryProblems(query: string, path: readonly string[]): FieldProblem[] {
  const name = { fr: 'La question', en: 'The question' };
  if (query === '') return [emptyText(path, name)];
  // Counting code points of a huge text is work an attacker could ask for: UTF-16 length bounds it from above and below.
  const actual = query.length > 4 * longestQuestion ? query.length : [...query].length;
  return actual > longestQuestion ? [textTooLong(path, name, { maximum: longestQuestion, actual })] : [];
}

/** Ids end up in indexes and prompts: short, and nothing but visible ASCII. */
function identifierProblems(field: string, value: string | null): FieldProblem[] {
  return value === null || /^[\w.:#-]{1,200}$/.test(value) ? [] : [invalidIdentifier(['input', field])];
}
