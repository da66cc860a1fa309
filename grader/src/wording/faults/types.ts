import { typeName } from '../type-name.js';
import { type Rule, when } from './rule.js';

/** Exceptions about types: what an operation or a call was given. */
export const TYPES: readonly Rule[] = [
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
];
