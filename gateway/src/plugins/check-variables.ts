import { badUserInput, DomainError, type FieldProblem, type Localised } from '@doctorpy/service-kit/errors';
import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { Variables } from './operation-cost.js';

/** The deepest input of the contract is a third of this; a list of inputs as long is more than any form sends. */
const MAX_DEPTH = 20;
const MAX_VALUES = 10_000;
/** Wrong values that are named; a client that sends more has made one mistake many times. */
const MAX_PROBLEMS = 20;

/**
 * Refuses variables that are nested too deep or hold too many values. Looks at all that was sent, declared or not, and
 * does not recurse.
 * @throws DomainError QUERY_TOO_COMPLEX
 */
export function limitVariables(variables: Variables): void {
  let values = 0;
  const waiting: { value: unknown; depth: number }[] = [{ value: variables, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth } = next;
    values += 1;
    if (values > MAX_VALUES) throw tooMuch({ fr: `${MAX_VALUES} valeurs`, en: `${MAX_VALUES} values` });
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) throw tooMuch({ fr: `${MAX_DEPTH} niveaux`, en: `${MAX_DEPTH} levels` });
    const inner = Object.values(value);
    if (inner.length > MAX_VALUES) throw tooMuch({ fr: `${MAX_VALUES} valeurs`, en: `${MAX_VALUES} values` });
    for (const child of inner) waiting.push({ value: child, depth: depth + 1 });
  }
}

/** Checks the variables of one operation. @throws DomainError BAD_USER_INPUT with `fields` */
export type CheckVariables = (variables: Variables) => void;

/**
 * Prepares checking variables against the types an operation declares. Every wrong one is named by its path and type; no
 * value is repeated, since one of them may be a password.
 */
export function variablesCheck(schema: GraphQLSchema, operation: OperationDefinitionNode): CheckVariables {
  const declared = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]) as GraphQLInputType | undefined;
    if (!type || !isInputType(type)) return [];
    return [
      { name: variable.name.value, type, isRequired: isNonNullType(type), hasDefault: defaultValue !== undefined },
    ];
  });
  return (variables) => {
    const problems: FieldProblem[] = [];
    const report = (path: readonly (string | number)[], code: string, text: Localised) => {
      if (problems.length < MAX_PROBLEMS) problems.push({ path: path.map(String), code, text });
    };
    for (const { name, type, isRequired, hasDefault } of declared) {
      const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (given === undefined || given === null) {
        if (isRequired && !(given === undefined && hasDefault)) {
          report([name], 'REQUIRED', missing(name, String(type)));
        }
        continue;
      }
      coerceInputValue(given, type, (path, _value, error) => {
        const place = [name, ...path];
        report(place, codeOf(error.message), textOf(place.join('.'), error.message));
      });
    }
    if (problems.length > 0) throw badUserInput(problems);
  };
}

function missing(place: string, type: string): Localised {
  return {
    fr: `« ${place} » est obligatoire (type ${type}).`,
    en: `"${place}" is required (type ${type}).`,
  };
}

function codeOf(message: string): string {
  return /was not provided|not to be null/.test(message) ? 'REQUIRED' : 'INVALID_TYPE';
}

/** Only names of the schema are taken out of the library's message: all else in it may come from the client. */
function textOf(place: string, message: string): Localised {
  const where = place.slice(0, 200);
  const required = /^Field "(\w{1,100})" of required type "([\w![\]]{1,100})" was not provided/.exec(message);
  if (required) return missing(`${where}.${required[1]}`, required[2] ?? '');
  if (/^Field "[^"]*" is not defined by type/.test(message)) {
    return { fr: `« ${where} » contient un champ inconnu.`, en: `"${where}" holds an unknown field.` };
  }
  if (/not to be null/.test(message)) {
    return { fr: `« ${where} » ne peut pas être nul.`, en: `"${where}" must not be null.` };
  }
  return { fr: `« ${where} » n’a pas le type attendu.`, en: `"${where}" does not have the expected type.` };
}

function tooMuch(most: Localised): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', {
    fr: `Les variables sont trop volumineuses : au plus ${most.fr}. Envoyez moins à la fois.`,
    en: `The variables are too large: at most ${most.en} allowed. Send less at a time.`,
  });
}
