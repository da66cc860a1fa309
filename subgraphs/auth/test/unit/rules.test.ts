import { describe, expect, it } from '@jest/globals';
import { displayNameSchema } from '../../src/services/account/display-name.js';
import { emailSchema } from '../../src/services/account/email.js';

function problemOf(
  schema: { safeParse(value: unknown): { error?: { issues: { message: string }[] } } },
  value: string,
) {
  return (
    schema
      .safeParse(value)
      .error?.issues.map(({ message }) => message)
      .join() ?? null
  );
}

describe('a display name', () => {
  it.each([
    ['Léa', 'Léa'],
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    ['Jean-Éric 75', 'Jean-Éric 75'],
    ['小明', '小明'],
    ['J. Paul', 'J. Paul'],
    ['Ｐython', 'Python'],
    ['Zoé 🐍', 'Zoé 🐍'],
    ['Светлана', 'Светлана'],
    ['Python 先生', 'Python 先生'],
  ])('may be %j', (name, stored) => {
    expect(displayNameSchema.parse(name)).toBe(stored);
  });

  it.each(['', ' ', 'x', '  x  ', 'x'.repeat(31)])('has 2 to 30 characters, unlike %j', (name) => {
    expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_LENGTH');
  });

  it.each(['Lea\u0000', 'Lea\u202Egpj', 'L\u200Bea', 'Lea\nTom', '🐍🐍', 'Z\u0301\u0302\u0303\u0304a', '---'])(
    'hides nothing, unlike %j',
    (name) => {
      expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_CHARACTERS');
    },
  );

  it.each(['\u0410dmin', 'Adm\u0456n', 'p\u0443thon', '\u039Fmar', 'Светлана L'])(
    'borrows no letter that looks like another, unlike %j',
    (name) => {
      expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_MIXED_SCRIPTS');
    },
  );

  it.each([
    'lea@example.org',
    'lea＠example.org',
    'lea(at)example',
    'https://lea',
    'www.lea',
    'lea.fr',
    'mon-blog.com/lea',
    '06 12 34 56 78',
    '+33612345678',
    'Léa 06.12.34.56',
  ])('leads to nobody, unlike %j', (name) => {
    expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_PRIVATE');
  });

  it.each(['insta: lea.dupont', 'Snap lea_13', '@lea', 'Léa @lea', 'discord > lea'])(
    'refuses what leads to an account elsewhere: %s',
    (name) => {
      expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_PRIVATE');
    },
  );

  it.each(['DoctorPy', 'Équipe Doctor Py', 'Modératrice', 'L’équipe', 'Python anonyme 4F2A9C', 'Ｓｕｐｐｏｒｔ'])(
    'refuses what passes for the platform, its team or an anonymous player: %s',
    (name) => {
      expect(problemOf(displayNameSchema, name)).toBe('DISPLAY_NAME_RESERVED');
    },
  );

  it.each(['Staffan', 'Supporter du Stade', 'Snapdragon', 'Équipière', 'Pythonette', 'Tourne-disque'])(
    'takes names that only look like it: %s',
    (name) => {
      expect(displayNameSchema.parse(name)).toBe(name);
    },
  );
});

describe('an e-mail address', () => {
  it('is stored in one form', () => {
    expect(emailSchema.parse(' ＬEA@Example.ORG ')).toBe('lea@example.org');
  });

  it.each([
    '',
    'lea',
    'lea@',
    '@example.org',
    'lea@example',
    'a b@example.org',
    '{"$gt": ""}',
    `${'x'.repeat(250)}@a.fr`,
    'l\u0435a@example.org',
    'lea@ex\u0430mple.org',
    'lea\u200B@example.org',
    '\u202Elea@example.org',
  ])('is not %j', (email) => {
    expect(problemOf(emailSchema, email)).toBe('INVALID_EMAIL');
  });
});
