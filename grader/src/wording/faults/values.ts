import { type Rule, when } from './rule.js';

/** Exceptions about values: conversions, positions, keys. */
export const VALUES: readonly Rule[] = [
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
];
