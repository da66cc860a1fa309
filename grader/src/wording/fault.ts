import type { Localised } from '../contract.js';
import type { PyFault } from '../ladder/observe.js';
import { GENERAL } from './faults/general.js';
import { NAMES } from './faults/names.js';
import { TYPES } from './faults/types.js';
import { VALUES } from './faults/values.js';

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

const RULES = [...NAMES, ...TYPES, ...VALUES];
