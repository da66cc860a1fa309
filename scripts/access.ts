import { type AccessRule, readAccessRules, roleProblem } from '@doctorpy/service-kit/access';
import type { Role } from '@doctorpy/service-kit/caller';
import { buildSchema } from 'graphql';

/** Who may be asking: somebody without an account, or with this role as their highest. */
export const askers = ['anonymous', 'LEARNER', 'AUTHOR', 'ADMIN'] as const;
/** Who may be asking. */
export type Asker = (typeof askers)[number];

/** A line of the table: what each asker gets of a field. */
export interface FieldAccess {
  rule: AccessRule;
  /** `yes`, `own` (of one's own objects; FORBIDDEN of others'), or the code of the error. */
  answers: Readonly<Record<Asker, string>>;
}

/**
 * The tables of docs/reference/access.md: every root field, and every other field that is not PUBLIC.
 * @throws Error naming every field without an access rule
 */
export function accessTables(supergraphSdl: string): string {
  const schema = buildSchema(supergraphSdl, { assumeValid: true });
  const rules = [...readAccessRules(schema)].sort(([a], [b]) => (a < b ? -1 : 1));
  const isRoot = (coordinate: string) => /^(Query|Mutation|Subscription)\./.test(coordinate);
  const roots = rules.filter(([coordinate]) => isRoot(coordinate));
  const guarded = rules.filter(([coordinate, rule]) => !isRoot(coordinate) && rule !== 'PUBLIC');
  return `### Operations\n\n${table(roots)}\n\n### Fields\n\n${table(guarded)}\n`;
}

/** The page with the tables between its markers replaced. @throws Error when it has no markers */
export function withAccessTables(page: string, supergraphSdl: string): string {
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]];
  if (before === undefined || after === undefined || before === page) throw new Error('The page has no markers.');
  return `${before}${BEGIN}\n\n${accessTables(supergraphSdl)}\n${END}${after}`;
}

/** Reads the tables of the page: schema coordinate → who gets what. */
export function readAccessTables(page: string): Map<string, FieldAccess> {
  const lines = [...page.matchAll(/^\| `(\w+\.\w+)` +\| (\w+) +\| (\w+) +\| (\w+) +\| (\w+) +\| (\w+) +\|$/gm)];
  return new Map(
    lines.map(([, coordinate = '', rule = '', anonymous = '', LEARNER = '', AUTHOR = '', ADMIN = '']) => [
      coordinate,
      { rule: rule as AccessRule, answers: { anonymous, LEARNER, AUTHOR, ADMIN } },
    ]),
  );
}

const BEGIN = '<!-- npm run access:table writes from here -->';
const END = '<!-- to here -->';

function table(rules: readonly [string, AccessRule][]): string {
  const rows = [
    ['Field', 'Rule', ...askers],
    ...rules.map(([coordinate, rule]) => [`\`${coordinate}\``, rule, ...askers.map((asker) => answer(rule, asker))]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function answer(rule: AccessRule, asker: Asker): string {
  const roles: Role[] = asker === 'anonymous' ? [] : [asker];
  const problem = roleProblem(rule, { userId: asker === 'anonymous' ? null : 'somebody', roles });
  if (problem) return problem.code;
  return rule === 'SELF' && asker !== 'ADMIN' ? 'own' : 'yes';
}
