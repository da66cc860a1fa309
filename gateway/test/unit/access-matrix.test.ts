import { readFile } from 'node:fs/promises';
import { anonymous, type Role } from '@doctorpy/service-kit/caller';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { type Asker, askers, readAccessTables } from '../../../scripts/access.js';
import { accessProblem, rulesOf } from '../../src/plugins/operation-access.js';
import { readSupergraph } from '../../src/supergraph.js';
import { literal } from '../literal.js';

const root = new URL('../../../', import.meta.url);
const { accessRules } = readSupergraph(await readFile(new URL('schema/supergraph.graphql', root), 'utf8'));
const api = buildSchema(await readFile(new URL('schema/api.graphql', root), 'utf8'));
const listed = readAccessTables(await readFile(new URL('docs/reference/access.md', root), 'utf8'));

/** A way to a field: the document that selects it and every schema coordinate it goes through. */
interface Path {
  coordinates: string[];
  open: string;
  close: string;
}

/** The shortest way to every type that can be reached, and so to each of its fields. */
const paths = walk();
const fieldCases = [...paths].flatMap(([typeName, path]) => {
  const type = api.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).map((field) => ({ coordinate: `${typeName}.${field.name}`, field, path }));
});

describe('the gateway', () => {
  it('knows a way to every field of the API', () => {
    const reached = new Set(fieldCases.map(({ coordinate }) => coordinate));
    const all = Object.values(api.getTypeMap()).flatMap((type) =>
      (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
        ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
        : [],
    );
    expect(all.filter((coordinate) => !reached.has(coordinate))).toEqual([]);
  });

  it.each(fieldCases)(
    'answers each role about $coordinate as docs/reference/access.md says',
    ({ coordinate, field, path }) => {
      const document = parse(`${path.open} ${selectionOf(field)} ${path.close}`);
      expect(validate(api, document)).toEqual([]);
      const found = Object.fromEntries(askers.map((asker) => [asker, codeFor(document, asker)]));
      const expected = askers.map((asker) => [asker, strictest([...path.coordinates, coordinate], asker)]);
      expect(found).toEqual(Object.fromEntries(expected));
    },
  );
});

function walk(): Map<string, Path> {
  const found = new Map<string, Path>();
  const queue: [string, Path][] = (['query', 'mutation', 'subscription'] as const).map((operation) => [
    `${operation[0]?.toUpperCase()}${operation.slice(1)}`,
    { coordinates: [], open: `${operation} {`, close: '}' },
  ]);
  for (const [typeName, path] of queue) {
    const type = api.getType(typeName);
    if (found.has(typeName)) continue;
    found.set(typeName, path);
    if (isAbstractType(type)) {
      for (const { name } of api.getPossibleTypes(type)) {
        queue.push([name, { ...path, open: `${path.open} ... on ${name} {`, close: `} ${path.close}` }]);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const next = getNamedType(field.type);
      if (!isComposite(next)) continue;
      const coordinates = [...path.coordinates, `${typeName}.${field.name}`];
      queue.push([next.name, { coordinates, open: `${path.open} ${callOf(field)} {`, close: `} ${path.close}` }]);
    }
  }
  return found;
}

function isComposite(type: GraphQLNamedType): boolean {
  return isObjectType(type) || isAbstractType(type);
}

/** The field with the arguments it cannot do without. */
function callOf(field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter(isRequiredArgument).map(({ name, type }) => `${name}: ${literal(type)}`);
  return required.length === 0 ? field.name : `${field.name}(${required.join(', ')})`;
}

function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return isComposite(getNamedType(field.type)) ? `${callOf(field)} { __typename }` : callOf(field);
}

function codeFor(document: ReturnType<typeof parse>, asker: Asker): string | null {
  const roles: Role[] = asker === 'anonymous' ? [] : [asker];
  const caller = { ...anonymous, userId: asker === 'anonymous' ? null : 'somebody', roles };
  const nothing = {
    tokenProblem: null,
    outage: null,
    authVersion: null,
    tokenExpiresAt: null,
    clientLeft: null,
    browserSession: null,
    requestId: 'r',
    traceparent: null,
  };
  const context = { ...nothing, caller, log: silentLogger() };
  const operation = getOperationAST(document)?.operation ?? OperationTypeNode.QUERY;
  return accessProblem(rulesOf(document, api, accessRules), operation, context)?.code ?? null;
}

/** What the page says of all fields together; a field it does not list is for everyone, and SELF is not decided here. */
function strictest(coordinates: readonly string[], asker: Asker): string | null {
  const codes = coordinates
    .flatMap((coordinate) => listed.get(coordinate) ?? [])
    .filter(({ rule }) => rule !== 'SELF')
    .map(({ answers }) => answers[asker])
    .filter((answer) => answer !== 'yes');
  return codes[0] ?? null;
}
