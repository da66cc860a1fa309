import { describe, expect, it } from '@jest/globals';
import { readCommand, UsageError } from '../../../src/indexer/command.js';

describe('the command that indexes files', () => {
  it('takes paths, and says of all of them what is asked for', () => {
    expect(readCommand(['cours', 'a.md', '--tags', 'boucle, for', '--tags=for', '--category', 'x', '--prune'])).toEqual(
      {
        name: 'index',
        paths: ['cours', 'a.md'],
        options: { tags: ['boucle', 'for'], category: 'x', language: null, kind: null, prune: true, dryRun: false },
      },
    );
    expect(readCommand(['cours', '--remove', '--dry-run'])).toEqual({ name: 'remove', paths: ['cours'], dryRun: true });
  });

  it.each([[[]], [['help']], [['--help']]])('explains itself: %j', (args) => {
    expect(readCommand(args)).toEqual({ name: 'help' });
  });

  it.each([
    [['--language', 'de', 'x'], /--language is fr or en/],
    [['--kind', 'lesson', 'x'], /--kind is one of tutorial/],
    [['--tags', 'a,,b', 'x'], /--tags must not be empty/],
    [['--category', 'x'.repeat(201), 'x'], /200 characters/],
    [['--remove', '--prune', 'x'], /--remove does not go with --prune/],
    [['--recursive', 'x'], /--recursive/],
    [['--prune'], /needs a path/],
  ])('does not guess what %j means', (args, message) => {
    expect(() => readCommand(args)).toThrow(UsageError);
    expect(() => readCommand(args)).toThrow(message);
  });
});
