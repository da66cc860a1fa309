import type { Localised } from '../../contract.js';

/** What can be said of an exception by its class alone. */
export const GENERAL: Record<string, Localised | undefined> = {
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
