import { DomainError, type Localised } from '@doctorpy/service-kit/errors';
import { type DocumentNode, GraphQLError, type ValidationRule } from 'graphql';
import { measureDocument, type OperationSize } from './measure-document.js';

/** How large a document may be. Limits that are left out have the defaults below. */
export interface DocumentLimits {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  readonly maxFields?: number;
  readonly maxDirectives?: number;
  readonly maxFragmentSpreads?: number;
}

/** Fields, directives and fragment spreads, fragments put in: some four times what the largest known operation holds. */
export const DEFAULT_LIMITS = { maxFields: 1000, maxDirectives: 50, maxFragmentSpreads: 250 };

/** The introspection query of tools is 15 deep (nine `ofType`), and lists fields and arguments once. */
const MAX_INTROSPECTION_DEPTH = 20;
const MAX_INTROSPECTION_LISTS = 2;

const NAMES: Readonly<Record<keyof OperationSize, Localised>> = {
  depth: { fr: 'niveaux', en: 'levels' },
  aliases: { fr: 'alias', en: 'aliases' },
  rootFields: { fr: 'champs à la racine', en: 'root fields' },
  fields: { fr: 'champs', en: 'fields' },
  directives: { fr: 'directives', en: 'directives' },
  fragmentSpreads: { fr: 'usages de fragments', en: 'fragment spreads' },
  introspectionDepth: { fr: 'niveaux d’introspection', en: 'levels of introspection' },
  introspectionLists: { fr: 'listes imbriquées d’introspection', en: 'nested lists of introspection' },
};

/** Every limit that one of the document's operations or fragments exceeds, as a QUERY_TOO_COMPLEX each. */
export function sizeProblems(document: DocumentNode, limits: DocumentLimits): DomainError[] {
  const most: Readonly<Record<keyof OperationSize, number>> = {
    depth: limits.maxDepth,
    aliases: limits.maxAliases,
    rootFields: limits.maxRootFields,
    fields: limits.maxFields ?? DEFAULT_LIMITS.maxFields,
    directives: limits.maxDirectives ?? DEFAULT_LIMITS.maxDirectives,
    fragmentSpreads: limits.maxFragmentSpreads ?? DEFAULT_LIMITS.maxFragmentSpreads,
    introspectionDepth: MAX_INTROSPECTION_DEPTH,
    introspectionLists: MAX_INTROSPECTION_LISTS,
  };
  const sizes = measureDocument(document);
  return (Object.keys(most) as (keyof OperationSize)[]).flatMap((what) => {
    const actual = Math.max(0, ...sizes.map((size) => size[what]));
    return actual > most[what] ? [tooComplex(NAMES[what], actual, most[what])] : [];
  });
}

/** QUERY_TOO_COMPLEX for a document that holds more of something than it may. */
export function tooComplex(what: Localised, actual: number, limit: number): DomainError {
  const countable = actual <= Number.MAX_SAFE_INTEGER;
  return new DomainError('QUERY_TOO_COMPLEX', {
    fr: `La requête est trop complexe : au plus ${limit} ${what.fr}, elle en a ${countable ? actual : 'plus qu’on n’en peut compter'}. Divisez-la, ou demandez moins.`,
    en: `The operation is too complex: at most ${limit} ${what.en} allowed, it has ${countable ? actual : 'more than can be counted'}. Split it, or ask for less.`,
  });
}

/** {@link sizeProblems} as a validation rule, for what validates documents by rules alone. */
export function limitDocument(limits: DocumentLimits): ValidationRule {
  return (context) => ({
    Document(document) {
      for (const problem of sizeProblems(document, limits)) {
        const { message, code } = problem;
        context.reportError(new GraphQLError(message, { originalError: problem, extensions: { code } }));
      }
    },
  });
}
