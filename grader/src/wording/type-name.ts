import type { Localised } from '../contract.js';

/** A Python type as a beginner knows it, with its article; one that is not built in is named as it is. */
export function typeName(type: string): Localised {
  return TYPES[type] ?? { fr: `un objet \`${type}\``, en: `a \`${type}\` object` };
}

const TYPES: Record<string, Localised | undefined> = {
  str: { fr: 'un texte', en: 'a text' },
  int: { fr: 'un nombre entier', en: 'a whole number' },
  float: { fr: 'un nombre à virgule', en: 'a decimal number' },
  complex: { fr: 'un nombre complexe', en: 'a complex number' },
  bool: { fr: 'un booléen', en: 'a boolean' },
  none: { fr: '`None`', en: '`None`' },
  NoneType: { fr: '`None`', en: '`None`' },
  list: { fr: 'une liste', en: 'a list' },
  tuple: { fr: 'un tuple', en: 'a tuple' },
  dict: { fr: 'un dictionnaire', en: 'a dictionary' },
  set: { fr: 'un ensemble', en: 'a set' },
  frozenset: { fr: 'un ensemble figé', en: 'a frozen set' },
  bytes: { fr: 'une suite d’octets', en: 'a sequence of bytes' },
  range: { fr: 'un `range`', en: 'a `range`' },
  function: { fr: 'une fonction', en: 'a function' },
  builtin_function_or_method: { fr: 'une fonction', en: 'a function' },
  method: { fr: 'une méthode', en: 'a method' },
  type: { fr: 'un type', en: 'a type' },
  module: { fr: 'un module', en: 'a module' },
  generator: { fr: 'un générateur', en: 'a generator' },
};
