import { analyse } from './analysis.js';

/**
 * Index terms of the French words for an English term of programming, or null. Learners mix both languages ("ma loop",
 * "how do I sort a list?") while the lessons are French.
 */
export function frenchTerms(term: string): readonly string[] | null {
  return glossary.get(term) ?? null;
}

/** Words that are French as well (`change`, `sort`, `condition`) are left out: they would be translated by mistake. */
const englishToFrench: Readonly<Record<string, string>> = {
  add: 'ajouter',
  append: 'ajouter',
  boolean: 'booléen',
  break: 'sortir arrêter',
  character: 'caractère',
  comparison: 'comparaison',
  convert: 'convertir',
  count: 'compter',
  create: 'créer',
  delete: 'supprimer',
  dict: 'dictionnaire',
  dictionary: 'dictionnaire',
  divide: 'division',
  duplicates: 'doublons',
  error: 'erreur',
  exercise: 'exercice',
  file: 'fichier',
  function: 'fonction',
  infinite: 'infini',
  integer: 'entier',
  item: 'élément',
  key: 'clé',
  length: 'longueur',
  loop: 'boucle',
  lowercase: 'minuscule',
  number: 'nombre',
  operator: 'opérateur',
  parameter: 'paramètre',
  print: 'afficher',
  random: 'hasard',
  remainder: 'reste',
  remove: 'supprimer retirer',
  repeat: 'répéter',
  reverse: 'inverser',
  round: 'arrondir',
  scope: 'portée',
  string: 'chaîne',
  uppercase: 'majuscule',
  value: 'valeur',
  word: 'mot',
};

/** Both sides as the index knows them; English plurals too, since French stemming does not always join them. */
const glossary = new Map(
  Object.entries(englishToFrench).flatMap(([english, french]) =>
    [english, `${english}s`].flatMap((form) =>
      analyse(form).map((term): [string, string[]] => [term, analyse(french)]),
    ),
  ),
);
