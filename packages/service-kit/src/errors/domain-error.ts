import type { Language } from '../caller/index.js';
import type { ErrorCode } from './codes.js';

/** A sentence for people, in every language the platform speaks. */
export type Localised = Readonly<Record<Language, string>>;

/** One wrong input: where it is, a stable code for programs, and a sentence for people. */
export interface FieldProblem {
  /** Path from the argument, for example `['input', 'email']`. */
  readonly path: readonly string[];
  /** Stable, upper snake case: `TOO_SHORT`, `INVALID_FORMAT`, … */
  readonly code: string;
  readonly text: Localised;
}

/** What may accompany a {@link DomainError}. */
export interface DomainErrorDetails {
  readonly fields?: readonly FieldProblem[];
  /** Whole seconds after which a retry makes sense. */
  readonly retryAfterSeconds?: number;
  /** What led to it; logged, never shown. */
  readonly cause?: unknown;
}

/**
 * An expected failure: a code of the registry and a message in each language.
 * Services throw it; the server turns it into a GraphQL error in the caller's language.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly text: Localised;
  readonly fields: readonly FieldProblem[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, text: Localised, details: DomainErrorDetails = {}) {
    super(text.en, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.text = text;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** BAD_USER_INPUT that lists every problem at once. */
export function badUserInput(fields: readonly FieldProblem[]): DomainError {
  return new DomainError(
    'BAD_USER_INPUT',
    {
      fr: `Certaines valeurs ne conviennent pas : ${fields.map((field) => field.text.fr).join(' ')}`,
      en: `Some values do not fit: ${fields.map((field) => field.text.en).join(' ')}`,
    },
    { fields },
  );
}

/** NOT_FOUND for anything that does not exist or is somebody else's. */
export function notFound(text: Localised): DomainError {
  return new DomainError('NOT_FOUND', text);
}
