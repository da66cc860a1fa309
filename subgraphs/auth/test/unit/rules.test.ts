import { describe, expect, it } from '@jest/globals';
import { displayNameSchema } from '../../src/services/account/display-name.js';
import { emailSchema } from '../../src/services/account/email.js';
import { newPasswordSchema } from '../../src/services/account/passwords.js';

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
  ])('is not %j', (email) => {
    expect(problemOf(emailSchema, email)).toBe('INVALID_EMAIL');
  });
});

describe('a password', () => {
  const schema = newPasswordSchema({ email: 'lea.martin@example.org', displayName: 'Ada' });

  it.each(['quatre mots au hasard', 'xK9#pQ2v', '🐍'.repeat(8), 'x y '.repeat(64)])('may be %j', (password) => {
    expect(problemOf(schema, password)).toBeNull();
  });

  it.each(['', 'short', '🐍'.repeat(7), 'x'.repeat(257)])('has 8 to 256 characters, unlike %j', (password) => {
    expect(problemOf(schema, password)).toBe('PASSWORD_LENGTH');
  });

  it.each(['12345678', 'Password1', 'motdepasse', 'AZERTYUIOP', 'ｐassword'])(
    'is not common, unlike %j',
    (password) => {
      expect(problemOf(schema, password)).toBe('PASSWORD_COMMON');
    },
  );

  it.each(['lea.martin', 'xx LEA.MARTIN xx', 'my name is ada'])('is not made of its owner, unlike %j', (password) => {
    expect(problemOf(schema, password)).toBe('PASSWORD_PERSONAL');
  });

  it('may contain a single letter that happens to be an address', () => {
    expect(problemOf(newPasswordSchema({ email: 'a@example.org', displayName: 'Zo' }), 'zoom la banane')).toBeNull();
  });
});
