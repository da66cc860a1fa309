import type { Localised } from '../contract.js';
import type { CheckedTest } from '../grade-contract.js';
import type { PyFault, Stop } from '../ladder/observe.js';
import type { Look } from '../ladder/plan.js';
import { quoteText, shorten } from '../values/display.js';
import type { Sameness } from '../values/same.js';
import type { PyValue } from '../values/value.js';
import { explainFault, generalFault, nameFault } from './fault.js';
import { namesIn, nearName } from './near-name.js';
import { whyWrong } from './why-wrong.js';

/** What a report shows of a step, when it may show it. */
export interface Shown {
  expected: string;
  actual: string | null;
}

/** What the sentences below are about. Those of hidden tests tell neither inputs nor values, only what went wrong. */
export interface Context extends Shown {
  look: Look;
  hidden: boolean;
  submission: string;
  /** How values are compared. */
  how: Sameness;
}

/** What a test is called unless its author names it. */
export function nameTest(test: CheckedTest, index: number): Localised {
  if (test.name) return test.name;
  if (test.hidden) return { fr: `Test caché n° ${index + 1}`, en: `Hidden test no. ${index + 1}` };
  if (test.random) {
    return {
      fr: `\`${test.random.call}\` avec des valeurs au hasard`,
      en: `\`${test.random.call}\` with random values`,
    };
  }
  if (test.call !== undefined) return { fr: `\`${shorten(test.call, 80)}\``, en: `\`${shorten(test.call, 80)}\`` };
  if (test.variable !== undefined) {
    return { fr: `La variable \`${test.variable}\``, en: `The variable \`${test.variable}\`` };
  }
  return { fr: 'L’affichage du programme', en: 'What the program prints' };
}

/** pour `moyenne([])` on attend `0`, obtenu : `1`. */
export function wrongValue(context: Context, expected: PyValue, actual: PyValue, printed: string): Localised {
  const why = whyWrong(context, expected, actual, printed);
  if (context.hidden) {
    return join(
      { fr: 'un test caché n’obtient pas la valeur attendue.', en: 'a hidden test does not get the right value.' },
      why,
    );
  }
  const got =
    context.actual === null ? { fr: 'une valeur trop grande', en: 'a value too large' } : code(context.actual);
  const { fr, en } = place(context);
  return join(
    {
      fr: `${fr}on attend ${code(context.expected).fr}, obtenu : ${got.fr}.`,
      en: `${en}expected ${code(context.expected).en}, got: ${got.en}.`,
    },
    why,
  );
}

/** Names the first line that differs. */
export function wrongOutput(context: Context, expected: string, actual: string): Localised {
  if (context.hidden) {
    return {
      fr: 'un test caché n’obtient pas l’affichage attendu.',
      en: 'a hidden test does not see the right output.',
    };
  }
  const { fr, en } = place(context);
  if (actual.trim() === '') {
    return { fr: `${fr}rien n’est affiché. Utilisez \`print\`.`, en: `${en}nothing is printed. Use \`print\`.` };
  }
  const [wanted, got] = [expected, actual].map((text) =>
    text
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .map((line) => line.trimEnd()),
  );
  const at = wanted?.findIndex((line, index) => line !== got?.[index]) ?? 0;
  if (wanted && got && at === -1) {
    return got.length > wanted.length
      ? {
          fr: `${fr}le programme affiche ${got.length - wanted.length} ligne(s) de trop.`,
          en: `${en}the program prints ${got.length - wanted.length} line(s) too many.`,
        }
      : {
          fr: `${fr}l’affichage n’a pas exactement la forme attendue.`,
          en: `${en}the output does not have exactly the right form.`,
        };
  }
  const [want, have] = [wanted?.[at] ?? '', got?.[at]];
  const only = want.replace(/\s/g, '').toLowerCase() === have?.replace(/\s/g, '').toLowerCase();
  return {
    fr: `${fr}ligne ${at + 1} de l’affichage, on attend ${code(want).fr}, ${have === undefined ? 'mais l’affichage s’arrête avant' : `obtenu : ${code(have).fr}`}.${only ? ' Seuls les espaces ou les majuscules diffèrent.' : ''}`,
    en: `${en}line ${at + 1} of the output should be ${code(want).en}, ${have === undefined ? 'but the output ends before' : `got: ${code(have).en}`}.${only ? ' Only spaces or capitals differ.' : ''}`,
  };
}

/** pour `moyenne([])` on attend `0`, obtenu : `ZeroDivisionError` ligne 3. */
export function raised(context: Context, fault: PyFault, wanted: string | undefined): Localised {
  if (context.hidden) return hiddenFault(fault);
  const why = explained(fault, context);
  const name = nameFault(fault);
  const { fr, en } = place(context);
  if (context.look.kind === 'program' && wanted === undefined) return crashed(context, fault);
  return join(
    {
      fr: `${fr}on attend ${wanted === undefined ? code(context.expected).fr : `l’exception \`${wanted}\``}, obtenu : ${name.fr}.`,
      en: `${en}expected ${wanted === undefined ? code(context.expected).en : `the exception \`${wanted}\``}, got: ${name.en}.`,
    },
    why,
  );
}

/** The program did not reach its end, so nothing could be looked at. */
export function crashed(context: Context, fault: PyFault): Localised {
  if (context.hidden) return hiddenFault(fault);
  const name = nameFault(fault);
  return join(
    { fr: `le programme s’arrête sur ${name.fr}.`, en: `the program stops with ${name.en}.` },
    explained(fault, context),
  );
}

function hiddenFault(fault: PyFault): Localised {
  const name = nameFault(fault, false);
  return join(
    { fr: `un test caché provoque ${name.fr}.`, en: `a hidden test causes ${name.en}.` },
    capital(generalFault(fault)),
  );
}

export function noException(context: Context, wanted: string): Localised {
  if (context.hidden) {
    return {
      fr: 'un test caché attend une exception qui n’est pas levée.',
      en: 'a hidden test expects an exception that is not raised.',
    };
  }
  const { fr, en } = place(context);
  return {
    fr: `${fr}on attend l’exception \`${wanted}\`, mais aucune n’est levée.`,
    en: `${en}expected the exception \`${wanted}\`, but none is raised.`,
  };
}

export function missingVariable({ look, submission, hidden }: Context): Localised {
  const name = look.kind === 'variable' ? look.name : '';
  if (hidden)
    return {
      fr: 'une variable demandée n’existe pas à la fin du programme.',
      en: 'a variable asked for does not exist at the end of the program.',
    };
  const near = nearName(name, namesIn(submission));
  return {
    fr: `la variable \`${name}\` n’existe pas à la fin du programme.${near ? ` Vous avez écrit \`${near}\`.` : ''}`,
    en: `the variable \`${name}\` does not exist at the end of the program.${near ? ` You wrote \`${near}\`.` : ''}`,
  };
}

/** What the author gives works by itself, but not after this program has run. */
export function disturbed(): Localised {
  return {
    fr: 'le programme change une partie de Python dont ses vérifications ont besoin. Ne donnez pas une autre valeur aux noms de Python, comme `list`, `len` ou `print`.',
    en: 'the program changes a part of Python that its checks need. Do not give another value to names of Python, such as `list`, `len` or `print`.',
  };
}

/** The interpreter ended during this step. */
export function stopped(context: Context, stop: Stop, during: 'program' | 'look'): Localised {
  const { fr, en } = context.hidden || during === 'program' ? { fr: '', en: '' } : place(context);
  return { fr: `${fr}${STOPS[stop.how].fr}`, en: `${en}${STOPS[stop.how].en}` };
}

/** The interpreter ended before this step. */
export function unreached(): Localised {
  return {
    fr: 'non vérifié : le programme a dû être arrêté avant.',
    en: 'not checked: the program had to be stopped before.',
  };
}

/** What ended an interpreter, said to whoever wrote the program. */
export const STOPS: Record<Stop['how'], Localised> = {
  timeout: {
    fr: 'le programme ne se termine pas à temps et a été arrêté. Une boucle `while` sans fin en est la cause la plus fréquente : vérifiez que sa condition devient fausse.',
    en: 'the program does not end in time and was stopped. An endless `while` loop is the usual cause: check that its condition becomes false.',
  },
  memory: {
    fr: 'le programme demande plus de mémoire qu’il n’en a (128 Mo). Une liste ou un texte grandit sans doute sans fin.',
    en: 'the program asks for more memory than it has (128 MB). A list or a text probably grows without end.',
  },
  output: {
    fr: 'le programme affiche beaucoup trop de texte et a été arrêté. Un `print` se trouve sans doute dans une boucle sans fin.',
    en: 'the program prints far too much text and was stopped. A `print` is probably inside an endless loop.',
  },
  stack: {
    fr: 'les appels s’emboîtent trop profondément. Une fonction récursive a besoin d’un cas simple qui répond sans nouvel appel.',
    en: 'calls are nested too deeply. A recursive function needs a simple case that answers without another call.',
  },
  exit: {
    fr: 'le programme met fin à Python avant la vérification. Retirez cette instruction.',
    en: 'the program ends Python before it is checked. Remove that statement.',
  },
  trap: {
    fr: 'le programme fait planter l’interpréteur Python.',
    en: 'the program crashes the Python interpreter.',
  },
  tampered: {
    fr: 'le programme perturbe sa vérification : elle n’a pas reçu de réponse utilisable.',
    en: 'the program disturbs its own check: it gave no usable answer.',
  },
};

/** `pour \`f(2)\` `, or where else something is expected. */
function place({ look }: Context): Localised {
  if (look.kind === 'call') {
    const call = shorten(look.expression, 200);
    return { fr: `pour \`${call}\` `, en: `for \`${call}\` ` };
  }
  if (look.kind === 'variable')
    return { fr: `pour la variable \`${look.name}\` `, en: `for the variable \`${look.name}\` ` };
  return { fr: '', en: '' };
}

function explained(fault: PyFault, { submission }: Context): Localised {
  return capital(explainFault(fault, submission));
}

/** Between backticks, on one line. */
function code(text: string): Localised {
  const line = /[\n\r`]/.test(text) ? quoteText(text) : text;
  const quoted = line === '' ? { fr: 'une ligne vide', en: 'an empty line' } : null;
  return quoted ?? { fr: `\`${shorten(line)}\``, en: `\`${shorten(line)}\`` };
}

function join(first: Localised, second: Localised | null): Localised {
  return second ? { fr: `${first.fr} ${second.fr}`, en: `${first.en} ${second.en}` } : first;
}

/** With a capital at the beginning, unless it begins with code. */
export function capital({ fr, en }: Localised): Localised {
  return { fr: fr.charAt(0).toUpperCase() + fr.slice(1), en: en.charAt(0).toUpperCase() + en.slice(1) };
}
