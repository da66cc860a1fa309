import { anonymous } from '@doctorpy/service-kit/caller';
import { DomainError } from '@doctorpy/service-kit/errors';
import { v7 as uuid } from 'uuid';
import type { Account, RequestOrigin } from '../services/account/account.js';
import type { Administration } from '../services/create-administration.js';
import { suspensionAt } from '../services/suspension/in-force.js';
import type { Command } from './command.js';
import type { ChosenPassword } from './terminal.js';
import { usage } from './usage.js';

/** Something an operator asked for cannot be done; the message says why, and what can. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/**
 * Does what was asked.
 * @returns what to tell the operator
 * @throws Refusal
 */
export async function runCommand(
  command: Command,
  administration: Administration,
  choosePassword: () => Promise<ChosenPassword>,
): Promise<string> {
  // Nobody with an account; one id for all that a command does.
  const operator: RequestOrigin = { caller: anonymous, requestId: `admin-${uuid()}`, traceparent: null, source: 'CLI' };
  const { directory, operatorAccounts, roles, suspensions, secondFactorResets, now } = administration;
  try {
    switch (command.name) {
      case 'help':
        return usage;
      case 'create': {
        if (await directory.byEmail(command.email)) {
          throw new Refusal(
            `An account with the address ${command.email} exists already. To give it a role: grant ${command.email} ${command.role}`,
          );
        }
        const { password, made } = await choosePassword();
        const account = await (await operatorAccounts()).create({ ...command, password }, operator);
        const shown = made ? [`Its password, shown this once: ${password}`] : [];
        return [`Made the account ${describe(account)}.`, ...shown].join('\n');
      }
      case 'grant': {
        const { id, roles: before } = await find(command.account);
        const account = await roles.grant(id, command.role, operator);
        return before.includes(command.role)
          ? `Nothing to do: ${describe(account)} holds this role already.`
          : `Granted: ${describe(account)}.`;
      }
      case 'revoke': {
        const { id, roles: before } = await find(command.account);
        const account = await roles.revoke(id, command.role, operator);
        return before.includes(command.role)
          ? `Revoked: ${describe(account)}.`
          : `Nothing to do: ${describe(account)} does not hold this role.`;
      }
      case 'suspend': {
        const { id } = await find(command.account);
        const { reason, until } = command;
        const account = await suspensions.suspend({ userId: id, reason, until }, operator);
        return `Suspended ${until ? `until ${until.toISOString()}` : 'until reinstated'}, all sessions ended: ${describe(account)}.`;
      }
      case 'reinstate': {
        const { id, suspension } = await find(command.account);
        const account = await suspensions.reinstate(id, operator);
        return suspension
          ? `Reinstated: ${describe(account)}.`
          : `Nothing to do: ${describe(account)} is not suspended.`;
      }
      case 'reset-second-factor': {
        const { id, secondFactorAt } = await find(command.account);
        const account = await secondFactorResets.reset(id, operator);
        return secondFactorAt
          ? `Removed the second factor and ended all sessions: ${describe(account)}.`
          : `Nothing to do: ${describe(account)} has no second factor.`;
      }
      case 'list':
        return list(command);
    }
  } catch (error) {
    if (error instanceof DomainError) throw new Refusal(sentences(error), { cause: error });
    throw error;
  }

  async function find(account: string): Promise<Account> {
    const found = await (account.includes('@') ? directory.byEmail(account) : directory.byId(account));
    if (found) return found;
    throw new Refusal(`There is no account ${account}. To see which there are: list`);
  }

  async function list({ search, role }: Extract<Command, { name: 'list' }>): Promise<string> {
    const { edges, totalCount } = await directory.page({ first: 100, search, role });
    const lines = edges.map(({ node }) => row(node, now()));
    if (totalCount > edges.length) lines.push(`… and ${totalCount - edges.length} more: give the beginning of a name.`);
    if (lines.length === 0) lines.push('No such account.');
    const { totalCount: administrators } = await directory.page({ first: 1, role: 'ADMIN' });
    if (administrators === 0) {
      lines.push(
        '',
        'There is no administrator yet. Make one:   create <e-mail> --name <display name>',
        'or let somebody who has registered be it:   grant <e-mail> ADMIN',
      );
    }
    return lines.join('\n');
  }
}

function describe({ email, displayName, roles, id }: Account): string {
  return `${email} (${displayName}, ${roles.join(' ')}, id ${id})`;
}

function row(account: Account, at: Date): string {
  const suspension = suspensionAt(account, at);
  const end = suspension?.until ? ` until ${suspension.until.toISOString()}` : '';
  const state = suspension ? `  suspended${end}: ${suspension.reason}` : '';
  const { id, email, displayName, roles } = account;
  return `${id}  ${email}  ${displayName}  ${roles.join(' ')}${state}`;
}

function sentences({ text, fields }: DomainError): string {
  return fields ? fields.map((field) => field.text.en).join('\n') : text.en;
}
