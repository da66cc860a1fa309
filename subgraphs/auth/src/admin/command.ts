import { parseArgs } from 'node:util';
import { type Role, roles } from '@doctorpy/service-kit/caller';

/** What an operator asks for. `account` is an e-mail address or an id. */
export type Command =
  | { name: 'help' }
  | { name: 'create'; email: string; displayName: string; role: Role }
  | { name: 'grant' | 'revoke'; account: string; role: Role }
  | { name: 'suspend'; account: string; reason: string; until: Date | null }
  | { name: 'reinstate' | 'reset-second-factor'; account: string }
  | { name: 'list'; search: string | null; role: Role | null };

/** What was typed is not a command; the message says what is missing or wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments of the command line.
 * @throws UsageError
 */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...operands] = positionals;
  if (name === undefined || name === 'help' || values.help) return { name: 'help' };
  const rule = Object.hasOwn(grammar, name) ? grammar[name] : undefined;
  if (!rule) throw new UsageError(`There is no command "${name}".`);
  const surplus = Object.keys(values).filter((option) => !rule.options.includes(option));
  if (surplus.length > 0) throw new UsageError(`${name} does not take --${surplus.join(', --')}.`);
  if (operands.length > rule.operands) throw new UsageError(`${name} does not take "${operands[rule.operands]}".`);
  return rule.read({ operands, values });
}

interface Typed {
  operands: string[];
  values: { name?: string; role?: string; reason?: string; until?: string };
}

interface Rule {
  operands: number;
  options: readonly string[];
  read(typed: Typed): Command;
}

const ACCOUNT = 'the e-mail address or id of an account';

const grammar: Readonly<Record<string, Rule>> = {
  create: {
    operands: 1,
    options: ['name', 'role'],
    read: ({ operands: [email], values }) => ({
      name: 'create',
      email: needed(email, 'create needs an e-mail address.'),
      displayName: needed(values.name, 'create needs --name, the display name that everybody sees.'),
      role: values.role === undefined ? 'ADMIN' : readRole(values.role),
    }),
  },
  grant: roleChange('grant'),
  revoke: roleChange('revoke'),
  suspend: {
    operands: 1,
    options: ['reason', 'until'],
    read: ({ operands: [account], values }) => ({
      name: 'suspend',
      account: needed(account, `suspend needs ${ACCOUNT}.`),
      reason: needed(values.reason, 'suspend needs --reason; only administrators will read it.'),
      until: values.until === undefined ? null : readDate(values.until),
    }),
  },
  reinstate: {
    operands: 1,
    options: [],
    read: ({ operands: [account] }) => ({
      name: 'reinstate',
      account: needed(account, `reinstate needs ${ACCOUNT}.`),
    }),
  },
  'reset-second-factor': {
    operands: 1,
    options: [],
    read: ({ operands: [account] }) => ({
      name: 'reset-second-factor',
      account: needed(account, `reset-second-factor needs ${ACCOUNT}.`),
    }),
  },
  list: {
    operands: 1,
    options: ['role'],
    read: ({ operands: [search], values }) => ({
      name: 'list',
      search: search ?? null,
      role: values.role === undefined ? null : readRole(values.role),
    }),
  },
};

function roleChange(name: 'grant' | 'revoke'): Rule {
  return {
    operands: 2,
    options: [],
    read: ({ operands: [account, role] }) => ({
      name,
      account: needed(account, `${name} needs ${ACCOUNT}, and a role.`),
      role: readRole(needed(role, `${name} needs a role: ${roles.join(', ')}.`)),
    }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { name: text, role: text, reason: text, until: text, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    if (args.some((argument) => argument.startsWith('--password'))) {
      throw new UsageError(
        'A password is never an argument, which others on this machine could read: it is asked for.',
      );
    }
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function needed(value: string | undefined, sentence: string): string {
  if (value === undefined || value === '') throw new UsageError(sentence);
  return value;
}

function readRole(text: string): Role {
  const role = roles.find((known) => known === text.toUpperCase());
  if (!role) throw new UsageError(`"${text}" is not a role: ${roles.join(', ')}.`);
  return role;
}

function readDate(text: string): Date {
  // Date takes much that nobody means; ISO 8601 says one thing everywhere.
  const date = /^\d{4}-\d\d-\d\d(T.+(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw new UsageError(`"${text}" is not a date: write 2026-12-31 or 2026-12-31T18:00:00Z.`);
}
