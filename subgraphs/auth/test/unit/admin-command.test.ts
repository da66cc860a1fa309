import { describe, expect, it } from '@jest/globals';
import { readCommand } from '../../src/admin/command.js';

const read = (line: string) => readCommand(line.split(' ').filter(Boolean));

describe('the command line of operators', () => {
  it.each([
    ['', { name: 'help' }],
    ['suspend --help', { name: 'help' }],
    ['create a@b.fr --name Ada', { name: 'create', email: 'a@b.fr', displayName: 'Ada', role: 'ADMIN' }],
    ['create a@b.fr --name=Ada --role author', { name: 'create', email: 'a@b.fr', displayName: 'Ada', role: 'AUTHOR' }],
    ['grant a@b.fr admin', { name: 'grant', account: 'a@b.fr', role: 'ADMIN' }],
    ['suspend x --reason spam', { name: 'suspend', account: 'x', reason: 'spam', until: null }],
    [
      'suspend x --reason spam --until 2030-02-28',
      { name: 'suspend', account: 'x', reason: 'spam', until: new Date('2030-02-28T00:00:00Z') },
    ],
    ['reset-second-factor a@b.fr', { name: 'reset-second-factor', account: 'a@b.fr' }],
    ['list', { name: 'list', search: null, role: null }],
    ['list lea --role ADMIN', { name: 'list', search: 'lea', role: 'ADMIN' }],
  ])('understands %j', (line, command) => {
    expect(read(line)).toEqual(command);
  });

  it.each([
    ['toString', 'There is no command "toString".'],
    ['create', 'create needs an e-mail address.'],
    ['create a@b.fr', 'create needs --name'],
    ['create a@b.fr --name Ada --password x', 'A password is never an argument'],
    ['create a@b.fr --name Ada --password=x', 'A password is never an argument'],
    ['grant', 'grant needs the e-mail address or id of an account, and a role.'],
    ['revoke a@b.fr', 'revoke needs a role: LEARNER, AUTHOR, ADMIN.'],
    ['suspend a@b.fr --reason spam --until 31/12/2030', '"31/12/2030" is not a date'],
    ['suspend a@b.fr --reason spam --until 2030-13-01', '"2030-13-01" is not a date'],
    ['create x@doctorpy.test --name Xavier --password p', 'A password is never an argument'],
    ['grant x@doctorpy.test KING', '"KING" is not a role: LEARNER, AUTHOR, ADMIN.'],
    ['suspend x@doctorpy.test', 'suspend needs --reason'],
    ['suspend x@doctorpy.test --reason r --until demain', '"demain" is not a date'],
    ['reinstate x@doctorpy.test y', 'reinstate does not take "y"'],
    ['list --reason r', 'list does not take --reason'],
    ['dance', 'There is no command "dance"'],
    ['list --verbose', "Unknown option '--verbose'"],
  ])('says what is wrong with %j', (line, sentence) => {
    expect(() => read(line)).toThrow(sentence);
  });
});
