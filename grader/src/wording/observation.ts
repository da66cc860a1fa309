import type { Localised, Observation, ObservationKind } from '../contract.js';
import type { Sighting } from '../evidence.js';

/**
 * Words a sighting for the learner. A text quotes only what the learner wrote and Python's own signs; never a name, a
 * value or a word of a solution, which this function is not even given.
 */
export function wordObservation(sighting: Sighting): Observation {
  const { kind, line } = sighting;
  const place = { fr: line === null ? '' : `Ligne ${line} : `, en: line === null ? '' : `Line ${line}: ` };
  const text = TEXTS[kind]({ name: sighting.name ?? '', found: sighting.found ?? '' });
  return { kind, line, text: { fr: capital(place.fr + text.fr), en: capital(place.en + text.en) } };
}

type Text = (details: { name: string; found: string }) => Localised;

const TYPES: Record<string, Localised> = {
  str: { fr: 'un texte', en: 'a text' },
  int: { fr: 'un nombre entier', en: 'a whole number' },
  float: { fr: 'un nombre à virgule', en: 'a decimal number' },
  bool: { fr: 'un booléen', en: 'a boolean' },
  NoneType: { fr: '`None`', en: '`None`' },
  list: { fr: 'une liste', en: 'a list' },
  tuple: { fr: 'un tuple', en: 'a tuple' },
  dict: { fr: 'un dictionnaire', en: 'a dictionary' },
  set: { fr: 'un ensemble', en: 'a set' },
};

const TEXTS: Record<ObservationKind, Text> = {
  EMPTY: () => ({
    fr: 'la réponse ne contient encore aucune instruction Python (les commentaires ne comptent pas).',
    en: 'the answer holds no Python statement yet (comments do not count).',
  }),
  COMPARES_INSTEAD_OF_ASSIGNING: () => ({
    fr: '`==` compare deux valeurs, il n’en donne pas. Pour donner une valeur à une variable, utilisez un seul `=`.',
    en: '`==` compares two values, it gives none. To give a variable a value, use a single `=`.',
  }),
  PRINTS_INSTEAD_OF_ASSIGNING: () => ({
    fr: '`print` affiche une valeur mais ne la garde pas. Ici, il s’agit de la ranger dans une variable avec `=`.',
    en: '`print` shows a value but does not keep it. Here it is to be stored in a variable with `=`.',
  }),
  PRINTS_INSTEAD_OF_RETURNING: () => ({
    fr: '`print` affiche le résultat mais la fonction ne le renvoie pas. Utilisez `return`.',
    en: '`print` shows the result but the function does not give it back. Use `return`.',
  }),
  INCREMENT_WITHOUT_EFFECT: () => ({
    fr: 'deux signes devant un nom ne changent pas sa valeur en Python. Pour ajouter un à une variable, utilisez `+= 1`.',
    en: 'two signs before a name do not change its value in Python. To add one to a variable, use `+= 1`.',
  }),
  WRONG_NAME_CASE: ({ name }) => ({
    fr: `vérifiez l’écriture de \`${name}\` : Python distingue majuscules, minuscules et tirets bas.`,
    en: `check the spelling of \`${name}\`: Python tells upper case, lower case and underscores apart.`,
  }),
  WRONG_NAME_ACCENT: ({ name }) => ({
    fr: `vérifiez l’écriture de \`${name}\` : pour Python, une lettre avec ou sans accent n’est pas la même.`,
    en: `check the spelling of \`${name}\`: for Python, a letter with or without an accent is not the same.`,
  }),
  UNEXPECTED_NAME: ({ name }) => ({
    fr: `la valeur convient, mais \`${name}\` n’est pas le nom demandé. Relisez l’énoncé.`,
    en: `the value is right, but \`${name}\` is not the name asked for. Read the question again.`,
  }),
  CALL_WITHOUT_PARENTHESES: ({ name }) => ({
    fr: `\`${name}\` sans parenthèses n’est pas appelé. Pour l’exécuter, ajoutez des parenthèses.`,
    en: `\`${name}\` is not called without parentheses. Add them to run it.`,
  }),
  DECIMAL_COMMA: ({ name }) => ({
    fr: `la valeur donnée à \`${name}\` contient une virgule. En Python, un nombre à virgule s’écrit avec un point ; la virgule sépare deux valeurs.`,
    en: `the value given to \`${name}\` holds a comma. Python writes decimals with a point; a comma separates two values.`,
  }),
  MISSING_QUOTES: ({ name }) => ({
    fr: `sans guillemets, Python lit \`${name}\` comme le nom d’une variable. Un texte s’écrit entre guillemets.`,
    en: `without quotes Python reads \`${name}\` as a variable’s name. A text is written between quotes.`,
  }),
  TYPE_OF_VALUE_DIFFERS: ({ name, found }) => {
    if (found === 'TEXT_FOR_NUMBER') {
      return {
        fr: `la valeur donnée à \`${name}\` est un texte, à cause des guillemets. Un nombre s’écrit sans guillemets.`,
        en: `the value given to \`${name}\` is a text, because of the quotes. A number is written without quotes.`,
      };
    }
    if (found === 'NUMBER_FOR_TEXT') {
      return {
        fr: `la valeur donnée à \`${name}\` est un nombre. Un texte, même fait de chiffres, s’écrit entre guillemets.`,
        en: `the value given to \`${name}\` is a number. A text, even one of digits, is written between quotes.`,
      };
    }
    const type = TYPES[found] ?? { fr: 'd’un type inattendu', en: 'of an unexpected type' };
    return {
      fr: `la valeur donnée à \`${name}\` est ${type.fr}. Ce n’est pas le type de valeur demandé.`,
      en: `the value given to \`${name}\` is ${type.en}. That is not the type of value asked for.`,
    };
  },
  VALUE_DIFFERS: ({ name }) => ({
    fr: `la valeur donnée à \`${name}\` n’est pas celle qui est demandée. Relisez l’énoncé.`,
    en: `the value given to \`${name}\` is not the one asked for. Read the question again.`,
  }),
  TEXT_NEARLY_EQUAL: () => ({
    fr: 'un texte entre guillemets est presque le bon. Vérifiez majuscules, accents, espaces et ponctuation.',
    en: 'a quoted text is nearly right. Check upper case, accents, spaces and punctuation.',
  }),
  OPERATOR_DIFFERS: () => ({
    fr: 'la structure est la bonne, mais un opérateur n’est pas celui qui convient.',
    en: 'the structure is right, but an operator is not the one needed.',
  }),
  EXTRA_STATEMENT: () => ({
    fr: 'cette instruction n’est pas demandée ; le reste est juste.',
    en: 'this statement was not asked for; the rest is right.',
  }),
  MISSING_STATEMENT: () => ({
    fr: 'ce qui est écrit convient, mais il manque au moins une instruction.',
    en: 'what is written fits, but at least one statement is missing.',
  }),
  WRONG_ORDER: () => ({
    fr: 'les bonnes instructions sont là, mais pas dans le bon ordre.',
    en: 'the right statements are there, but not in the right order.',
  }),
  MISSING_ASSIGNMENT: () => ({
    fr: 'il manque une affectation : une ligne qui donne une valeur à une variable avec `=`.',
    en: 'an assignment is missing: a line that gives a variable a value with `=`.',
  }),
  MISSING_CALL: () => ({
    fr: 'il manque l’appel d’une fonction : son nom suivi de parenthèses.',
    en: 'a function call is missing: its name followed by parentheses.',
  }),
  MISSING_CONDITION: () => ({ fr: 'il manque une condition.', en: 'a condition is missing.' }),
  MISSING_FUNCTION: () => ({
    fr: 'il manque la définition d’une fonction, qui commence par `def`.',
    en: 'the definition of a function is missing; it starts with `def`.',
  }),
  MISSING_IMPORT: () => ({ fr: 'il manque l’import d’un module.', en: 'the import of a module is missing.' }),
  MISSING_LOOP: () => ({ fr: 'il manque une boucle.', en: 'a loop is missing.' }),
  MISSING_RETURN: () => ({
    fr: 'la fonction ne renvoie rien : il manque un `return`.',
    en: 'the function gives nothing back: a `return` is missing.',
  }),
  LINE_DIFFERS: () => ({
    fr: 'c’est l’instruction à revoir ; les autres sont justes.',
    en: 'this is the statement to look at again; the others are right.',
  }),
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
