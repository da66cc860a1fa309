import type { Localised } from '../contract.js';

/** Says that a construct is asked for and missing, or not allowed and used. */
export function wordBrokenRule(rule: 'requires' | 'forbids', construct: string, line: number | null): Localised {
  const what = nameConstruct(construct);
  if (rule === 'requires') {
    return {
      fr: `L’exercice demande ${what.fr}, et votre programme n’en contient pas.`,
      en: `The exercise asks for ${what.en}, and your program has none.`,
    };
  }
  return {
    fr: `Ligne ${line ?? 1} : l’exercice se résout sans ${what.without}.`,
    en: `Line ${line ?? 1}: the exercise is to be solved without ${what.en}.`,
  };
}

interface Named extends Localised {
  /** In French, what follows « sans ». */
  without: string;
}

function nameConstruct(construct: string): Named {
  const [kind = '', name = ''] = construct.split(/:(.*)/s);
  const shown = `\`${name}\``;
  switch (kind) {
    case 'def':
      if (name) return named(`de définir \`${name}\``, `définir ${shown}`, `a definition of ${shown}`);
      break;
    case 'call':
      return named(`d’appeler ${shown}`, shown, `a call of ${shown}`);
    case 'method':
      return named(`d’utiliser \`.${name}\``, `\`.${name}\``, `\`.${name}\``);
    case 'name':
      return named(`d’utiliser ${shown}`, shown, `${shown}`);
    case 'operator':
      return named(`d’utiliser l’opérateur ${shown}`, `l’opérateur ${shown}`, `the operator ${shown}`);
    case 'import':
      if (name) return named(`d’importer ${shown}`, `importer ${shown}`, `importing ${shown}`);
      break;
  }
  const known = NAMES[kind];
  return known ? named(...known) : named(`\`${kind}\``, `\`${kind}\``, `\`${kind}\``);
}

function named(fr: string, without: string, en: string): Named {
  return { fr, without, en };
}

/** What follows « demande », what follows « sans », English. */
const NAMES: Record<string, [string, string, string] | undefined> = {
  for: ['une boucle `for`', 'boucle `for`', 'a `for` loop'],
  while: ['une boucle `while`', 'boucle `while`', 'a `while` loop'],
  loop: ['une boucle', 'boucle', 'a loop'],
  comprehension: [
    'une compréhension (comme `[x for x in ...]`)',
    'compréhension',
    'a comprehension (such as `[x for x in ...]`)',
  ],
  if: ['une condition `if`', 'condition `if`', 'an `if`'],
  elif: ['un `elif`', '`elif`', 'an `elif`'],
  else: ['un `else`', '`else`', 'an `else`'],
  ternary: [
    'une expression `a if condition else b`',
    'expression `a if condition else b`',
    'an expression `a if condition else b`',
  ],
  match: ['un `match`', '`match`', 'a `match`'],
  def: ['une fonction (`def`)', 'définir de fonction', 'a function (`def`)'],
  lambda: ['une fonction `lambda`', '`lambda`', 'a `lambda`'],
  class: ['une classe (`class`)', 'définir de classe', 'a class (`class`)'],
  return: ['un `return`', '`return`', 'a `return`'],
  yield: ['un `yield`', '`yield`', 'a `yield`'],
  try: ['un `try`', '`try`', 'a `try`'],
  raise: ['un `raise`', '`raise`', 'a `raise`'],
  with: ['un `with`', '`with`', 'a `with`'],
  assert: ['un `assert`', '`assert`', 'an `assert`'],
  import: ['une importation', '`import`', 'an import'],
  break: ['un `break`', '`break`', 'a `break`'],
  continue: ['un `continue`', '`continue`', 'a `continue`'],
  decorator: ['un décorateur', 'décorateur', 'a decorator'],
  recursion: ['une fonction qui s’appelle elle-même', 'récursion', 'a function that calls itself'],
  fString: ['une f-string', 'f-string', 'an f-string'],
  slice: ['une tranche (comme `texte[1:3]`)', 'tranche (comme `texte[1:3]`)', 'a slice (such as `text[1:3]`)'],
  subscript: ['une lecture entre crochets', 'crochets de lecture', 'square brackets that read an item'],
  list: ['une liste écrite entre crochets', 'liste écrite entre crochets', 'a list in square brackets'],
  dict: ['un dictionnaire écrit entre accolades', 'dictionnaire écrit entre accolades', 'a dictionary in braces'],
  set: ['un ensemble écrit entre accolades', 'ensemble écrit entre accolades', 'a set in braces'],
  tuple: ['un tuple', 'tuple', 'a tuple'],
  augmentedAssignment: [
    'une affectation abrégée (comme `+=`)',
    'affectation abrégée (comme `+=`)',
    'an augmented assignment (such as `+=`)',
  ],
  walrus: ['l’opérateur `:=`', 'l’opérateur `:=`', 'the operator `:=`'],
};
