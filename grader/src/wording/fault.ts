import type { Localised } from '../contract.js';
import type { PyFault } from '../ladder/observe.js';
import { namesIn, nearName } from './near-name.js';
import { BUILTIN_NAMES, FOREIGN_METHODS, METHODS } from './python-names.js';
import { typeName } from './type-name.js';

/**
 * Explains an exception to a beginner: what Python met, and what to look at. Quotes Python's message, which is the program's
 * own, and names from the submission or of Python itself.
 */
export function explainFault(fault: PyFault, submission: string): Localised {
  for (const { type, explain } of RULES) {
    if (!fault.types.includes(type)) continue;
    const told = explain({ ...fault, submission });
    if (told) return told;
  }
  return generalFault(fault);
}

/** What can be said by the class alone: for hidden tests, whose inputs a message could carry. */
export function generalFault({ types }: PyFault): Localised {
  for (const type of types) {
    const known = GENERAL[type];
    if (known) return known;
  }
  return {
    fr: 'une exception que rien ne rattrape arrête le programme.',
    en: 'an exception that nothing catches stops the program.',
  };
}

/** `ZeroDivisionError ligne 3`. A class that the submission defines is named only where `own` names may be shown. */
export function nameFault({ types, line, own }: PyFault, ownNames = true): Localised {
  const name = own && !ownNames ? (types.find((type) => GENERAL[type]) ?? 'Exception') : (types[0] ?? 'Exception');
  if (line === null) return { fr: `\`${name}\``, en: `\`${name}\`` };
  return { fr: `\`${name}\` ligne ${line}`, en: `\`${name}\` on line ${line}` };
}

interface Seen extends PyFault {
  submission: string;
}

/** Says nothing (null) when the message is not one it knows. */
interface Rule {
  type: string;
  explain(seen: Seen): Localised | null;
}

/** A rule for messages that match `pattern`; `say` gets its groups. */
function when(
  type: string,
  pattern: RegExp,
  say: (groups: readonly string[], submission: string) => Localised | null,
): Rule {
  return {
    type,
    explain({ message, submission }) {
      const found = pattern.exec(message);
      return (
        found &&
        say(
          found.slice(1).map((group) => group ?? ''),
          submission,
        )
      );
    },
  };
}

const RULES: readonly Rule[] = [
  when('UnboundLocalError', /^cannot access local variable '([^']+)'/, ([name]) => ({
    fr: `\`${name}\` est une variable de la fonction, parce qu’une ligne de la fonction lui donne une valeur ; ici elle est lue avant d’en avoir reçu une. Donnez-lui d’abord une valeur dans la fonction, ou recevez-la en paramètre.`,
    en: `\`${name}\` belongs to the function, because a line of the function gives it a value; here it is read before it has one. Give it a value first inside the function, or take it as a parameter.`,
  })),
  when('NameError', /^name '([^']+)' is not defined/, ([name = ''], submission) => {
    const written = namesIn(submission);
    written.delete(name);
    const near = nearName(name, [...written, ...BUILTIN_NAMES]);
    if (near) {
      return {
        fr: `le nom \`${name}\` n’existe pas. Vouliez-vous écrire \`${near}\` ?`,
        en: `the name \`${name}\` does not exist. Did you mean \`${near}\`?`,
      };
    }
    return {
      fr: `le nom \`${name}\` n’existe pas à cet endroit. Créez-le plus haut, vérifiez son orthographe ; si c’est un texte, mettez-le entre guillemets.`,
      en: `the name \`${name}\` does not exist here. Create it above, check its spelling; if it is a text, put it in quotes.`,
    };
  }),
  when('TypeError', /^can only concatenate str \(not "(\w+)"\) to str/, ([type = '']) => ({
    fr: `\`+\` ne peut pas coller ${typeName(type).fr} à un texte. Convertissez avec \`str(...)\`, ou utilisez une f-string : \`f"... {valeur}"\`.`,
    en: `\`+\` cannot join ${typeName(type).en} to a text. Convert it with \`str(...)\`, or use an f-string: \`f"... {value}"\`.`,
  })),
  when(
    'TypeError',
    /^unsupported operand type\(s\) for (\S+)[^:]*: '(\w+)' and '(\w+)'/,
    ([sign, one = '', two = '']) => {
      const none = one === 'NoneType' || two === 'NoneType';
      const text = one === 'str' || two === 'str';
      const because = none
        ? {
            fr: ' `None` vient souvent d’une fonction sans `return`, ou de `print` dont on a gardé le résultat.',
            en: ' `None` often comes from a function without `return`, or from keeping the result of `print`.',
          }
        : text
          ? {
              fr: ' Un nombre lu avec `input()` est un texte : convertissez-le avec `int(...)` ou `float(...)`.',
              en: ' A number read with `input()` is a text: convert it with `int(...)` or `float(...)`.',
            }
          : { fr: '', en: '' };
      return {
        fr: `\`${sign}\` ne s’applique pas entre ${typeName(one).fr} et ${typeName(two).fr}.${because.fr}`,
        en: `\`${sign}\` does not work between ${typeName(one).en} and ${typeName(two).en}.${because.en}`,
      };
    },
  ),
  when(
    'TypeError',
    /^'(\S+)' not supported between instances of '(\w+)' and '(\w+)'/,
    ([sign, one = '', two = '']) => ({
      fr: `\`${sign}\` ne compare pas ${typeName(one).fr} et ${typeName(two).fr}. Convertissez l’un des deux, par exemple avec \`int(...)\`.`,
      en: `\`${sign}\` does not compare ${typeName(one).en} and ${typeName(two).en}. Convert one of them, for instance with \`int(...)\`.`,
    }),
  ),
  when('TypeError', /^'(\w+)' object is not callable/, ([type = '']) => ({
    fr: `les parenthèses appellent une fonction, or ici se trouve ${typeName(type).fr}. Une variable porte peut-être le nom d’une fonction (\`list\`, \`max\`…), ou il manque un opérateur avant la parenthèse.`,
    en: `parentheses call a function, but here stands ${typeName(type).en}. A variable may have taken a function’s name (\`list\`, \`max\`…), or an operator is missing before the parenthesis.`,
  })),
  when('TypeError', /^'(\w+)' object is not subscriptable/, ([type = '']) => ({
    fr: `les crochets lisent un élément, or ${typeName(type).fr} n’en a pas. Pour appeler une fonction, utilisez des parenthèses.`,
    en: `square brackets read an item, but ${typeName(type).en} has none. To call a function, use parentheses.`,
  })),
  when('TypeError', /^'(\w+)' object is not iterable/, ([type = '']) => ({
    fr: `on ne peut pas parcourir ${typeName(type).fr}. Pour répéter un nombre de fois, utilisez \`range(...)\`.`,
    en: `one cannot loop over ${typeName(type).en}. To repeat a number of times, use \`range(...)\`.`,
  })),
  when('TypeError', /^'(\w+)' object does not support item assignment/, ([type = '']) => ({
    fr: `${typeName(type).fr} ne se modifie pas élément par élément. Construisez-en un nouveau, ou utilisez une liste.`,
    en: `the items of ${typeName(type).en} cannot be replaced. Build a new one, or use a list.`,
  })),
  when('TypeError', /^object of type '(\w+)' has no len\(\)/, ([type = '']) => ({
    fr: `\`len\` compte les éléments d’une liste ou les lettres d’un texte ; ${typeName(type).fr} n’a pas de longueur.`,
    en: `\`len\` counts the items of a list or the letters of a text; ${typeName(type).en} has no length.`,
  })),
  when('TypeError', /^'(\w+)' object cannot be interpreted as an integer/, ([type = '']) => ({
    fr: `il faut ici un nombre entier, or c’est ${typeName(type).fr}. Convertissez avec \`int(...)\`.`,
    en: `a whole number is needed here, but this is ${typeName(type).en}. Convert it with \`int(...)\`.`,
  })),
  when('TypeError', /^(list|tuple|string) indices must be integers/, ([kind]) => ({
    fr: `entre les crochets d’${kind === 'string' ? 'un texte' : kind === 'list' ? 'une liste' : 'un tuple'}, il faut une position : un nombre entier. \`for x in liste\` donne déjà les éléments, pas leurs positions.`,
    en: `between the square brackets of a ${kind === 'string' ? 'text' : kind} belongs a position: a whole number. \`for x in items\` already gives the items, not their positions.`,
  })),
  when('TypeError', /^(\S+)\(\) missing (\d+) required positional arguments?: (.+)$/, ([name, , names]) => ({
    fr: `\`${name}\` est appelée sans toutes les valeurs qu’elle attend : il manque ${names?.replaceAll("'", '`').replace(' and ', ' et ')}.`,
    en: `\`${name}\` is called without all the values it needs: ${names?.replaceAll("'", '`')} missing.`,
  })),
  when(
    'TypeError',
    /^(\S+)\(\) takes (.+) positional arguments? but (\d+) (?:was|were) given/,
    ([name, takes, given]) => ({
      fr: `\`${name}\` reçoit ${given} valeurs, mais sa définition en prévoit ${takes === 'no' ? '0' : takes?.replace('from', 'de').replace('to', 'à')}.`,
      en: `\`${name}\` is given ${given} values, but its definition takes ${takes}.`,
    }),
  ),
  when('TypeError', /^unhashable type: '(\w+)'/, ([type = '']) => ({
    fr: `${typeName(type).fr} ne peut pas être une clé de dictionnaire ni un élément d’ensemble, car son contenu peut changer. Utilisez un texte, un nombre ou un tuple.`,
    en: `${typeName(type).en} cannot be a dictionary key or a set item, because its content may change. Use a text, a number or a tuple.`,
  })),
  when(
    'IndexError',
    /^(list|string|tuple|range object|pop|list assignment)? ?.*(?:index out of range|from empty list)/,
    () => ({
      fr: 'la position demandée n’existe pas. Les positions vont de 0 à `len(...) - 1` ; vérifiez aussi le cas où il n’y a aucun élément.',
      en: 'the position asked for does not exist. Positions go from 0 to `len(...) - 1`; check the case without any item too.',
    }),
  ),
  {
    type: 'KeyError',
    explain: ({ message }) => ({
      fr: `la clé \`${message}\` n’est pas dans le dictionnaire. Vérifiez son orthographe, testez \`cle in dictionnaire\` avant, ou lisez avec \`.get(...)\`.`,
      en: `the key \`${message}\` is not in the dictionary. Check its spelling, test \`key in dictionary\` first, or read it with \`.get(...)\`.`,
    }),
  },
  when('AttributeError', /^'NoneType' object has no attribute '(\w+)'/, ([name]) => ({
    fr: `\`.${name}\` est demandé à \`None\`. Une méthode comme \`sort\` ou \`append\` modifie la liste et renvoie \`None\` : ne gardez pas son résultat. Ou bien une fonction n’a pas de \`return\`.`,
    en: `\`.${name}\` is asked of \`None\`. A method such as \`sort\` or \`append\` changes the list and returns \`None\`: do not keep its result. Or a function has no \`return\`.`,
  })),
  when('AttributeError', /^'(\w+)' object has no attribute '(\w+)'/, ([type = '', name = '']) => {
    const instead = FOREIGN_METHODS[`${type}.${name}`];
    const near = instead ?? nearName(name, METHODS[type] ?? []);
    const hint = near
      ? { fr: ` Utilisez plutôt \`${near}\`.`, en: ` Use \`${near}\` instead.` }
      : { fr: ' Vérifiez son nom, et le type de la valeur.', en: ' Check its name, and the type of the value.' };
    return {
      fr: `${typeName(type).fr} n’a pas de méthode \`${name}\`.${hint.fr}`,
      en: `${typeName(type).en} has no method \`${name}\`.${hint.en}`,
    };
  }),
  when('AttributeError', /^module '([\w.]+)' has no attribute '(\w+)'/, ([module, name]) => ({
    fr: `le module \`${module}\` ne contient pas \`${name}\`. Vérifiez l’orthographe, majuscules comprises.`,
    en: `the module \`${module}\` has no \`${name}\`. Check the spelling, capitals included.`,
  })),
  when('ValueError', /^invalid literal for int\(\) with base 10: (.+)$/, ([text]) => ({
    fr: `\`int(...)\` ne peut pas lire ${text} comme un nombre entier. Pour un nombre à virgule, utilisez \`float(...)\` ; un texte vide ou des lettres ne se convertissent pas.`,
    en: `\`int(...)\` cannot read ${text} as a whole number. For a decimal number use \`float(...)\`; an empty text or letters cannot be converted.`,
  })),
  when('ValueError', /^could not convert string to float: (.+)$/, ([text]) => ({
    fr: `\`float(...)\` ne peut pas lire ${text} comme un nombre. La virgule s’écrit avec un point : \`3.5\`.`,
    en: `\`float(...)\` cannot read ${text} as a number. The decimal sign is a point: \`3.5\`.`,
  })),
  when('ValueError', /^not enough values to unpack \(expected (\d+), got (\d+)\)/, ([wanted, got]) => ({
    fr: `il y a ${wanted} noms à gauche du \`=\` mais ${got} valeur(s) à droite.`,
    en: `there are ${wanted} names left of \`=\` but ${got} value(s) right of it.`,
  })),
  when('ValueError', /^too many values to unpack/, () => ({
    fr: 'il y a plus de valeurs à droite du `=` que de noms à gauche.',
    en: 'there are more values right of `=` than names left of it.',
  })),
  when('ValueError', /^list\.remove\(x\): x not in list|^.* is not in list/, () => ({
    fr: 'la valeur cherchée n’est pas dans la liste. Testez d’abord avec `in`.',
    en: 'the value looked for is not in the list. Test first with `in`.',
  })),
  when('ValueError', /^(?:max|min)\(\) (?:arg is an empty sequence|iterable argument is empty)/, () => ({
    fr: '`max` et `min` n’ont pas de réponse pour une liste vide. Traitez ce cas à part, avant.',
    en: '`max` and `min` have no answer for an empty list. Handle that case first.',
  })),
  when('ModuleNotFoundError', /^No module named '([\w.]+)'/, ([name]) => ({
    fr: `le module \`${name}\` n’est pas disponible ici, ou son nom est mal écrit. Seuls les modules fournis avec Python le sont.`,
    en: `the module \`${name}\` is not available here, or its name is misspelt. Only modules that come with Python are.`,
  })),
  when('ImportError', /^cannot import name '(\w+)' from '([\w.]+)'/, ([name, module]) => ({
    fr: `le module \`${module}\` ne contient pas \`${name}\`. Vérifiez l’orthographe.`,
    en: `the module \`${module}\` has no \`${name}\`. Check the spelling.`,
  })),
];

const GENERAL: Record<string, Localised | undefined> = {
  ZeroDivisionError: {
    fr: 'on ne divise pas par zéro. Traitez à part le cas où le diviseur vaut 0 (par exemple une liste vide).',
    en: 'nothing can be divided by zero. Handle the case where the divisor is 0 (an empty list, for instance).',
  },
  RecursionError: {
    fr: 'la fonction s’appelle elle-même sans fin. Il lui faut un cas simple qui répond sans nouvel appel, et chaque appel doit s’en rapprocher.',
    en: 'the function calls itself without end. It needs a simple case that answers without another call, and each call must come closer to it.',
  },
  UnboundLocalError: {
    fr: 'une variable de la fonction est lue avant d’avoir reçu une valeur.',
    en: 'a variable of the function is read before it was given a value.',
  },
  NameError: {
    fr: 'un nom est utilisé sans exister. Vérifiez son orthographe et l’ordre des lignes.',
    en: 'a name is used that does not exist. Check its spelling and the order of the lines.',
  },
  IndexError: {
    fr: 'une position demandée n’existe pas dans la liste ou le texte. Pensez aux listes vides.',
    en: 'a position asked for does not exist in the list or text. Think of empty lists.',
  },
  KeyError: {
    fr: 'une clé demandée n’est pas dans le dictionnaire.',
    en: 'a key asked for is not in the dictionary.',
  },
  AttributeError: {
    fr: 'une méthode ou un attribut demandé n’existe pas pour cette valeur.',
    en: 'a method or attribute asked for does not exist for this value.',
  },
  TypeError: {
    fr: 'une opération ou un appel reçoit une valeur d’un type qui ne convient pas, ou pas le bon nombre de valeurs.',
    en: 'an operation or a call is given a value of a type that does not fit, or the wrong number of values.',
  },
  ValueError: {
    fr: 'une valeur a le bon type mais ne convient pas, comme dans `int("abc")`.',
    en: 'a value has the right type but does not fit, as in `int("abc")`.',
  },
  EOFError: {
    fr: 'le programme appelle `input()` plus souvent que prévu : il n’y a plus rien à lire.',
    en: 'the program calls `input()` more often than foreseen: there is nothing left to read.',
  },
  ModuleNotFoundError: {
    fr: 'un module importé n’est pas disponible ici, ou son nom est mal écrit.',
    en: 'an imported module is not available here, or its name is misspelt.',
  },
  ImportError: { fr: 'une importation ne réussit pas.', en: 'an import does not succeed.' },
  AssertionError: {
    fr: 'une condition vérifiée par `assert` est fausse.',
    en: 'a condition checked by `assert` is false.',
  },
  FileNotFoundError: {
    fr: 'il n’y a aucun fichier ici : les programmes ne lisent ni n’écrivent sur un disque.',
    en: 'there is no file here: programs neither read nor write on a disk.',
  },
  OSError: {
    fr: 'le programme demande quelque chose que cet environnement n’offre pas (fichier, réseau, autre programme).',
    en: 'the program asks for something that this environment does not have (file, network, another program).',
  },
  OverflowError: { fr: 'un nombre devient trop grand.', en: 'a number grows too large.' },
  StopIteration: {
    fr: 'il n’y a plus d’élément à lire.',
    en: 'there is no item left to read.',
  },
  SyntaxError: {
    fr: 'un texte donné à `eval` ou `exec` n’est pas du Python.',
    en: 'a text given to `eval` or `exec` is not Python.',
  },
  SystemExit: {
    fr: 'la fonction met fin au programme (`exit`) au lieu de renvoyer une valeur.',
    en: 'the function ends the program (`exit`) instead of returning a value.',
  },
  KeyboardInterrupt: { fr: 'le programme s’interrompt lui-même.', en: 'the program interrupts itself.' },
  Exception: {
    fr: 'le programme lève une exception que rien ne rattrape.',
    en: 'the program raises an exception that nothing catches.',
  },
};
