import { fold } from '../retrieval/analysis.js';

/**
 * Words by which an explanation is told, whatever it explains, folded. They are no content: a sentence is judged by the
 * others.
 */
export const discourseWords: ReadonlySet<string> = words(`
  alors ainsi donc ensuite enfin abord apres avant puis cas car effet lorsque tandis tant afin voici voila ici
  premier premiere premiers deuxieme seconde second dernier derniere suivant suivante suivants precedent precedente
  etape etapes ligne lignes partie parties facon maniere sorte type resultat resultats
  regardez regarder observez observer essayez essayer notez remarquez retenez rappelez commencez relisez pensez imaginez
  obtenez obtient obtenir utilisez utiliser utilise utilisent appelez ecrivez ecrire affiche donne donnez
  signifie appelle appelee nomme doit devez devrait faudra suffit reste sert
  voulez voudriez souhaitez desirez avez ayez
  question reponse probleme bonne bon bien simple simplement exactement directement seulement uniquement vraiment chaque
  petit petite grand grande nouveau nouvelle autre meme certaines certains toujours jamais souvent parfois
  passage passages lecon lecons indice
  also then first second last next following previous step line part way result look note remember try
  called means must should need needs used uses using write writes written gives give lets let want
  answer problem good simple simply exactly directly only really each every small big new other same always never often
  lesson lessons passage passages now here
`);

/** Grammar of English: words that Python uses among them carry meaning in code spans only, not in a sentence about them. */
export const englishWords: ReadonlySet<string> = words(`
  and are as at be been being but by can could did do does doing done for from had has have having he her here him his
  if in into is it its itself just may might more most no nor not of off on once one ones or our out own same she so
  some such than that the their them themselves then there these they this those through to too under until up us very
  was we were what when where which while who whom why will with without would yes you your yours
  after again against all any because before below between both down during few further how just me my only other over
`);

/** Names every Python has: keywords, built-in functions, types and exceptions. */
export const pythonNames: ReadonlySet<string> = new Set(
  `False None True and as assert async await break class continue def del elif else except finally for from global if import
  in is lambda nonlocal not or pass raise return try while with yield match case
  abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod
  enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
  issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed
  round set setattr slice sorted staticmethod str sum super tuple type vars zip self cls
  ArithmeticError AssertionError AttributeError EOFError Exception FileExistsError FileNotFoundError FloatingPointError
  ImportError IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
  NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SyntaxError TabError
  TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError ZeroDivisionError
  DoctorPy`.split(/\s+/),
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean).map(fold));
}
