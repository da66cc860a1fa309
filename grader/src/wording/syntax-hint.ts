import type { Localised, SyntaxErrorOutcome, SyntaxKind } from '../contract.js';
import type { Fault } from '../evidence.js';
import { type Diagnosis, diagnose } from './syntax-kind.js';

/** Explains a parser's complaint about `source` the way a good teacher would: where, what, and how to put it right. */
export function explainSyntaxError(fault: Fault, source: string): SyntaxErrorOutcome {
  const diagnosis = diagnose(fault, source);
  const hint = HINTS[diagnosis.kind](diagnosis);
  const { kind, line } = diagnosis;
  return {
    outcome: 'SYNTAX_ERROR',
    line,
    column: fault.column,
    kind,
    hint: { fr: `Ligne ${line} : ${hint.fr}`, en: `Line ${line}: ${hint.en}` },
  };
}

type Hint = (diagnosis: Diagnosis) => Localised;

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}' };
const FRENCH_KEYWORDS: Record<string, string> = {
  si: 'if',
  sinon: 'else',
  sinonsi: 'elif',
  pour: 'for',
  tantque: 'while',
  définir: 'def',
  fonction: 'def',
  retourner: 'return',
  afficher: 'print',
};
const FOREIGN_OPERATORS: Record<string, string> = {
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '=<': '<=',
  '=>': '>=',
  '<>': '!=',
  '=!': '!=',
};
const CHARACTERS: Record<string, string> = {
  '×': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
};

const HINTS: Record<SyntaxKind, Hint> = {
  TYPOGRAPHIC_QUOTES: ({ quoted }) => ({
    fr: `le guillemet ${quoted} est typographique et Python ne le comprend pas. Remplacez-le par des guillemets droits : \`"\` ou \`'\`.`,
    en: `the quotation mark ${quoted} is typographic and Python does not understand it. Use straight quotes instead: \`"\` or \`'\`.`,
  }),
  INVALID_CHARACTER: ({ quoted }) => {
    const instead = CHARACTERS[quoted];
    if (instead) {
      return {
        fr: `Python ne connaît pas le caractère ${quoted}. Au clavier, on écrit plutôt \`${instead}\`.`,
        en: `Python does not know the character ${quoted}. Type \`${instead}\` instead.`,
      };
    }
    if (quoted) {
      return {
        fr: `le caractère ${quoted} ne peut pas se trouver dans du code Python, sauf à l’intérieur d’un texte entre guillemets.`,
        en: `the character ${quoted} cannot stand in Python code, except inside a quoted text.`,
      };
    }
    return {
      fr: 'un caractère invisible s’est glissé dans le code, souvent lors d’un copier-coller. Effacez les espaces de cette ligne et retapez-les au clavier.',
      en: 'an invisible character slipped into the code, often by copy and paste. Delete the spaces of this line and type them again.',
    };
  },
  PROMPT_COPIED: ({ quoted }) => ({
    fr: `\`${quoted}\` est l’invite affichée par la console Python : elle ne fait pas partie du code. Effacez-la.`,
    en: `\`${quoted}\` is the prompt shown by the Python console, not part of the code. Remove it.`,
  }),
  MISSING_INDENT: () => ({
    fr: 'un bloc est attendu ici. Après une ligne qui se termine par deux-points, décalez les instructions du bloc de quatre espaces vers la droite.',
    en: 'a block is expected here. After a line that ends with a colon, indent the block’s statements by four spaces.',
  }),
  UNEXPECTED_INDENT: () => ({
    fr: 'cette ligne est décalée alors que rien ne le demande. Alignez-la sur la ligne précédente, ou vérifiez les espaces en début de ligne.',
    en: 'this line is indented for no reason. Align it with the previous one, or check the spaces at its beginning.',
  }),
  INCONSISTENT_INDENT: () => ({
    fr: 'le décalage de cette ligne ne correspond à aucun bloc ouvert. Les instructions d’un même bloc commencent toutes au même endroit.',
    en: 'this line’s indentation matches no open block. All statements of one block start at the same place.',
  }),
  TABS_AND_SPACES: () => ({
    fr: 'des tabulations et des espaces sont mélangés en début de ligne. N’utilisez que des espaces, quatre par niveau.',
    en: 'tabs and spaces are mixed at the beginning of the line. Use spaces only, four per level.',
  }),
  UNCLOSED_BRACKET: ({ quoted }) => ({
    fr: `${bracketFr(quoted)} ouvert${quoted === '[' ? '' : 'e'} avec \`${quoted}\` n’est jamais refermé${quoted === '[' ? '' : 'e'}. Ajoutez \`${CLOSING[quoted] ?? ')'}\` à l’endroit voulu.`,
    en: `\`${quoted}\` is opened but never closed. Add \`${CLOSING[quoted] ?? ')'}\` where it belongs.`,
  }),
  UNMATCHED_BRACKET: ({ quoted }) => ({
    fr: `\`${quoted}\` ne referme rien, ou pas le bon symbole. Chaque \`(\`, \`[\` ou \`{\` se referme par son pendant, dans l’ordre inverse.`,
    en: `\`${quoted}\` closes nothing, or not the right one. Each \`(\`, \`[\` or \`{\` is closed by its counterpart, in reverse order.`,
  }),
  UNCLOSED_STRING: () => ({
    fr: 'un texte entre guillemets n’est pas refermé. Terminez-le par le même guillemet qu’au début ; s’il contient une apostrophe, entourez-le de guillemets doubles.',
    en: 'a quoted text is not closed. End it with the quote it began with; if it contains an apostrophe, put it in double quotes.',
  }),
  PRINT_WITHOUT_PARENTHESES: ({ quoted }) => ({
    fr: `\`${quoted}\` est une fonction : ce qu’on lui donne se met entre parenthèses, comme dans \`${quoted}(...)\`.`,
    en: `\`${quoted}\` is a function: what it is given goes between parentheses, as in \`${quoted}(...)\`.`,
  }),
  ELSE_IF: ({ quoted }) => ({
    fr: `en Python, \`${quoted}\` s’écrit en un seul mot : \`elif\`.`,
    en: `in Python, \`${quoted}\` is one word: \`elif\`.`,
  }),
  ELSE_WITH_CONDITION: () => ({
    fr: '`else` ne prend pas de condition : il couvre tous les autres cas et s’écrit `else:`. Pour une condition de plus, utilisez `elif`.',
    en: '`else` takes no condition: it covers every other case and is written `else:`. For one more condition, use `elif`.',
  }),
  ELSE_WITHOUT_IF: ({ quoted }) => ({
    fr: `\`${quoted}\` doit suivre directement le bloc qu’il complète, avec le même décalage que le début de ce bloc. Vérifiez l’indentation des lignes précédentes.`,
    en: `\`${quoted}\` must directly follow the block it completes, with the same indentation as that block’s first line. Check the lines above.`,
  }),
  KEYWORD_CASE: ({ quoted }) => ({
    fr: `\`${quoted}\` s’écrit en minuscules : Python distingue les majuscules des minuscules.`,
    en: `\`${quoted}\` is written in lower case: Python tells upper from lower case.`,
  }),
  FRENCH_KEYWORD: ({ quoted }) => {
    const english = FRENCH_KEYWORDS[quoted.toLowerCase().replace(/\s/g, '')] ?? '';
    return {
      fr: `les mots-clés de Python sont en anglais : \`${quoted}\` s’écrit \`${english}\`.`,
      en: `Python’s keywords are in English: \`${quoted}\` is written \`${english}\`.`,
    };
  },
  ASSIGNMENT_IN_CONDITION: () => ({
    fr: 'dans une condition, `=` ne convient pas : il donne une valeur. Pour comparer, utilisez `==`.',
    en: 'in a condition `=` does not fit: it gives a value. To compare, use `==`.',
  }),
  INCREMENT_OPERATOR: ({ quoted }) => {
    const sign = quoted.charAt(0);
    return {
      fr: `\`${quoted}\` n’existe pas en Python. Pour ${sign === '+' ? 'ajouter' : 'retirer'} un, utilisez \`${sign}= 1\`.`,
      en: `\`${quoted}\` does not exist in Python. To ${sign === '+' ? 'add' : 'take away'} one, use \`${sign}= 1\`.`,
    };
  },
  FOREIGN_OPERATOR: ({ quoted }) => ({
    fr: `l’opérateur \`${quoted}\` n’existe pas en Python ; on écrit \`${FOREIGN_OPERATORS[quoted] ?? ''}\`.`,
    en: `the operator \`${quoted}\` does not exist in Python; write \`${FOREIGN_OPERATORS[quoted] ?? ''}\`.`,
  }),
  MISSING_COLON: ({ quoted }) => ({
    fr: `il manque les deux-points \`:\` après l’en-tête qui commence par \`${quoted}\`.`,
    en: `the colon \`:\` is missing after the header that starts with \`${quoted}\`.`,
  }),
  KEYWORD_AS_NAME: ({ quoted }) => ({
    fr: `\`${quoted}\` est un mot réservé de Python : il ne peut pas servir de nom. Choisissez un autre nom.`,
    en: `\`${quoted}\` is a word reserved by Python and cannot be a name. Choose another name.`,
  }),
  INVALID_NAME: ({ quoted }) => ({
    fr: `\`${quoted}\` n’est pas un nom valide. Un nom contient des lettres, des chiffres et \`_\`, sans espace ni tiret, et ne commence pas par un chiffre.`,
    en: `\`${quoted}\` is not a valid name. A name has letters, digits and \`_\`, no space or hyphen, and does not start with a digit.`,
  }),
  REVERSED_ASSIGNMENT: ({ quoted }) => ({
    fr: `l’affectation semble inversée : le nom (ici \`${quoted}\`) se place à gauche du \`=\` et sa valeur à droite.`,
    en: `the assignment looks reversed: the name (here \`${quoted}\`) goes left of \`=\` and its value right.`,
  }),
  INVALID_TARGET: () => ({
    fr: 'à gauche d’un `=` il faut un nom de variable. Pour comparer deux valeurs, utilisez `==`.',
    en: 'a variable’s name is needed left of `=`. To compare two values, use `==`.',
  }),
  LEADING_ZEROS: () => ({
    fr: 'un nombre entier ne commence pas par un zéro. Retirez les zéros de tête.',
    en: 'a whole number does not start with a zero. Remove the leading zeros.',
  }),
  NUMBER_TOO_LONG: () => ({
    fr: 'ce nombre a plus de chiffres que Python n’accepte d’en lire.',
    en: 'this number has more digits than Python accepts to read.',
  }),
  MISSING_COMMA: () => ({
    fr: 'deux éléments se suivent sans rien entre eux. Il manque sans doute une virgule, un opérateur ou des guillemets.',
    en: 'two items follow each other with nothing between. A comma, an operator or quotes are probably missing.',
  }),
  OUTSIDE_FUNCTION: ({ quoted }) => ({
    fr: `\`${quoted}\` ne peut se trouver que dans une fonction. Vérifiez que la ligne est bien décalée sous un \`def\`.`,
    en: `\`${quoted}\` can only stand inside a function. Check that the line is indented under a \`def\`.`,
  }),
  OUTSIDE_LOOP: ({ quoted }) => ({
    fr: `\`${quoted}\` ne peut se trouver que dans une boucle. Vérifiez que la ligne est bien décalée sous un \`for\` ou un \`while\`.`,
    en: `\`${quoted}\` can only stand inside a loop. Check that the line is indented under a \`for\` or a \`while\`.`,
  }),
  F_STRING: () => ({
    fr: 'dans un texte précédé de `f`, chaque accolade `{` entoure une expression et se referme par `}`.',
    en: 'in a text preceded by `f`, each brace `{` surrounds an expression and is closed by `}`.',
  }),
  INCOMPLETE: ({ quoted }) => ({
    fr: `la ligne s’arrête après \`${quoted}\` : il manque la suite.`,
    en: `the line stops after \`${quoted}\`: something has to follow.`,
  }),
  TOO_NESTED: () => ({
    fr: 'trop de niveaux sont imbriqués les uns dans les autres pour être analysés. Simplifiez l’écriture.',
    en: 'too many levels are nested in one another to be analysed. Write it more simply.',
  }),
  OTHER: () => ({
    fr: 'Python ne comprend pas cette ligne. Relisez-la, ainsi que la fin de la ligne précédente : il manque peut-être un symbole, ou il y en a un de trop.',
    en: 'Python does not understand this line. Read it again, and the end of the one before: a symbol may be missing or one too many.',
  }),
};

function bracketFr(bracket: string): string {
  if (bracket === '[') return 'le crochet';
  return bracket === '{' ? 'l’accolade' : 'la parenthèse';
}
